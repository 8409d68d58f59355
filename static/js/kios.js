// The kiosk changes its page itself, so that a line that is cut never leaves an error on the screen: what was pressed is sent
// again, with the key that its page had, until an answer comes; then the machine goes on. Without this script every press is a page.
"use strict";

const AGAIN = 2_000;
const PATIENCE = 8_000;
const kiosk = { busy: false, timer: 0 };
const stage = () => document.querySelector("main");

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function ask(address, options) {
  const answer = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  return answer && answer.status < 500 ? answer.text().catch(() => null) : null;
}

async function go(address, options = {}) {
  if (kiosk.busy) return;
  kiosk.busy = true;
  clearTimeout(kiosk.timer);
  for (const press of document.querySelectorAll("button.press")) press.disabled = true;
  let page = await ask(address, options);
  while (page === null) {
    cut(true);
    await wait(AGAIN);
    page = await ask(address, options);
  }
  kiosk.busy = false;
  show(new DOMParser().parseFromString(page, "text/html"));
}

function cut(is_cut) {
  const note = document.querySelector("[data-terputus]");
  if (note) note.hidden = !is_cut;
}

function show(page) {
  const fresh = page.querySelector("main");
  if (!fresh) return void location.reload();
  document.title = page.title;
  document.body.className = page.body.className;
  stage().replaceWith(document.adoptNode(fresh));
  begin(true);
}

function begin(is_fresh) {
  const { kios, kembali, cetakSendiri } = stage().dataset;
  if (!kios) return;
  const print = document.querySelector("[data-cetak]");
  if (print) print.hidden = false;
  print?.addEventListener("click", () => window.print());
  if (is_fresh && cetakSendiri !== undefined) window.print();
  if (kembali) kiosk.timer = setTimeout(() => go(kios), 1_000 * Number(kembali));
  if (is_fresh) (document.querySelector("[aria-invalid]") ?? document.querySelector(".press"))?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !stage().dataset.kios || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  if (!stage().dataset.kios) return;
  event.preventDefault();
  go(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target, event.submitter)) });
});

// A line that is cut while nobody presses is said too, and that it is back.
window.addEventListener("offline", () => cut(true));
window.addEventListener("online", () => cut(kiosk.busy));
begin(false);
if (stage().dataset.kios) navigator.serviceWorker?.register(`${stage().dataset.kios}luring.js`).catch(() => {});
