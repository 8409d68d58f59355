// Keep what was typed when the line is cut: before a form leaves, ask whether the portal answers. Without it the form posts plainly.
"use strict";

const PATIENCE_MS = 8000;

async function portalAnswers() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    return (await fetch("/healthz/", { cache: "no-store", signal: stop.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function say(form) {
  let news = form.querySelector(".jaga__kabar");
  if (!news) {
    news = document.createElement("p");
    news.className = "jaga__kabar alert alert-warning";
    news.setAttribute("role", "status");
    form.append(news);
  }
  news.textContent = "";
  requestAnimationFrame(() => (news.textContent = form.dataset.broken));
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.jaga");
  if (!form || form.dataset.sure) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  if (await portalAnswers()) {
    form.dataset.sure = "1";
    form.requestSubmit(event.submitter);
  } else {
    form.removeAttribute("aria-busy");
    say(form);
  }
});

// A page that comes back from the browser's memory asks again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.jaga")) {
    delete form.dataset.sure;
    form.removeAttribute("aria-busy");
  }
});
