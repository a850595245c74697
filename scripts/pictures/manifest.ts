import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { enter, heardOfCloud, type Look, openContext } from './stage.ts'
import { adminViews } from './views.ts'

const folder = fileURLToPath(new URL('../../public/screenshots/', import.meta.url))

const wide: Look['size'] = { name: 'wide', width: 1280, height: 800, touch: false }
const narrow: Look['size'] = { name: 'narrow', width: 540, height: 960, touch: true }

/** What an install dialog shows: views by the names of `pictures` in scripts/web-manifest.ts. */
const shown = ['roster', 'reports', 'palette', 'lock']

/** Takes the pictures that the app's manifest lists: Romanian, dark, small files. The next build finds them. */
export async function shootManifest(browser: Browser, cloud: Cloud): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const size of [wide, narrow]) {
    const look: Look = { locale: 'ro', theme: 'dark', size }
    const context = await openContext(browser, cloud, look)
    const page = await context.newPage()
    await page.goto('/')
    await enter(page, 'admin', look.locale)
    await page.getByRole('grid').waitFor()
    for (const view of adminViews.filter(({ name }) => shown.includes(name))) {
      await view.show(page, look.locale, cloud)
      await page.waitForTimeout(500)
      await heardOfCloud(page)
      const path = `${folder}${view.name}.${size.name}.${size.width}x${size.height}.jpg`
      await page.screenshot({ path, type: 'jpeg', quality: 70, animations: 'disabled' })
    }
    await context.close()
  }
}
