// The kiosk changes its page itself, so that a line that is cut never leaves an error on the screen: what was pressed is sent
// again, with the key that its page had, until an answer comes; then the machine goes on. A page that somebody left turns back by
// itself, and a scanner needs no field to be touched first. Without this script every press is a page.
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
  if (!answer || answer.status >= 500) return null;
  // What is refused (the number of yesterday, a page that grew too old) leads back to the beginning, not out of the kiosk.
  const { kios } = stage().dataset;
  return answer.ok || address === kios ? answer.text().catch(() => null) : ask(kios);
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
  const { kios, cetakSendiri } = stage().dataset;
  if (!kios) return;
  back();
  const print = document.querySelector("[data-cetak]");
  if (print) print.hidden = false;
  print?.addEventListener("click", () => window.print());
  if (is_fresh && cetakSendiri !== undefined) window.print();
  if (is_fresh) (document.querySelector("[aria-invalid]") ?? document.querySelector(".press"))?.focus();
}

// Counted anew with every key, so that nobody loses a page while typing.
function back() {
  const { kios, kembali } = stage().dataset;
  clearTimeout(kiosk.timer);
  if (kembali && !kiosk.busy) kiosk.timer = setTimeout(() => go(kios), 1_000 * Number(kembali));
}

// A scanner types as a keyboard does: its first letter goes into the field, wherever the machine stands.
document.addEventListener("keydown", (event) => {
  back();
  const is_letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (is_letter && !event.target.closest("input")) document.getElementById("id_kode")?.focus();
});

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
