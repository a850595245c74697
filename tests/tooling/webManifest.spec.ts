import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { pictures, webManifest } from '../../scripts/web-manifest.ts'

it('lists the pictures that are there, by screen and size, and no other file', () => {
  const names = ['roster.wide.1280x800.jpg', 'palette.narrow.412x732.jpg', 'notes.txt', 'unknown.wide.1x1.jpg']
  expect(pictures(names)).toEqual([
    {
      src: '/screenshots/palette.narrow.412x732.jpg',
      sizes: '412x732',
      type: 'image/jpeg',
      form_factor: 'narrow',
      label: 'Caută peste tot',
    },
    {
      src: '/screenshots/roster.wide.1280x800.jpg',
      sizes: '1280x800',
      type: 'image/jpeg',
      form_factor: 'wide',
      label: 'Angajații unei instituții, după punctaj',
    },
  ])
})

it('names only files that exist and pages that the router knows', () => {
  const { icons = [], screenshots = [], shortcuts = [] } = webManifest
  const files = [...icons, ...screenshots, ...shortcuts.flatMap((one) => one.icons ?? [])].map(({ src }) => src)
  for (const file of files) expect(existsSync(`public${file}`), file).toBe(true)
  const router = readFileSync('src/router.ts', 'utf8')
  for (const { url } of shortcuts) expect(router).toContain(`path: '${url}'`)
  expect(icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
})
