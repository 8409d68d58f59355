// Upload with a shrunken photo, a progress bar and a retry. Without it the same form posts plainly.
// What is said stands in the form's data-… in its reader's language, with {} where a figure goes.
"use strict";

const ENOUGH = { side: 2000, quality: 0.85 };
const ON_A_WEAK_LINE = { side: 1600, quality: 0.75 }; // Half the bytes, and small print can still be read.
const WORTH_SHRINKING = 700 * 1024;
const TIMEOUT_MS = 10 * 60 * 1000;

function inWords(bytes) {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(Math.ceil((bytes * 10) / (1024 * 1024)) / 10).toLocaleString(document.documentElement.lang)} MB`;
}

// A browser that does not tell how its line is (Firefox, Safari) gets the larger photo.
function photoSize() {
  const line = navigator.connection;
  return line && (line.saveData || (line.effectiveType ?? "4g") !== "4g") ? ON_A_WEAK_LINE : ENOUGH;
}

// Draw the photo smaller and upright; what the browser cannot open (HEIC) goes as it is.
async function shrunken(file) {
  if (!file.type.startsWith("image/") || file.size < WORTH_SHRINKING || !window.createImageBitmap) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const { side, quality } = photoSize();
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function board(form) {
  let panel = form.querySelector(".unggah__kabar");
  if (!panel) {
    panel = document.createElement("div");
    panel.className = "unggah__kabar meter";
    panel.innerHTML = '<p role="status" id="kabar-unggah"></p><progress max="100" aria-labelledby="kabar-unggah"></progress>';
    form.append(panel);
  }
  return { text: panel.querySelector("p"), bar: panel.querySelector("progress") };
}

function busy(form, on) {
  form.setAttribute("aria-busy", String(on));
  for (const button of form.querySelectorAll("button, input[type=submit]")) button.disabled = on;
}

function send(form, data, news) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((event.loaded * 100) / event.total);
      news.bar.value = percent;
      news.text.textContent = news.prefix + (percent < 100 ? form.dataset.sent.replace("{}", percent) : form.dataset.checking);
    };
    request.onload = () => (request.response?.querySelector("main") ? done(request) : failed());
    request.onerror = request.ontimeout = request.onabort = failed;
    request.send(data);
  });
}

// Show the page that the server answered with, as a plain post would have.
function show(request) {
  document.title = request.response.title;
  document.querySelector("main").replaceWith(document.adoptNode(request.response.querySelector("main")));
  history.replaceState(null, "", request.responseURL);
  const first = document.querySelector("main [role=alert], main .alert[role=status]") || document.querySelector("main h1");
  first.tabIndex = -1;
  first.focus();
  window.scrollTo(0, 0);
}

async function upload(form, submitter) {
  const field = form.querySelector("input[type=file]");
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  const news = { ...board(form), prefix: "" };
  busy(form, true);
  news.text.textContent = form.dataset.preparing;
  news.bar.removeAttribute("value");
  const originals = [...field.files];
  const files = [];
  for (const file of originals) files.push(await shrunken(file));
  const before = originals.reduce((sum, file) => sum + file.size, 0);
  const after = files.reduce((sum, file) => sum + file.size, 0);
  if (after < before) news.prefix = `${form.dataset.shrunken.replace("{}", `${inWords(before)} → ${inWords(after)}`)} `;
  data.delete(field.name);
  for (const file of files) data.append(field.name, file, file.name);
  try {
    show(await send(form, data, news));
  } catch {
    busy(form, false);
    news.bar.value = 0;
    news.text.textContent = form.dataset.broken;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.unggah");
  if (!form || !form.querySelector("input[type=file]").files.length) return;
  event.preventDefault();
  upload(form, event.submitter);
});
