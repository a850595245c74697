import type { Locator, Page } from '@playwright/test'
import { rowOf } from './app.ts'
import { readReplica } from './replica.ts'
import { expect } from './test.ts'

/** Forms, and what of them is on the device. */

export const dialogOf = (page: Page): Locator => page.getByRole('dialog')
export const field = (page: Page, label: string): Locator => dialogOf(page).getByLabel(label, { exact: true })
export const editForm = async (page: Page, name: string): Promise<void> => {
  await rowOf(page, name)
    .getByRole('button', { name: `Editează angajatul ${name}` })
    .click()
  await expect(field(page, 'Nume')).toBeFocused()
}
export const selection = (input: Locator) =>
  input.evaluate((one: HTMLInputElement) => [one.selectionStart, one.selectionEnd, one.selectionDirection])

/** Waits until what was typed is on the device. */
export const kept = (page: Page, text: string): Promise<void> =>
  expect.poll(async () => JSON.stringify((await readReplica(page)).drafts), { message: 'drafts' }).toContain(text)
/** No form is left; the search and who is selected may be. */
export const nothingKept = (page: Page): Promise<void> =>
  expect.poll(async () => (await readReplica(page)).drafts.filter(({ key }) => !key.startsWith('roster:'))).toEqual([])
