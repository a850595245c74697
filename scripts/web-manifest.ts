import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ManifestOptions } from 'vite-plugin-pwa'

const icon = { src: '/icon-192.png', sizes: '192x192', type: 'image/png' }

/** What each picture shows, by the first part of its file's name. */
const labels: Readonly<Record<string, string>> = {
  roster: 'Angajații unei instituții, după punctaj',
  palette: 'Caută peste tot',
  lock: 'Au apărut modificări în cloud',
  reports: 'Rapoartele săptămânilor trecute',
}

/** `roster.wide.1280x800.jpg`: what it shows, for which screen, and its size. */
const pictureName = /^([a-z]+)\.(wide|narrow)\.(\d+x\d+)\.jpg$/

/** The pictures of the app that a store or an install dialog shows, made by `npm run screenshots -- manifest`. */
export function pictures(names: readonly string[]): NonNullable<ManifestOptions['screenshots']> {
  return [...names].sort().flatMap((name) => {
    const [, shows, formFactor, sizes] = pictureName.exec(name) ?? []
    const label = labels[shows ?? '']
    if (label === undefined || sizes === undefined) return []
    const form_factor = formFactor === 'wide' ? 'wide' : 'narrow'
    return [{ src: `/screenshots/${name}`, sizes, type: 'image/jpeg', form_factor, label }]
  })
}

const folder = fileURLToPath(new URL('../public/screenshots/', import.meta.url))

/** The web app manifest: what the installed app is called and how it looks. */
export const webManifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Punctaj',
  short_name: 'Punctaj',
  description: 'Punctajul angajaților, pe instituții și orașe, și fără internet.',
  lang: 'ro',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#17181c',
  background_color: '#17181c',
  categories: ['business', 'productivity'],
  // A file that is opened with the app goes to the window that is open, which loses nothing by it (src/page/launch.ts).
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  file_handlers: [{ action: '/import', accept: { 'application/json': ['.json'] } }],
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: 'Raport Săptămâna Trecută', short_name: 'Raport', url: '/reports', icons: [icon] },
    { name: 'Starea sincronizării', short_name: 'Sincronizare', url: '/status', icons: [icon] },
  ],
  screenshots: pictures(existsSync(folder) ? readdirSync(folder) : []),
}
