import { expect, type Locator, type Page } from '@playwright/test'
import type { Cloud } from '../../../local/cloud.ts'

/** Cities and institutions as a person meets them: the same by sidebar and by tabs. */

export const wide = { width: 1280, height: 800 }
export const tablet = { width: 820, height: 1180 }

type Task = 'Adaugă instituție' | 'Redenumește' | 'Rankuri și variabile' | 'Șterge' | 'Mută'

export const places = (page: Page): Locator => page.getByRole('navigation', { name: 'Orașe' })
export const dialogOf = (page: Page): Locator => page.getByRole('dialog')
export const menuOf = (page: Page, name: string): Locator =>
  places(page).getByRole('button', { name: `Opțiuni: ${name}`, exact: true })

/** Chooses in the menu of a place; "Mută" is the only way that it can go. */
export async function choose(page: Page, name: string, task: Task): Promise<void> {
  await menuOf(page, name).click()
  const items = page.getByRole('menuitem')
  await (task === 'Mută' ? items.filter({ hasText: task }) : items.filter({ hasText: new RegExp(`^${task}$`) })).click()
}

export const press = (page: Page, name: string): Promise<void> =>
  dialogOf(page).getByRole('button', { name, exact: true }).click()

/** Names of cities or institutions in the order in which they are shown. */
export async function namesOf(page: Page, ...names: string[]): Promise<string[]> {
  const text = await places(page).innerText()
  return names.filter((name) => text.includes(name)).sort((a, b) => text.indexOf(a) - text.indexOf(b))
}

export async function createCity(page: Page, name: string): Promise<void> {
  await places(page).getByRole('button', { name: 'Adaugă oraș' }).click()
  await dialogOf(page).getByLabel('Numele orașului').fill(name)
  await press(page, 'Adaugă')
  await expect(page.getByRole('heading', { name: `${name} nu are încă nicio instituție` })).toBeVisible()
}

/** Creates an institution with two ranks and two columns, the second of them put first. */
export async function createInstitution(page: Page, city: string, name: string): Promise<void> {
  await choose(page, city, 'Adaugă instituție')
  const dialog = dialogOf(page)
  await dialog.getByLabel('Numele instituției').fill(name)
  await dialog.getByLabel('Câte rankuri ai?').fill('2')
  await dialog.getByLabel('Rank 1 →').fill('Recrut')
  await dialog.getByLabel('Rank 2 →').fill('Comandant')
  for (const [index, column] of ['SERIE', 'Telefon'].entries()) {
    await press(page, '➕ Adaugă variabilă')
    await dialog.getByRole('textbox', { name: `Variabila ${String(index + 1)}` }).fill(column)
  }
  await press(page, 'Mută mai sus: Telefon')
  await press(page, 'Adaugă')
  await expect(page.getByRole('heading', { level: 1, name })).toBeAttached()
}

export async function renamePlace(page: Page, name: string, fresh: string): Promise<void> {
  await choose(page, name, 'Redenumește')
  await dialogOf(page).getByRole('textbox').fill(fresh)
  await press(page, 'Salvează')
  await expect(places(page).getByText(fresh, { exact: true })).toBeVisible()
}

/** Opens the dialog before a delete, types the name, and confirms. */
export async function deletePlace(page: Page, name: string): Promise<void> {
  await choose(page, name, 'Șterge')
  await dialogOf(page).getByRole('textbox').fill(name)
  await press(page, 'Șterge')
  await expect(dialogOf(page)).toHaveCount(0)
}

export interface CloudPlace {
  city: string
  institution: string | null
  ranks: Record<string, string>
  columns: string[]
}

/** Cities and institutions as the cloud holds them, in the order that people gave them. */
export const cloudPlaces = ({ db }: Cloud): Promise<CloudPlace[]> =>
  db(`select c.name as city, i.name as institution, i.ranks, i.columns from public.cities c
      left join public.institutions i on i.city = c.id order by c.place, c.name, i.place, i.name`)
