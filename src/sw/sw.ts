import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { readToWorker } from '../channel/worker.ts'
import { hear } from './loop.ts'

declare const self: ServiceWorkerGlobalScope

// The app's own files; nothing of the cloud's is ever cached.
cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
const shell = import.meta.env.DEV ? null : createHandlerBoundToURL('index.html')
const cloudPaths = /^\/(auth|rest|storage|health)(\/|$)/

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.mode !== 'navigate' || !shell || cloudPaths.test(pathname)) return
  event.respondWith(shell({ request: event.request, event, url: new URL(event.request.url) }))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
  const message = readToWorker(event.data)
  if (message && event.source instanceof Client) event.waitUntil(hear(message, event.source))
})
