// The claim desk, made quicker: keys, what the participant will read, masked values, the help. Everything works without it.

const OTHER_NAMES = { "=": "+", _: "-", "−": "-", ArrowLeft: "←", ArrowRight: "→", PageUp: "←", PageDown: "→" };
const KEYS_OFF = "meja-tombol-mati";

const form = document.querySelector("[data-verdict][data-judging]");
const help = document.querySelector("[data-help-sheet]");
const told = document.querySelector("[data-told]");
const tell = (sentence) => (told.textContent = sentence);

// --- Keys

const keysOff = () => localStorage.getItem(KEYS_OFF) === "ya";

function showKeys() {
  document.documentElement.classList.toggle("has-keys", !keysOff());
  document.querySelector("[data-use-keys]").checked = !keysOff();
}

const isTyping = (target) => target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
const choosesByArrow = (event) => event.target.matches("input[type=radio]") && event.key.startsWith("Arrow");

function onKey(event) {
  if (event.defaultPrevented || event.altKey || event.metaKey || help.open) return;
  if (event.key === "Enter") return onEnter(event);
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (event.ctrlKey || isTyping(event.target) || choosesByArrow(event) || (keysOff() && event.key !== "?")) return;
  if (press((OTHER_NAMES[event.key] ?? event.key).toLowerCase())) event.preventDefault();
}

function onEnter(event) {
  const writing = isTyping(event.target) && !event.ctrlKey;
  if (!form || writing || event.target.closest("a, button, summary")) return;
  event.preventDefault();
  form.querySelector("[data-save]").click();
}

function press(key) {
  if (key === "c") return toNextTick();
  const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  if (!wanted) return false;
  if (wanted.matches("textarea")) wanted.focus();
  else wanted.click();
  return true;
}

function toNextTick() {
  const open = [...document.querySelectorAll("[name=cocok]:not(:checked, :disabled)")];
  const next = open[(open.indexOf(document.activeElement) + 1) % open.length];
  next?.focus();
  return Boolean(next);
}

// --- The verdict

function onInput() {
  form.dataset.changed = "";
  showWords();
}

function onChange({ target }) {
  if (target.name === "alasan" && target.checked) form.querySelector("[value=tolak]").checked = true;
  if (target.labels?.length && target.type !== "textarea") tell(`${wordsBeside(target)} ${target.checked ? "dipilih" : "dilepas"}`);
  if (target.matches("[data-needs-text]:checked")) form.querySelector("textarea").focus();
  form.querySelector(".says:has([data-says]:not([hidden]))")?.scrollIntoView({ block: "nearest" });
}

function wordsBeside(input) {
  return [...input.labels[0].childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join("");
}

function showWords() {
  for (const words of form.querySelectorAll("[data-says]")) {
    words.hidden = !form.querySelector(`input[name=alasan][value="${words.dataset.says}"]`).checked;
  }
  const own = form.querySelector("[data-says-note]");
  if (own) own.textContent = form.querySelector("textarea[name=catatan]").value;
}

// Going elsewhere at this desk saves first what was chosen; what is incomplete is told, and nothing is lost.
function keepAndGo(event) {
  const link = event.target.closest("[data-keep] a[href]");
  if (!link || !("changed" in form.dataset) || link.matches("[data-help]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const wanted = new URL(link.href).searchParams;
  for (const [name, value] of [["ke", wanted.get("dokumen")], ["lihat", wanted.get("lihat")]]) {
    if (value) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.requestSubmit(form.querySelector("[data-save]"));
}

// Opens a masked value without a new page, so that the picture stays as it lies.
async function reveal(event) {
  const button = event.target.closest("[data-rows] .reveal");
  if (!button) return;
  event.preventDefault();
  const place = button.closest("tr").rowIndex;
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(button.form, button) }).catch(() => null);
  const fresh = answer && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-rows]");
  if (!fresh) return location.reload();
  document.querySelector("[data-rows]").replaceWith(fresh);
  const row = fresh.querySelector("table").rows[place];
  tell(`${row.cells[0].textContent}: ${row.cells[1].firstChild.textContent}`);
  row.querySelector("input")?.focus();
}

if (form) {
  form.addEventListener("change", onChange);
  form.addEventListener("input", onInput);
  document.addEventListener("click", keepAndGo);
  document.addEventListener("submit", () => delete form.dataset.changed);
  window.addEventListener("beforeunload", (event) => "changed" in form.dataset && event.preventDefault());
}
document.querySelector("[data-help]").addEventListener("click", (event) => {
  event.preventDefault();
  help.showModal();
});
document.querySelector("[data-use-keys]").addEventListener("change", (event) => {
  localStorage.setItem(KEYS_OFF, event.target.checked ? "tidak" : "ya");
  showKeys();
});
showKeys();
document.addEventListener("keydown", onKey);
document.addEventListener("click", reveal);
