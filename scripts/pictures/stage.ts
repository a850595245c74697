import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { signIn } from '../../local/client.ts'
import type { Cloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'

export type Locale = 'ro' | 'en'
export type Theme = 'dark' | 'light'

/** One way in which every view is photographed. */
export interface Look {
  locale: Locale
  theme: Theme
  size: { name: string; width: number; height: number; touch: boolean }
}

type Tree = { [key: string]: string | Tree }

/** What the app says for a key, so that views are found by their words in both languages. */
export function wordsOf(locale: Locale): (key: string, values?: Record<string, string>) => string {
  const tree = JSON.parse(readFileSync(new URL(`../../src/i18n/${locale}.json`, import.meta.url), 'utf8')) as Tree
  return (key, values = {}) => {
    const found = key.split('.').reduce<string | Tree | undefined>((at, part) => (at as Tree)[part], tree)
    if (typeof found !== 'string') throw new Error(`no message ${key}`)
    return found.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }
}

/** A fresh browser profile with the look's size, theme and language. */
export async function openContext(browser: Browser, { url }: { url: string }, look: Look): Promise<BrowserContext> {
  const { width, height, touch } = look.size
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    hasTouch: touch,
    colorScheme: look.theme,
    locale: look.locale === 'ro' ? 'ro-RO' : 'en-GB',
    timezoneId: 'Europe/Bucharest',
  })
  await context.addInitScript({ content: `localStorage.setItem('punctaj:locale', '${look.locale}')` })
  return context
}

/** Signs in by e-mail in a page that shows the sign-in page. */
export async function enter(page: Page, who: keyof typeof demoPeople, locale: Locale): Promise<void> {
  const say = wordsOf(locale)
  await page.getByRole('button', { name: say('login.withPassword') }).click()
  await page.getByLabel(say('login.email')).fill(demoPeople[who].email)
  await page.getByLabel(say('login.password')).fill(demoPassword)
  await page.getByRole('button', { name: say('login.submit'), exact: true }).click()
}

/** A page that has just begun does not know yet whether the cloud answers; where that stays so, it is what is to be seen. */
export const heardOfCloud = (page: Page): Promise<void> =>
  page
    .locator('.chip.unknown')
    .waitFor({ state: 'detached', timeout: 3_000 })
    .catch(() => undefined)

/** When a dialog is no more: one that has just closed is still there until the page has heard of it, and would take what comes next with it. */
export const gone = (page: Page): Promise<void> => page.locator('dialog.dialog').waitFor({ state: 'detached' })

/** Somebody else gives a point at the cloud: every other device locks. */
export async function changeCloud(cloud: Cloud): Promise<void> {
  const { superuser } = demoPeople
  const { accessToken } = await signIn(cloud.url, cloud.publishableKey, superuser.email, demoPassword)
  const [one] = await cloud.db<{ id: string; institution: string; period: number }>(
    `select e.id, e.institution, i.period from public.employees e join public.institutions i on i.id = e.institution
     order by e.points desc limit 1`,
  )
  if (!one) throw new Error('the cloud has no employees')
  const { id, institution, period } = one
  const op = { id: crypto.randomUUID(), user: superuser.id, at: Date.now(), kind: 'points.add', institution, period }
  const ops = [{ ...op, employees: [id], delta: 1, reason: '' }]
  const answer = await fetch(`${cloud.url}/rest/v1/rpc/sync_push`, {
    method: 'POST',
    headers: {
      apikey: cloud.publishableKey,
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ ops, device: crypto.randomUUID(), keep: null }),
  })
  if (!answer.ok) throw new Error(`sync_push answered ${answer.status}: ${await answer.text()}`)
}
