/**
 * The headers of the built app, here and on every other host: docs/deploy.md quotes this module.
 */

/** Directives shared by pages and the service worker. */
const strict = `default-src 'none'; script-src 'self'; base-uri 'none'; require-trusted-types-for 'script'`

/** Sources the app talks to besides its own origin (the cloud's URL on a static host). */
const connect = (cloud: string) => ['connect-src', `'self'`, cloud].join(' ').trim()

/** The page's policy: no inline code or style, no frames; Trusted Types for Vue and the worker's registration only. */
export function pagePolicy(cloud = ''): string {
  return [
    strict,
    `style-src 'self'; img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; worker-src 'self'`,
    `${connect(cloud)}; form-action 'self'; frame-ancestors 'none'; trusted-types vue punctaj`,
  ].join('; ')
}

/** The service worker's policy; a worker is governed by its own response's header, not by the page's. */
export function workerPolicy(cloud = ''): string {
  return `${strict}; ${connect(cloud)}; trusted-types 'none'`
}

/** Sent with every response, whatever it is. */
export const everyResponse: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()',
}

/** What a file of `dist/` is served with besides {@link everyResponse}. Paths start with `/`. */
export function fileHeaders(path: string, cloud = ''): Record<string, string> {
  if (path.startsWith('/assets/')) return { 'cache-control': 'public, max-age=31536000, immutable' }
  if (path === '/sw.js') return { 'cache-control': 'no-cache', 'content-security-policy': workerPolicy(cloud) }
  if (path.endsWith('.html')) return { 'cache-control': 'no-cache', 'content-security-policy': pagePolicy(cloud) }
  return { 'cache-control': 'no-cache' }
}
