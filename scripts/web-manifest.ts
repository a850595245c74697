import type { ManifestOptions } from 'vite-plugin-pwa'

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
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
}
