import { enter } from './stage.ts'
import type { Scene } from './scene.ts'
import { openOther } from './states.ts'

/** A superuser looks for a person, sees where they are, and is asked whether that shall be for good. */
export async function erasing(scene: Scene): Promise<void> {
  const { say, look } = scene
  const page = await openOther(scene, '/admin/erase')
  await enter(page, 'superuser', look.locale)
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.getByLabel(say('erase.query')).fill('an')
  await page.getByLabel(say('erase.query')).press('Enter')
  await page.getByRole('table', { name: say('erase.found') }).waitFor()
  await scene.shootOf(page, 'erase')
  await page
    .getByRole('table')
    .getByRole('button', { name: say('erase.choose') })
    .first()
    .click()
  await page.getByRole('table', { name: say('erase.places') }).waitFor()
  await scene.shootOf(page, 'erase-places')
  await page.getByRole('button', { name: say('erase.go') }).click()
  await page.getByRole('dialog').waitFor()
  await scene.shootOf(page, 'erase-confirm')
  await page.context().close()
}
