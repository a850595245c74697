import { enter, expectPoints, lockOf, openRoster, rowOf, sidebar } from './support/app.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { dan, hospital, police } from './support/world.ts'

test('what a person may no longer see is gone from the device without a click', async ({ cloud, boot }) => {
  const superuser = await personOf(cloud, 'superuser')
  const nou = await personOf(cloud, 'nou')
  const allow = (...institutions: string[]) =>
    superuser.rpc('set_permissions', {
      target: nou.id,
      rows: institutions.map((institution) => ({ city: null, institution, capability: 'score' })),
    })
  expect((await allow(police.id, hospital.id)).status).toBe(200)
  const device = await boot('home')
  const page = await enter(device, 'nou')
  await openRoster(page, hospital.name)
  await expectPoints(page, dan.name, dan.points)
  expect(JSON.stringify(await readReplica(page))).toContain(dan.name)

  expect((await allow(police.id)).status).toBe(200)
  await expect(rowOf(page, dan.name)).toHaveCount(0)
  await expect(sidebar(page).getByRole('link', { name: hospital.name })).toHaveCount(0)
  await expect(lockOf(page)).toHaveCount(0)
  await expect.poll(async () => JSON.stringify(await readReplica(page))).not.toContain(dan.name)
  await openRoster(page, police.name)
})
