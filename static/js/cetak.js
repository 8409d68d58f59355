// The button that opens the browser's print window; without a script it stays hidden.
"use strict";

for (const button of document.querySelectorAll("[data-cetak]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
