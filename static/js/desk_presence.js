// Signs of life: an officer who is at the desk says so every minute, and sees which colleague has the claim open.

const FIRST_SIGN = 5_000;
const SIGN_EVERY = 60_000;
const SIGNED_OUT = "Sesi Anda sudah berakhir. Salin tulisan Anda, lalu muat ulang halaman ini untuk masuk lagi.";
const told = document.querySelector("[data-told]");
const tell = (sentence) => (told.textContent = sentence);
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
const here = document.querySelector("[data-presence]");
const signs = { last: Date.now() - SIGN_EVERY + FIRST_SIGN, touched: true, words: wordsOf(here.innerHTML) };

function wordsOf(html) {
  return html.replace(/<[^>]*>|\([^)]*\)/g, " ").replace(/\s+/g, " ").trim();
}

async function sign() {
  if (!signs.touched || document.hidden || Date.now() - signs.last < SIGN_EVERY) return;
  Object.assign(signs, { last: Date.now(), touched: false });
  const answer = await fetch(here.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
  if (answer?.redirected) here.textContent = tell(SIGNED_OUT);
  if (!answer?.ok || answer.redirected) return;
  const fresh = await answer.text();
  here.innerHTML = fresh;
  if (wordsOf(fresh) !== signs.words) tell((signs.words = wordsOf(fresh)));
}

function touch() {
  signs.touched = true;
  sign();
}

for (const kind of ["pointermove", "pointerdown", "keydown", "wheel", "visibilitychange"]) {
  document.addEventListener(kind, touch, { passive: true });
}
setInterval(sign, FIRST_SIGN);
