// One box that ticks all claims of a list, and unticks them; without a script it stays hidden.
"use strict";

for (const all of document.querySelectorAll("[data-pick-all]")) {
  const boxes = [...all.closest("table").querySelectorAll("tbody input[name=klaim]")];
  const look = () => {
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked === boxes.length;
    all.indeterminate = picked > 0 && !all.checked;
  };
  all.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener("change", look));
  look();
}
