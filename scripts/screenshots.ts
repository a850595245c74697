import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Cloud, startCloud } from '../local/cloud.ts'
import { browserArguments, ensureBrowser } from './browser.ts'
import { ensureBuilt } from './build.ts'
import { enter, heardOfCloud, type Look, type Locale, openContext, type Theme } from './pictures/stage.ts'
import { shootManifest } from './pictures/manifest.ts'
import { onScene } from './pictures/scene.ts'
import { scenes } from './pictures/scenes.ts'
import { showAll } from './pictures/views.ts'

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))
const images = fileURLToPath(new URL('../docs/images/', import.meta.url))

/** Pictures that the README and the documents show, as smaller files. */
const kept = new Set([
  'roster.ro.dark.wide',
  'roster.en.light.wide',
  'lock.ro.dark.wide',
  'changes.ro.light.wide',
  'palette-search.ro.dark.wide',
  'tray-cards.ro.dark.wide',
  'report-compare.ro.dark.wide',
  'report-chart.ro.light.wide',
  'import-preview.en.dark.wide',
  'force-sync.ro.dark.wide',
  'selection.ro.light.tablet',
  'reports.ro.dark.tablet',
])

const sizes: Look['size'][] = [
  { name: 'wide', width: 1440, height: 900, touch: false },
  { name: 'tablet', width: 820, height: 1180, touch: true },
]

/** `npm run screenshots -- ro wide` takes only those, `… places tray` only those scenes, `… manifest` those of the manifest. */
const wanted = process.argv.slice(2).filter((word) => !(word in scenes))
const asked = Object.entries(scenes).filter(([name]) => process.argv.includes(name))
const looks = (['ro', 'en'] as Locale[])
  .flatMap((locale) =>
    (['dark', 'light'] as Theme[]).flatMap((theme) => sizes.map((size): Look => ({ locale, theme, size }))),
  )
  .filter(({ locale, theme, size }) => wanted.every((word) => [locale, theme, size.name].includes(word)))

/** Takes one picture once nothing moves any more. */
async function shoot(page: Page, name: string, { locale, theme, size }: Look): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForTimeout(400)
  await heardOfCloud(page)
  const picture = `${name}.${locale}.${theme}.${size.name}`
  await page.screenshot({ path: `${folder}${picture}.png`, animations: 'disabled' })
  if (!kept.has(picture)) return
  await page.screenshot({ path: `${images}${picture}.jpg`, type: 'jpeg', quality: 75, animations: 'disabled' })
}

async function shootAdmin(browser: Browser, cloud: Cloud, look: Look): Promise<void> {
  const context = await openContext(browser, cloud, look)
  const page = await context.newPage()
  await page.goto('/')
  await enter(page, 'admin', look.locale)
  await page.getByRole('grid').waitFor()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await showAll(page, look.locale, cloud, (name) => shoot(page, name, look))
  await context.close()
}

/** Every scene that was asked for, each in a world of its own. */
async function shootScenes(browser: Browser, small: Cloud, look: Look): Promise<void> {
  for (const [name, scene] of asked.length > 0 ? asked : Object.entries(scenes)) {
    console.log(`${name} ${look.locale} ${look.theme} ${look.size.name}`)
    await onScene(browser, small, look, (page, picture) => shoot(page, picture, look), scene)
  }
}

await ensureBuilt()
await Promise.all([folder, images].map((path) => mkdir(path, { recursive: true })))
const executablePath = await ensureBrowser()
const [cloud, small] = [await startCloud(), await startCloud({ port: 0, empty: true })]
const browser = await chromium.launch({ executablePath, args: browserArguments })
try {
  if (process.argv.includes('manifest')) await shootManifest(browser, cloud)
  else await shootLooks()
} finally {
  await browser.close()
  await Promise.all([cloud.stop(), small.stop()])
}

async function shootLooks(): Promise<void> {
  for (const look of looks) {
    if (asked.length === 0) await shootAdmin(browser, cloud, look)
    await shootScenes(browser, small, look)
  }
}
