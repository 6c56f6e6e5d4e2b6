// @ts-check
"use strict";
// Keeps the page of an intranet at hand: the server is asked each time whether there is a
// new one, and the copy serves where it does not answer.

const own = /** @type {any} */ (self);
const KEPT = "canevas";

own.addEventListener("install", (/** @type {any} */ event) => {
  own.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request("./", { cache: "no-cache" }))));
});

own.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    fetch(event.request.url, { cache: "no-cache" }) // or the browser keeps an old one
      .then(async (found) => {
        if (found.ok) await (await caches.open(KEPT)).put("./", found.clone());
        return found;
      })
      .catch(() => caches.match("./").then((kept) => kept ?? Response.error())),
  );
});
