// A kiosk that is loaded while its line is cut shows our own words instead of the browser's page, and goes on by itself
// (kios.js). Only pages are looked at, nothing with a number on it is kept, and nothing else of the portal is touched.
"use strict";

const KEPT = "kios-luring";
const PAGE = new URL("luring/", self.registration.scope).href;
const SEEN = new Set(["document", "style", "script", "image"]);
const PARTS = /(?:href|src)="([^"]+\.(?:css|js|svg))"/g;

async function keep() {
  const page = await fetch(PAGE, { cache: "no-store" });
  if (!page.ok) throw new Error("no page to keep");
  const parts = [...(await page.clone().text()).matchAll(PARTS)].map(([, address]) => address);
  const kept = await caches.open(KEPT);
  await Promise.all([kept.put(PAGE, page), kept.addAll(parts)]);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, mode, destination, url } = event.request;
  if (method !== "GET" || !SEEN.has(destination)) return;
  const kept = mode === "navigate" ? PAGE : url;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(kept)) ?? Response.error()));
});
