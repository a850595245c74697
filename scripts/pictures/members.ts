import { demoPeople } from '../../local/demo/people.ts'
import type { Scene } from './scene.ts'
import { iasi, police } from './world.ts'

/** Who has signed in, who waits, what somebody may do where, and what can go wrong with that. */

const { nou } = demoPeople
const view = { city: iasi.id, institution: null, capability: 'view' }
const score = { city: null, institution: police.id, capability: 'score' }

const grid = ({ page }: Scene) => page.getByRole('grid')

async function openMember(scene: Scene, id: string): Promise<void> {
  await scene.page.goto(`/admin/members/${id}`)
  await grid(scene).waitFor()
}

const tick = (scene: Scene, capability: string, place: string) =>
  grid(scene)
    .getByRole('checkbox', {
      name: scene.say('rights.cell', { capability: scene.say(`capability.${capability}`), place }),
    })
    .first()
    .click()

async function list(scene: Scene): Promise<void> {
  const { page, shoot, button } = scene
  await page.goto('/admin/members')
  await page.getByRole('table').waitFor()
  await shoot('members')
  await button('members.give').click()
  await button('members.undo').waitFor()
  await shoot('members-given')
  await button('members.undo').click()
  await button('members.give').waitFor()
  await page.getByRole('searchbox').fill('nimeni')
  await shoot('members-no-match')
}

async function person(scene: Scene): Promise<void> {
  const { page, boss, shoot, button } = scene
  await boss.rpc('set_permissions', { target: nou.id, rows: [view] })
  await openMember(scene, nou.id)
  await tick(scene, 'score', police.name)
  await tick(scene, 'edit', iasi.name)
  await shoot('member')
  await page.setViewportSize({ width: 320, height: 900 })
  await grid(scene).scrollIntoViewIfNeeded()
  await shoot('member-320')
  await page.setViewportSize(scene.look.size)
  await button('rights.save').click()
  await page.getByRole('dialog').waitFor()
  await shoot('member-confirm')
  await page.keyboard.press('Escape')
  await boss.rpc('set_permissions', { target: nou.id, rows: [view, { ...score, capability: 'reset' }] })
  await page.getByRole('alert').waitFor()
  await page.getByRole('alert').scrollIntoViewIfNeeded()
  await shoot('member-behind')
  await button('rights.dropMine').click()
}

/** Admin → Membri in every state. */
export async function members(scene: Scene): Promise<void> {
  const { page, proxy, shoot, say } = scene
  await list(scene)
  await person(scene)
  await openMember(scene, demoPeople.viewer.id)
  await shoot('member-viewer')
  await openMember(scene, demoPeople.superuser.id)
  await shoot('member-superuser')
  await page.goto('/admin/members/5a1e0000-0000-4000-8000-00000000dead')
  await page.getByRole('heading', { name: say('members.goneTitle') }).waitFor()
  await shoot('member-gone')
  await page.goto('/admin/members')
  await page.getByRole('table').waitFor()
  await proxy.down()
  await page.getByText(say('members.offlineList')).waitFor({ timeout: 40_000 })
  await shoot('members-offline')
  await page.reload()
  await page.getByText(say('members.offline')).waitFor({ timeout: 40_000 })
  await shoot('members-never-read')
  await proxy.up()
}
