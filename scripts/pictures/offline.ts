import type { Scene } from './scene.ts'
import { gone } from './stage.ts'
import { unsentFile } from './unsent.ts'
import { ana, award, iasi, police } from './world.ts'

/** The screens of editing without a cloud, in the order in which they are photographed. */

const row = ({ page }: Scene, name: string) => page.getByRole('row').filter({ hasText: name })
const quick = (scene: Scene, name: string, step: string) => row(scene, name).getByRole('button', { name: step }).click()
const dialog = ({ page }: Scene) => page.getByRole('dialog')

async function close(scene: Scene): Promise<void> {
  await scene.page.keyboard.press('Escape')
  await gone(scene.page)
}

async function history(scene: Scene, name: string, picture: string): Promise<void> {
  await row(scene, name)
    .getByRole('button', { name: scene.say('history.openOf', { name }) })
    .click()
  await dialog(scene).waitFor()
  await scene.page.waitForTimeout(300)
  await scene.shoot(picture)
  await close(scene)
}

async function signOut({ page, say }: Scene): Promise<void> {
  await page.locator('.user-card').click()
  await page.getByRole('menuitem', { name: say('session.signOut') }).click()
  await page.getByRole('dialog').waitFor()
}

/** Buttons, histories, notices and questions while the cloud is out of reach. */
export async function withoutCloud(scene: Scene): Promise<void> {
  const { page, proxy, button, shoot, say } = scene
  await shoot('undo-none')
  await page.setViewportSize({ width: 1280, height: 800 })
  await shoot('roster-1280')
  await page.setViewportSize(scene.look.size)
  await history(scene, ana.name, 'history-full')
  await history(scene, 'Vlad Dumitru', 'history-empty')
  await proxy.down()
  await quick(scene, ana.name, '+5')
  await quick(scene, 'Vlad Dumitru', '+1')
  await page.getByText(say('chip.offline')).first().waitFor()
  await shoot('undo-offline')
  await history(scene, ana.name, 'history-offline')
  await button('roster.reset').click()
  await shoot('reset-offline')
  await close(scene)
  await signOut(scene)
  await shoot('sign-out-offline')
  await close(scene)
  await page.getByRole('alert').waitFor()
  await shoot('storage-risk')
  await button('status.persist').click()
  await shoot('storage-refused')
  await button('ui.dismiss').click()
  const rule = proxy.rule('rpc:sync_push', { is: 'status', status: 503 })
  await proxy.up()
  await page.getByText(say('chip.online')).first().waitFor({ timeout: 40_000 })
  await signOut(scene)
  await shoot('sign-out')
  await close(scene)
  rule.end()
}

async function choose({ page }: Scene, text: string): Promise<void> {
  const file = { name: 'punctaj-unsent.json', mimeType: 'application/json', buffer: Buffer.from(text) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('dialog').waitFor()
}

/** The file of another device, and what it leaves to be decided. */
export async function fileAndTray(scene: Scene): Promise<void> {
  const { page, proxy, say, shoot, button } = scene
  await page.goto('/tray')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await shoot('tray-empty')
  await page.goto('/status')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await proxy.down()
  await page.getByText(say('chip.offline')).first().waitFor({ timeout: 40_000 })
  await shoot('status-offline')
  await proxy.up()
  await page.getByText(say('chip.online')).first().waitFor({ timeout: 40_000 })
  await choose(scene, '{"a": 1}')
  await shoot('unsent-bad')
  await close(scene)
  await choose(scene, unsentFile('9c0e0000-0000-4000-8000-000000000001', 'Alt Om'))
  await shoot('unsent-foreign')
  await close(scene)
  const file = unsentFile()
  await choose(scene, file)
  await shoot('unsent-preview')
  await dialog(scene).locator('.btn.primary').click()
  await gone(page)
  await choose(scene, file)
  await shoot('unsent-known')
  await close(scene)
  await tray(scene)
  await page.goto('/status')
  await button('wipe.title').click()
  await shoot('wipe')
  await page.goto('/tray')
  await signOut(scene)
  await shoot('sign-out-tray')
  await page.getByText(say('signOut.stay')).click()
}

async function tray(scene: Scene): Promise<void> {
  const { page, say, shoot, look } = scene
  await page.goto('/tray')
  await page.getByRole('article').first().waitFor()
  await shoot('tray-cards')
  await page.setViewportSize({ width: look.size.width, height: 2900 })
  await shoot('tray-long')
  await page.setViewportSize(look.size)
  const box = (n: number) => page.getByRole('article').nth(n).getByRole('checkbox')
  await box(0).check()
  await shoot('tray-bulk')
  await page.getByRole('checkbox', { name: say('tray.selectAll') }).check()
  await shoot('tray-differ')
  const edit = async (kind: string, picture: string) => {
    const card = page.getByRole('article').filter({ hasText: say(`op.${kind}`) })
    await card
      .getByRole('button', { name: say('tray.edit') })
      .first()
      .click()
    await dialog(scene).waitFor()
    await shoot(picture)
    return dialog(scene)
  }
  await edit('employee_edit', 'tray-edit')
  await close(scene)
  const form = await edit('points_add', 'tray-edit-points')
  await form.getByLabel(say('tray.label.delta')).fill('')
  await form.getByRole('button', { name: say('tray.send') }).click()
  await shoot('tray-edit-invalid')
  await close(scene)
  await edit('institution_ranks', 'tray-edit-ranks')
  await close(scene)
  await page
    .getByRole('article')
    .getByRole('button', { name: say('tray.drop') })
    .first()
    .click()
  await shoot('tray-dropped')
}

const menu = ({ page, say }: Scene, name: string) =>
  page.getByRole('button', { name: say('place.menu', { name }), exact: true })

async function open(scene: Scene, name: string, task: string): Promise<void> {
  await menu(scene, name).click()
  await scene.page.getByRole('menuitem', { name: scene.say(`place.task.${task}`), exact: true }).click()
  await dialog(scene).waitFor()
}

/** Menus of cities and institutions, a city without any, and what creates and renames them. */
export async function places(scene: Scene): Promise<void> {
  const { page, say, shoot, button, look } = scene
  for (const [name, picture] of [
    [iasi.name, 'menu-city'],
    [police.name, 'menu-institution'],
  ] as const) {
    await menu(scene, name).click()
    await page.getByRole('menu').waitFor()
    await shoot(picture)
    await page.keyboard.press('Escape')
  }
  await button('place.createCity').click()
  await dialog(scene).getByRole('textbox').fill('IAȘI')
  await shoot('city-create')
  await close(scene)
  await open(scene, iasi.name, 'createInstitution')
  const form = dialog(scene)
  await form.getByLabel(say('place.institutionName')).fill('Primăria')
  await form.getByLabel(say('place.howMany')).fill('3')
  await button('place.addColumn', form).click()
  await button('place.addColumn', form).click()
  await form.getByRole('button', { name: say('place.create'), exact: true }).click()
  await shoot('institution-create')
  await close(scene)
  await open(scene, police.name, 'rename')
  await shoot('institution-rename')
  await close(scene)
  await page.getByRole('link', { name: look.size.touch ? 'Vaslui' : say('shell.noInstitution') }).click()
  await page.getByRole('heading', { name: 'Vaslui' }).waitFor()
  await shoot('city-empty')
}

/** What takes something away from a city or an institution. */
export async function placesLost(scene: Scene): Promise<void> {
  const { say, shoot, proxy } = scene
  const form = dialog(scene)
  await open(scene, police.name, 'setup')
  await form.getByLabel(say('place.howMany')).fill('0')
  await form.getByRole('button', { name: say('place.columnRemove', { name: 'Telefon' }) }).click()
  await shoot('institution-setup')
  await close(scene)
  await open(scene, police.name, 'delete')
  await shoot('institution-delete')
  await proxy.down()
  await form.getByText(say('place.deleteOffline')).waitFor({ timeout: 40_000 })
  await shoot('institution-delete-offline')
  await close(scene)
  await open(scene, iasi.name, 'delete')
  await form.getByRole('textbox').fill(iasi.name)
  await shoot('city-delete')
}

/** A lock over a half-filled form, and the form afterwards. */
export async function lockedForm(scene: Scene): Promise<void> {
  const { page, say, shoot, button, boss } = scene
  await page.goto(`/institution/${police.id}`)
  await row(scene, ana.name)
    .getByRole('button', { name: say('roster.editOf', { name: ana.name }) })
    .click()
  await dialog(scene).getByLabel(say('roster.column.discord')).fill('ana.pe.jumatate')
  await award(boss, ana.id, 3, 'Ordine publică', 2)
  await page.getByRole('alertdialog').waitFor()
  await shoot('lock-form')
  await button('lock.download', page.getByRole('alertdialog')).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await shoot('lock-form-after')
  await close(scene)
}
