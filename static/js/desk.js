"use strict";
// The claim desk, made quicker: keys, zoom, turning, and what the participant will read. Everything works without it.

const LARGEST = 4; // Times the size at which the whole page fits.
const GROUND = 32; // Pixels of dark ground around a page, both sides together.

const form = document.querySelector("[data-verdict]");
const sheet = document.querySelector("[data-pages]");

function choose(place) {
  const radio = form?.querySelectorAll("input[name=putusan]")[place];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function isTyping(target) {
  return target.matches("textarea, select, input[type=text]");
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === "t" || event.key === "T") choose(0);
  else if (event.key === "k" || event.key === "K") choose(1);
  else if (event.key === "Enter" && form && !event.target.closest("a, button, summary")) form.querySelector("[data-save]")?.click();
  else return;
  event.preventDefault();
}

function showWords() {
  for (const words of form.querySelectorAll("[data-says]")) {
    words.hidden = !form.querySelector(`input[name=alasan][value="${words.dataset.says}"]`).checked;
  }
  const own = form.querySelector("[data-says-note]");
  if (own) own.textContent = form.querySelector("textarea[name=catatan]").value;
}

function place() {
  const turns = Number(sheet.dataset.turned || 0);
  const size = Number(sheet.dataset.size || 1);
  const quarter = turns % 2 === 1;
  sheet.classList.toggle("is-large", size > 1);
  for (const image of sheet.querySelectorAll("img")) {
    const { naturalWidth: wide, naturalHeight: high } = image;
    const [across, down] = quarter ? [high, wide] : [wide, high];
    const scale = Math.min((sheet.clientWidth - GROUND) / across, (sheet.clientHeight - GROUND) / down) * size;
    const spare = quarter ? ((wide - high) * scale) / 2 : 0; // What the turned picture needs above and below, and not beside.
    image.style.rotate = `${turns * 90}deg`;
    image.style.width = `${wide * scale}px`;
    image.style.height = `${high * scale}px`;
    image.style.margin = `${spare}px ${-spare}px`;
    image.style.maxWidth = image.style.maxHeight = "none";
  }
}

function resize(step) {
  sheet.dataset.size = Math.min(LARGEST, Math.max(1, Number(sheet.dataset.size || 1) + step / 2));
  place();
}

function turn() {
  sheet.dataset.turned = (Number(sheet.dataset.turned || 0) + 1) % 4;
  place();
}

if (form) {
  document.addEventListener("keydown", onKey);
  form.addEventListener("change", showWords);
  form.addEventListener("input", showWords);
}
if (sheet?.querySelector("img")) {
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => resize(Number(button.dataset.zoom)));
  }
  for (const button of document.querySelectorAll("[data-turn]")) {
    button.hidden = false;
    button.addEventListener("click", turn);
  }
}
