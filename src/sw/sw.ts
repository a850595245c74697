import { addRoute, cleanupOutdatedCaches, createHandlerBoundToURL, precache } from 'workbox-precaching'
import { readToWorker, standDown, syncTag, takeOver } from '../channel/worker.ts'
import { pushAlone } from './alone.ts'
import { openApp } from './attention.ts'
import { becomeActive, beginNothing, hear } from './loop.ts'

declare const self: ServiceWorkerGlobalScope

// The app's own files; nothing of the cloud's is ever cached.
cleanupOutdatedCaches()
precache(self.__WB_MANIFEST)
const shell = import.meta.env.DEV ? null : createHandlerBoundToURL('index.html')
const cloudPaths = /^\/(auth|rest|storage|health)(\/|$)/

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.mode !== 'navigate' || !shell || cloudPaths.test(url.pathname)) return
  // An event is answered once: the route below would answer `/` too.
  event.stopImmediatePropagation()
  event.respondWith(shell({ request: event.request, event, url }))
})
addRoute()
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
  if (event.data === takeOver) event.waitUntil(becomeActive())
  if (event.data === standDown) beginNothing()
  const message = readToWorker(event.data)
  if (message && event.source instanceof Client) event.waitUntil(hear(message, event.source))
})
self.addEventListener('notificationclick', (event) => event.waitUntil(openApp(event.notification)))
self.addEventListener('sync', (event) => {
  if (event.tag === syncTag) event.waitUntil(pushAlone())
})
