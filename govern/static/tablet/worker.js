// The service worker of one page: it keeps the page and its files, and nothing that anybody wrote.
// The server puts VERSION, PAGE and FILES before this text; another version takes the place of an older one.

const KEPT = `${PAGE} ${VERSION}`;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const isPage = event.request.mode === "navigate" && address.pathname === PAGE;
  if (isPage || FILES.includes(address.pathname + address.search) || FILES.includes(address.pathname)) {
    event.respondWith(kept(event.request, isPage ? PAGE : address.pathname + address.search));
  }
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll([PAGE, ...FILES].map((file) => new Request(file, { cache: "reload", redirect: "error" })));
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`${PAGE} `) && name !== KEPT) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(request, file) {
  const cache = await caches.open(KEPT);
  return (await cache.match(file)) ?? fetch(request);
}
