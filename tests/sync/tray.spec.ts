import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rpc } from '../../src/cloud/rpc.ts'
import { importUnsent } from '../../src/db/importUnsent.ts'
import { rosterView, trayLines, unsentView } from '../../src/db/queries.ts'
import { resolveTray } from '../../src/db/resolveTray.ts'
import { parseUnsent } from '../../src/db/unsentSchema.ts'
import { unsentFile } from '../../src/domain/unsentFile.ts'
import { award, type Device, id, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let boss: Device
let mine: Device
let place: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  boss = await openDevice(cloud)
  await boss.sync()
  count += 1
  place = await makePlace(boss, `Orașul ${count}`, ['Ion', 'Ana'])
  mine = await openDevice(cloud, 'admin')
  await mine.sync()
})

const points = async (device: Device, employee = place.first) =>
  (await rosterView(device.db, place.institution))?.rows.find((row) => row.id === employee)?.points
const catchUp = async (device: Device) => {
  await device.sync()
  await device.download()
  await device.sync()
}
const exported = async ({ db, user }: Device) => {
  const { name, outbox, tray } = await unsentView(db)
  return parseUnsent(JSON.stringify(unsentFile({ user, name, at: 1 }, outbox, tray)))
}

test('unsent edits of one device, imported on another and sent by both, count once', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await mine.mutate(award(place.institution, place.first, 5), award(place.institution, place.first, 2))
  const file = await exported(mine)
  await importUnsent(other.db, file)
  await importUnsent(other.db, file)
  expect(await points(other)).toBe(17)
  await catchUp(other)
  expect(await points(other)).toBe(17)
  await catchUp(mine)
  expect([await points(mine), await mine.db.outbox.count(), await mine.db.tray.count()]).toEqual([17, 0, 0])

  // Years later, when nothing of it is known there any more: the cloud knows.
  const third = await openDevice(cloud, 'admin')
  await third.sync()
  await third.db.leaves.toCollection().modify((row) => {
    if (row.key.startsWith('ledger:')) row.text = row.text.split('\n')[0] + '\n'
  })
  expect(await importUnsent(third.db, file)).toMatchObject({ known: 0 })
  await third.sync()
  expect(await third.db.outbox.count()).toBe(0)
  const [row] = await cloud.db<{ points: number }>('select points from employees where id = $1', [place.first])
  expect(row?.points).toBe(17)
})

test('points of a week that was closed wait, and go to the new one when that is chosen', async () => {
  await mine.mutate(award(place.institution, place.first, 5))
  await boss.online.reset(id(), place.institution, 1, id(), null)
  await catchUp(mine)
  const [line] = await trayLines(mine.db)
  expect(line).toMatchObject({
    code: 'period_closed',
    theirs: { by: 'Ștefan Patron' },
    choices: { sending: 'newWeek', edit: true },
    week: { period: 2, since: expect.any(Number) as number },
  })
  await resolveTray(mine.db, [line?.id ?? ''], { is: 'send', as: 'newWeek' })
  await mine.sync()
  expect([await points(mine), await mine.db.tray.count()]).toEqual([5, 0])
})

test('points for somebody who was deleted bring them back, when that is chosen', async () => {
  await mine.mutate(award(place.institution, place.first, 5))
  const row = (await rosterView(boss.db, place.institution))?.rows.find((one) => one.id === place.first)
  const { institution, first: employee } = place
  await boss.mutate({ kind: 'employee.delete', institution, employee, seen: row?.rev ?? 0, after: [] })
  await boss.sync()
  await catchUp(mine)
  const [line] = await trayLines(mine.db)
  expect(line).toMatchObject({ people: ['Ion'], theirs: { by: 'Ștefan Patron' }, choices: { sending: 'recreate' } })
  await resolveTray(mine.db, [line?.id ?? ''], { is: 'send', as: 'recreate' })
  await mine.sync()
  const back = (await rosterView(mine.db, institution))?.rows.find((one) => one.id === employee)
  expect(back).toMatchObject({ name: 'Ion', rank: 1, points: 5 })
  expect(await mine.db.tray.count()).toBe(0)
})

test('a clash that is changed and sent over theirs is what everybody has', async () => {
  const { institution, first: employee } = place
  const edit = (name: string) => ({
    kind: 'employee.edit' as const,
    institution,
    employee,
    set: { name: ['Ion', name] as [string, string] },
  })
  await mine.mutate(edit('Ioan'))
  await boss.mutate(edit('Ionel'))
  await boss.sync()
  await catchUp(mine)
  const [line] = await trayLines(mine.db)
  expect(line).toMatchObject({
    values: [{ mine: { text: 'Ioan' }, theirs: { text: 'Ionel' } }],
    theirs: { by: 'Ștefan Patron', at: expect.any(Number) as number },
  })
  await resolveTray(mine.db, [line?.id ?? ''], { is: 'edit', values: { name: 'Ionuț' } })
  await mine.sync()
  await catchUp(boss)
  expect((await rosterView(boss.db, institution))?.rows.map(({ name }) => name)).toContain('Ionuț')
})

test('a right taken away while an edit waits leads to the tray; losing sight of the place deletes nothing of it', async () => {
  const user = await openDevice(cloud, 'sef')
  const may = (...capabilities: string[]) =>
    rpc(boss.access, 'set_permissions', {
      target: user.user,
      rows: capabilities.map((capability) => ({ city: null, institution: place.institution, capability })),
    })
  await may('view', 'score')
  await user.sync()
  await user.mutate(award(place.institution, place.first, 5), award(place.institution, place.first, 2))
  await may()
  user.engine.cloud.push = () => Promise.reject(new TypeError('not yet'))
  await user.sync().catch(() => undefined)
  await user.sync().catch(() => undefined)
  expect(await rosterView(user.db, place.institution)).toBeNull()
  expect(await user.db.outbox.count()).toBe(2)
  user.engine.cloud.push = user.http.push
  await user.sync()
  await user.sync()
  expect(await trayLines(user.db)).toMatchObject(
    [5, 2].map((delta) => ({
      delta,
      people: ['Ion'],
      place: 'Poliția',
      theirs: { by: 'Ștefan Patron' },
      choices: { sending: null, blocked: 'noRight' },
    })),
  )
  expect(await user.db.outbox.count()).toBe(0)
})
