// The desk's left side: pictures that lie on dark ground are enlarged, turned, leafed through and compared without a new page.

const LARGEST = 8; // Times the size at which the whole page fits.
const STEP = 1.25;
const PUSH = 80; // Pixels that an arrow key moves an enlarged picture.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STACKED = matchMedia("(max-width: 1000px)");

const panes = document.querySelector("[data-panes]");
const grounds = [...document.querySelectorAll("[data-ground]:has([data-sheet])")];
const told = document.querySelector("[data-told]");
const tell = (sentence) => (told.textContent = sentence);

// One size for all panes, a turn and a sheet for each.
const view = { size: 1, active: grounds.at(-1) };
const pictures = new Map(grounds.map((ground) => [ground, picturesOf(ground)]));

function picturesOf(ground) {
  const image = ground.querySelector("[data-sheets]");
  const urls = image?.dataset.sheets.trim().split(" ") ?? [];
  const open = Math.max(0, urls.indexOf(image?.getAttribute("src")));
  const turns = Number(ground.querySelector("[data-sheet]")?.className.at(-1) ?? 0);
  return { urls, open, turns, alt: image?.alt, images: image?.src ? { [open]: image } : {} };
}

const isLarge = () => view.size > 1;

// How large the picture is at the size that fits, in parts of its own pixels.
function fitted(ground) {
  const { images, open, turns } = pictures.get(ground);
  const { naturalWidth: wide, naturalHeight: high } = images[open] ?? {};
  const [across, down] = turns % 2 ? [high, wide] : [wide, high];
  const { offsetWidth, offsetHeight } = ground.querySelector("[data-sheet]");
  return Math.min(offsetWidth / across, offsetHeight / down) / view.size;
}

// Enlarges all panes to SIZE; the point at (x, y) of GROUND, its middle if none is named, stays where it is.
function resize(size, ground = view.active, x = ground.clientWidth / 2, y = ground.clientHeight / 2) {
  const smallest = Math.min(1, 1 / fitted(ground) || 1);
  const wanted = Math.min(LARGEST, Math.max(smallest, size));
  const rate = wanted / view.size;
  const [left, top] = [(ground.scrollLeft + x) * rate - x, (ground.scrollTop + y) * rate - y];
  view.size = wanted;
  panes.classList.toggle("is-large", isLarge());
  enable("smaller", wanted > smallest);
  enable("larger", wanted < LARGEST);
  for (const each of grounds) {
    each.style.setProperty("--size", wanted);
    each.scrollTo(left, top);
  }
}

function turn() {
  const picture = pictures.get(view.active);
  picture.turns = (picture.turns + 1) % 4;
  view.active.querySelector("[data-sheet]").className = `sheet is-turned-${picture.turns}`;
}

// Makes the picture of a sheet once and keeps it: files may not stay in the browser's cache.
function imageOf(ground, place) {
  const { urls, images, alt } = pictures.get(ground);
  if (!images[place] && urls[place]) {
    const facts = { src: urls[place], alt: alt.replace(/\d+$/, place + 1), draggable: false };
    images[place] = Object.assign(new Image(), facts);
  }
  return images[place];
}

function excuse({ target }) {
  if (target.matches("[data-sheet] img")) target.alt = "Halaman ini tidak bisa ditampilkan. Muat ulang, atau buka PDF asli.";
}

function openSheet(ground, place) {
  const picture = pictures.get(ground);
  if (!picture.urls.length) return;
  picture.open = Math.min(Math.max(place, 0), picture.urls.length - 1);
  const image = imageOf(ground, picture.open);
  ground.querySelector("[data-sheet]").replaceChildren(image);
  ground.scrollTo(ground.scrollLeft, 0);
  whenLoaded(image, () => imageOf(ground, picture.open + 1));
}

function whenLoaded(image, next) {
  if (image.complete) next();
  else image.addEventListener("load", next, { once: true });
}

const shownGrounds = () => grounds.filter((ground) => !ground.closest("[data-pane]").hidden);
const sheetCount = () => Math.max(...shownGrounds().map((ground) => pictures.get(ground).urls.length));
const sheetOpen = () => Math.max(...shownGrounds().map((ground) => pictures.get(ground).open));

function leaf(step) {
  const place = sheetOpen() + step;
  if (place < 0 || place >= sheetCount()) return;
  for (const ground of shownGrounds()) openSheet(ground, place);
  showPlace();
}

function showPlace() {
  const [place, count] = [sheetOpen() + 1, sheetCount()];
  document.querySelector("[data-leaves]").hidden = count === 1;
  document.querySelector("[data-page]").textContent = place;
  document.querySelector("[data-pages]").textContent = count;
  enable("previous_page", place > 1);
  enable("next_page", place < count);
}

function enable(name, possible) {
  document.querySelector(`[data-do=${name}]`).setAttribute("aria-disabled", !possible);
}

function compare(button) {
  const wanted = button.ariaCurrent === "true" ? "" : button.dataset.version;
  for (const pane of panes.querySelectorAll("[data-pane]:not(.is-newest)")) pane.hidden = pane.dataset.pane !== wanted;
  for (const each of document.querySelectorAll("[data-do=compare]")) each.ariaCurrent = each.dataset.version === wanted;
  for (const ground of shownGrounds()) openSheet(ground, sheetOpen());
  view.active = grounds.at(-1);
  resize(1);
  showPlace();
  tell(wanted ? `Versi ${wanted} di samping versi terbaru` : "Hanya versi terbaru");
}

const DOES = {
  smaller: () => resize(view.size / STEP),
  larger: () => resize(view.size * STEP),
  fit: () => resize(view.size === 1 ? 1 / fitted(view.active) : 1),
  turn,
  previous_page: () => leaf(-1),
  next_page: () => leaf(1),
  compare,
};

function pull(event) {
  const ground = event.currentTarget;
  view.active = ground;
  if (event.button || event.pointerType !== "mouse" || !isLarge()) return;
  ground.setPointerCapture(event.pointerId);
  const move = (moved) => ground.scrollBy(-moved.movementX, -moved.movementY);
  ground.addEventListener("pointermove", move);
  ground.addEventListener("lostpointercapture", () => ground.removeEventListener("pointermove", move), { once: true });
}

function roll(event) {
  if (!event.ctrlKey && STACKED.matches) return; // There the wheel moves the page.
  event.preventDefault();
  const frame = event.currentTarget.getBoundingClientRect();
  const rate = Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015));
  resize(view.size * rate, event.currentTarget, event.clientX - frame.left, event.clientY - frame.top);
}

function follow(event) {
  for (const ground of grounds) if (ground !== event.currentTarget) ground.scrollTo(event.currentTarget.scrollLeft, event.currentTarget.scrollTop);
}

// Arrow keys move a picture that is larger than its ground; elsewhere they keep their meaning.
function push(event) {
  const way = ARROWS[event.key];
  if (!way || !isLarge() || event.target.matches("input, textarea, select") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  view.active.scrollBy(way[0] * PUSH, way[1] * PUSH);
}

for (const ground of grounds) {
  ground.addEventListener("wheel", roll, { passive: false });
  ground.addEventListener("pointerdown", pull);
  ground.addEventListener("scroll", follow);
  ground.addEventListener("focus", () => (view.active = ground));
}
if (grounds.length) {
  panes.classList.remove("is-size-1", "is-size-2", "is-size-3");
  for (const ground of shownGrounds()) openSheet(ground, pictures.get(ground).open);
  document.addEventListener("keydown", push);
  document.addEventListener("error", excuse, true);
  document.querySelector(".viewer__bar").addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    DOES[button.dataset.do](button);
  });
}
document.querySelector(".film [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
