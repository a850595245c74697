import { expect, type Locator, type Page } from '@playwright/test'
import type { Cloud } from '../../../local/cloud.ts'
import type { Person } from './person.ts'

/** Admin → Membri: who waits, the grid of somebody's permissions, and what the cloud holds of them. */

/** What a change of rights may take until a device follows. */
export const soon = { timeout: 5000 }
interface Right {
  city: string | null
  institution: string | null
  capability: string
}
export const everywhere = (capability: string): Right => ({ city: null, institution: null, capability })
export const at = (institution: { id: string }, capability: string): Right => ({
  city: null,
  institution: institution.id,
  capability,
})

export const waiting = (page: Page): Locator => page.getByRole('list', { name: 'Fără acces' })
export const waits = (page: Page, name: string): Locator =>
  waiting(page).getByRole('listitem').filter({ hasText: name })
export const grid = (page: Page): Locator => page.getByRole('grid')
export const box = (page: Page, name: string): Locator => grid(page).getByRole('checkbox', { name, exact: true })
export const saveButton = (page: Page): Locator => page.getByRole('button', { name: 'Salvează drepturile' })

export async function openMember(page: Page, id: string): Promise<void> {
  await page.goto(`/admin/members/${id}`)
  await expect(grid(page)).toBeVisible()
}

/** Saves what was ticked, confirmed. */
export async function save(page: Page): Promise<void> {
  await saveButton(page).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Salvează' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** "Poliția score", "* view": what the cloud holds. */
export async function rightsAtCloud({ db }: Cloud, user: string): Promise<string[]> {
  const rows = await db<{ right: string }>(
    `select coalesce(c.name, i.name, '*') || ' ' || p.capability as right from public.permissions p
       left join public.cities c on c.id = p.city left join public.institutions i on i.id = p.institution
      where p.user_id = $1 order by 1`,
    [user],
  )
  return rows.map(({ right }) => right)
}

export async function allow(by: Person, target: string, ...rows: Right[]): Promise<void> {
  expect((await by.rpc('set_permissions', { target, rows })).status).toBe(200)
}
