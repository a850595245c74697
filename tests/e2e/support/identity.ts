import { expect, type Locator, type Page } from '@playwright/test'
import type { Cloud } from '../../../local/cloud.ts'
import type { Device } from './device.ts'
import { databasesOf } from './replica.ts'
import type { Seen } from './calls.ts'

/** The stored session as a page has it: what identity tests look at and break. */

const sessionKey = 'punctaj.auth'

/**
 * Makes the stored access token one that ended long ago, for the device and, as its signature no longer fits, for the cloud.
 * The refresh token stays what it was. Leaves the tab outside of the app, at an address that the cloud itself answers: a tab
 * with the app would renew at once.
 */
export async function expireToken(page: Page): Promise<void> {
  await page.goto('/health')
  await page.evaluate((key) => {
    const session = JSON.parse(localStorage.getItem(key) ?? '{}') as { access_token: string; expires_at: number }
    const [head = '', body = '', mark = ''] = session.access_token.split('.')
    const claims = JSON.parse(atob(body.replace(/-/g, '+').replace(/_/g, '/'))) as { iat: number; exp: number }
    Object.assign(claims, { iat: claims.iat - 7200, exp: claims.exp - 7200 })
    session.access_token = [head, btoa(JSON.stringify(claims)).replace(/=+$/, ''), mark].join('.')
    session.expires_at = claims.exp
    localStorage.setItem(key, JSON.stringify(session))
    localStorage.removeItem('punctaj.renewed')
  }, sessionKey)
}

/** Half a minute has passed since the last renewal. */
export const letRenewAgain = (page: Page): Promise<void> =>
  page.evaluate(() => localStorage.removeItem('punctaj.renewed'))

/** Renewals that this device asked for. */
export const renewals = ({ proxy }: Device): Seen[] =>
  proxy.seen.filter(({ url }) => url.includes('grant_type=refresh_token'))

/** The cloud ends every session of a person, as an owner does who throws them out. */
export async function endSessions({ db }: Cloud, user: string): Promise<void> {
  await db('delete from auth.refresh_tokens where user_id::text = $1', [user])
  await db('delete from auth.sessions where user_id = $1', [user])
}

export const loginTitle = (page: Page): Locator => page.getByRole('heading', { name: 'Bun venit!' })

/** Everything the browser keeps for the app that is about a person, by name and content. */
export async function traces(
  page: Page,
): Promise<{ databases: string[]; local: string; caches: string; cookie: string }> {
  const databases = await databasesOf(page)
  const rest = await page.evaluate(async () => {
    const requests: string[] = []
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) requests.push(url)
    }
    return {
      local: JSON.stringify({ ...localStorage, ...sessionStorage }),
      caches: requests.join('\n'),
      cookie: document.cookie,
    }
  })
  return { databases, ...rest }
}

/** An emptied database is deleted some seconds after the sign-out; the page loads anew meanwhile. */
export const expectDatabases = (page: Page, users: string[]): Promise<void> =>
  expect
    .poll(() => databasesOf(page).catch(() => null), { timeout: 30_000 })
    .toEqual(users.map((user) => `punctaj:${user}`))

/** Nothing of a person is on the device, in whatever storage. */
export async function expectNoTraces(page: Page, user: string, ...words: string[]): Promise<void> {
  await expectDatabases(page, [])
  const { local, caches, cookie } = await traces(page)
  for (const word of [user, ...words]) expect(local + caches).not.toContain(word)
  expect(local).not.toMatch(/"punctaj\.auth|punctaj:place/)
  expect(caches).not.toMatch(/\/(auth|rest|storage)\/v1\//)
  expect(cookie).toBe('')
}

/** Signs out by the menu. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Cont/ }).click()
  await page.getByRole('menuitem', { name: 'Deconectare' }).click()
}
