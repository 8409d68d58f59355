// Keeps a part of a page up to date: asks its address again and again, says so when the line is cut, and comes back by itself.
"use strict";

const PATIENCE = 4_000;
const ALONE = 300_000;
const touched = { at: Date.now() };

for (const kind of ["pointermove", "pointerdown", "keydown"]) {
  document.addEventListener(kind, () => (touched.at = Date.now()), { passive: true });
}

for (const part of document.querySelectorAll("[data-segar]")) keepFresh(part);

function keepFresh(part) {
  const every = 1_000 * Number(part.dataset.tiap || 5);
  const held = { etag: "", good: Date.now() };

  async function ask() {
    // Where somebody is signed in, asking must not keep the session of one who went away.
    if ("sesi" in part.dataset && Date.now() - touched.at > ALONE) return setTimeout(ask, every);
    const answer = await look(part.dataset.segar, held.etag);
    if (answer) held.good = Date.now();
    if (answer?.status === 200) {
      held.etag = answer.headers.get("ETag") ?? "";
      put(part, await answer.text().catch(() => null));
    }
    tell(held.good, every);
    return setTimeout(ask, every);
  }

  setTimeout(ask, every);
}

async function look(address, etag) {
  const options = { headers: { "If-None-Match": etag }, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(address, options).catch(() => null);
  return answer && [200, 304].includes(answer.status) ? answer : null;
}

function put(part, words) {
  if (words === null || part.innerHTML === words) return;
  part.innerHTML = words;
  part.dispatchEvent(new CustomEvent("segar", { bubbles: true }));
}

function tell(good, every) {
  const note = document.querySelector("[data-basi]");
  if (!note) return;
  note.hidden = Date.now() - good < PATIENCE + every;
  const since = note.querySelector("[data-sejak]");
  if (since) since.textContent = new Date(good).toTimeString().slice(0, 5).replace(":", ".");
}
