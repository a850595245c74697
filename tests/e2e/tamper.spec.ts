import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { downloadButton, enter, expectLocked, expectPoints, expectUnlocked, lockOf, openRoster } from './support/app.ts'
import { awardAtCloud, cloudHead } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import type { Fault } from './support/faults.ts'
import { readReplica, rootOf, storedPoints } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

interface Answer {
  entries: { key: string; hash: string }[]
  bodies: Record<string, string>
}

const inDelta = (change: (answer: Answer) => void) => (body: string) => {
  const answer = JSON.parse(body) as Answer
  change(answer)
  return JSON.stringify(answer)
}

/** One digit of the points in a roster's body is another one. */
const corrupt = inDelta((answer) => {
  for (const [key, text] of Object.entries(answer.bodies)) {
    if (key.startsWith('roster:')) answer.bodies[key] = text.replace(/"points": ?1/, (found) => found.replace('1', '9'))
  }
})

/** The rosters that changed are not mentioned. */
const drop = inDelta((answer) => {
  answer.entries = answer.entries.filter(({ key }) => !key.startsWith('roster:'))
  answer.bodies = Object.fromEntries(Object.entries(answer.bodies).filter(([key]) => !key.startsWith('roster:')))
})

const corruptPull = (body: string) => body.replace(/\\"points\\": ?1/g, (found) => found.replace('1', '9'))

/** Downloads under a fault: refused, the old replica as it was, a way out offered; then honestly. */
async function refuses(
  cloud: Cloud,
  device: Device,
  page: Page,
  faults: [call: 'rpc:sync_delta' | 'rpc:sync_pull', Fault][],
) {
  device.tolerated.push(/^resync /)
  const before = await readReplica(page)
  const rules = faults.map(([call, fault]) => device.proxy.rule(call, fault))
  await awardAtCloud(cloud, ana.id, 3)
  await expectLocked(page)
  await downloadButton(page).click()
  const retry = lockOf(page).getByRole('button', { name: 'Încearcă din nou' })
  await retry.click()
  const readOnly = lockOf(page).getByRole('button', { name: 'Continuă offline (doar citire)' })
  await expect(readOnly).toBeVisible()
  await expect(lockOf(page).getByRole('alert')).toBeVisible()

  const after = await readReplica(page)
  expect(after.meta.head).toEqual(before.meta.head)
  expect(rootOf(after)).toBe(rootOf(before))
  expect(storedPoints(after, ana.id)).toBe(ana.points)

  await readOnly.click()
  await expectPoints(page, ana.name, ana.points)
  for (const rule of rules) rule.end()
  await page.reload()
  const again = lockOf(page).getByRole('button', { name: /Încearcă din nou|DESCARCĂ SINCRONIZARE/ })
  await again.click()
  await expectUnlocked(page)
  await expectPoints(page, ana.name, ana.points + 3)
  expect(rootOf(await readReplica(page))).toBe((await cloudHead(cloud)).root)
}

test.describe('a download that is not what the cloud says is refused, and the old replica stays', () => {
  const faults: Record<string, () => [call: 'rpc:sync_delta' | 'rpc:sync_pull', Fault][]> = {
    'one digit of a body changed': () => [
      ['rpc:sync_delta', { is: 'change', change: corrupt }],
      ['rpc:sync_pull', { is: 'change', change: corruptPull }],
    ],
    'entries dropped': () => [
      ['rpc:sync_delta', { is: 'change', change: drop }],
      ['rpc:sync_pull', { is: 'change', change: () => '[]' }],
    ],
    'a body cut off': () => [
      ['rpc:sync_delta', { is: 'cut' }],
      ['rpc:sync_pull', { is: 'cut' }],
    ],
  }
  for (const [name, make] of Object.entries(faults)) {
    test(name, async ({ cloud, boot }) => {
      const device = await boot('office')
      const page = await enter(device, 'viewer')
      await openRoster(page, police.name)
      await refuses(cloud, device, page, make())
    })
  }

  test('an old answer replayed', async ({ cloud, boot }) => {
    const device = await boot('office')
    let old = ''
    const listens = device.proxy.rule('rpc:sync_delta', { is: 'change', change: (body) => (old = body) })
    const page = await enter(device, 'viewer')
    await openRoster(page, police.name)
    listens.end()
    await refuses(cloud, device, page, [['rpc:sync_delta', { is: 'change', change: () => old }]])
  })
})
