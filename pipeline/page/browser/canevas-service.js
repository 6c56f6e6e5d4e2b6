// @ts-check
"use strict";
// Keeps the page of an intranet at hand: it is asked for anew each time, and the copy
// serves where the server does not answer.

const own = /** @type {any} */ (self);
const KEPT = "canevas";

own.addEventListener("install", (/** @type {any} */ event) => {
  own.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add("./")));
});

own.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    fetch(event.request)
      .then(async (found) => {
        if (found.ok) await (await caches.open(KEPT)).put("./", found.clone());
        return found;
      })
      .catch(() => caches.match("./").then((kept) => kept ?? Response.error())),
  );
});
