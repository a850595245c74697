import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import type { Person } from '../../tests/e2e/support/person.ts'
import { Proxy } from '../../tests/e2e/support/proxy.ts'
import { enter, type Look, openContext, wordsOf } from './stage.ts'
import { makeUsedWorld, police } from './world.ts'

/** A device of the administrator in front of the small world, and the means to photograph it. */
export interface Scene {
  page: Page
  context: BrowserContext
  proxy: Proxy
  cloud: Cloud
  boss: Person
  look: Look
  say: ReturnType<typeof wordsOf>
  /** The button of this name, or that begins with it. */
  button(key: string, within?: Page | Locator): Locator
  shoot(name: string): Promise<void>
  shootOf(page: Page, name: string): Promise<void>
}

/** Opens the roster of the police on a fresh device, runs, and closes it. */
export async function onScene(
  browser: Browser,
  cloud: Cloud,
  look: Look,
  shoot: (page: Page, name: string) => Promise<void>,
  run: (scene: Scene) => Promise<void>,
): Promise<void> {
  const boss = await makeUsedWorld(cloud)
  const proxy = await Proxy.to(cloud.url)
  const context = await openContext(browser, proxy, look)
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  page.on('console', (line) => {
    if (/warning|error/.test(line.type()) && !/Failed to load resource/.test(line.text())) console.log(line.text())
  })
  const say = wordsOf(look.locale)
  const button = (key: string, within: Page | Locator = page) => within.getByRole('button', { name: say(key) }).first()
  try {
    await page.goto(`/institution/${police.id}`)
    await enter(page, 'admin', look.locale)
    await page.getByRole('grid').waitFor()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    const pictures = { shoot: (name: string) => shoot(page, name), shootOf: shoot }
    await run({ page, context, proxy, cloud, boss, look, say, button, ...pictures })
  } finally {
    await context.close()
    await proxy.close()
  }
}
