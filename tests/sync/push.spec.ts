import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rosterView, trayView } from '../../src/db/queries.ts'
import { limits } from '../../src/domain/checkOp.ts'
import { CloudError } from '../../src/domain/errors.ts'
import { resetPoints } from '../../src/sync/actions.ts'
import { award, type Device, id, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let writer: Device
let place: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  writer = await openDevice(cloud)
  await writer.sync()
  count += 1
  place = await makePlace(writer, `Orașul ${count}`, ['Ion', 'Ana'])
})

const points = async (device: Device, employee = place.first) =>
  (await rosterView(device.db, place.institution))?.rows.find((row) => row.id === employee)?.points

test('an own push is applied without a lock', async () => {
  await writer.mutate(award(place.institution, place.first, 5))
  expect(await points(writer)).toBe(15)
  const asked = writer.faults.calls.length
  await writer.sync()
  expect(await writer.lock()).toEqual({ is: 'synced' })
  expect(await writer.db.outbox.count()).toBe(0)
  expect(await points(writer)).toBe(15)
  expect(writer.faults.calls.slice(asked)).not.toContain('rpc/sync_delta')
  await writer.sync()
  expect(await writer.lock()).toEqual({ is: 'synced' })
})

test('an answer that is lost after the commit neither loses nor doubles the edit', async () => {
  await writer.mutate(award(place.institution, place.first, 5))
  writer.faults.at = async (path, send) => {
    const response = await send()
    if (path === 'rpc/sync_push') throw new TypeError('connection lost')
    return response
  }
  await writer.sync()
  expect(await writer.state()).toMatchObject({ unsent: 1 })
  writer.faults.at = null
  await writer.sync()
  await writer.download()
  expect(await writer.db.outbox.count()).toBe(0)
  expect(await writer.lock()).toEqual({ is: 'synced' })
  expect(await points(writer)).toBe(15)
  const [row] = await cloud.db<{ points: number }>('select points from employees where id = $1', [place.first])
  expect(row?.points).toBe(15)
})

test('more edits than one call takes are sent before a reset, and counted in its week', async () => {
  const people = Array.from({ length: limits.ops + 1 }, (_, n) => ({
    kind: 'employee.create' as const,
    institution: place.institution,
    employee: id(),
    name: `Angajatul ${n}`,
    discord: '',
    rank: null,
    fields: {},
    points: 0,
  }))
  await writer.mutate(...people)
  const { archive } = await resetPoints(writer.engine, writer.memory, writer.online, place.institution, 1)
  expect(archive.employees).toBe(people.length + 2)
  expect(await writer.state()).toMatchObject({ unsent: 0, tray: 0 })
})

test('edits of two devices at once both count', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await writer.mutate(award(place.institution, place.first, 5))
  await other.mutate(award(place.institution, place.first, -3))
  await writer.sync()
  // The other one still has its own edit to send, on a replica that is behind.
  await other.sync()
  expect(await other.lock()).toMatchObject({ is: 'required' })
  expect(await other.db.outbox.toArray()).toMatchObject([{ state: 'acked' }])
  await other.download()
  expect(await other.lock()).toEqual({ is: 'synced' })
  expect(await other.db.outbox.count()).toBe(0)
  expect(await points(other)).toBe(12)
  await writer.sync()
  await writer.download()
  expect(await points(writer)).toBe(12)
})

test('a true clash goes to the tray with their value, and the queue moves on', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  const edit = (name: string) => ({
    kind: 'employee.edit' as const,
    institution: place.institution,
    employee: place.first,
    set: { name: ['Ion', name] as [string, string] },
  })
  await writer.mutate(edit('Ioan'))
  await other.mutate(edit('Ionel'), award(place.institution, place.first, 1))
  await writer.sync()
  await other.sync()
  await other.download()
  expect(await trayView(other.db)).toMatchObject([{ result: { code: 'clash', theirs: { name: 'Ioan' } } }])
  expect(await points(other)).toBe(11)
})

test('points set to a value send the difference from what is shown', async () => {
  await writer.mutate(award(place.institution, place.first, 5))
  const { institution } = place
  const set = { kind: 'points.set' as const, institution, period: 1, employee: place.first, value: 40, reason: '' }
  const [op] = await writer.mutate(set)
  expect(op).toMatchObject({ kind: 'points.add', delta: 25, set: true })
  expect(await writer.mutate(set)).toEqual([])
})

test('a batch that is refused as a whole is halved until the culprit is in the tray', async () => {
  const ops = await writer.mutate(...[1, 2, 3, 4, 5].map((delta) => award(place.institution, place.first, delta)))
  const culprit = ops[3]?.id ?? ''
  const real = writer.engine.cloud.push
  writer.engine.cloud.push = (sent, ...rest) =>
    sent.some((op) => op.id === culprit) ? Promise.reject(new CloudError('bad_op', '', 400)) : real(sent, ...rest)
  await writer.sync()
  expect(await trayView(writer.db)).toMatchObject([{ id: culprit, result: { status: 'invalid', code: 'bad_op' } }])
  expect(await writer.db.outbox.count()).toBe(0)
  expect(await points(writer)).toBe(21)
})

test('an outage keeps every edit, in order', async () => {
  writer.faults.at = () => Promise.reject(new TypeError('no network'))
  for (const delta of [1, 2, 3]) {
    await writer.mutate(award(place.institution, place.first, delta))
    await writer.sync()
  }
  expect(await writer.state()).toMatchObject({ unsent: 3, lock: { is: 'synced' } })
  writer.faults.at = null
  writer.restart()
  await writer.sync()
  expect(await points(writer)).toBe(16)
  const entries = await cloud.db<{ delta: number }>(
    `select delta from point_entries where employee = $1 and reason = 'test' order by seq`,
    [place.first],
  )
  expect(entries.map(({ delta }) => delta)).toEqual([1, 2, 3])
})

test('pushing goes on under the lock', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await other.mutate(award(place.institution, place.first, 2))
  await writer.mutate(award(place.institution, place.first, 1))
  await writer.sync()
  const pushing = vi.spyOn(other.engine.cloud, 'push')
  await other.sync()
  expect(await other.lock()).toMatchObject({ is: 'required' })
  expect(pushing).toHaveBeenCalledTimes(1)
  expect((await other.state()).unsent).toBe(0)
})

test('what a person deletes on an old view is not deleted', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  const { institution, first } = place
  await writer.mutate(award(institution, first, 1))
  await writer.sync()
  const row = (await rosterView(other.db, institution))?.rows.find((one) => one.id === first)
  await other.mutate({ kind: 'employee.delete', institution, employee: first, seen: row?.rev ?? 0, after: [] })
  await other.sync()
  await other.download()
  expect(await trayView(other.db)).toMatchObject([{ result: { code: 'changed_since' } }])
  expect(await points(other)).toBe(11)
})

test('own edits before a delete do not stand in its way', async () => {
  const { institution, first } = place
  await writer.mutate(award(institution, first, 1))
  const row = (await rosterView(writer.db, institution))?.rows.find((one) => one.id === first)
  await writer.mutate({ kind: 'employee.delete', institution, employee: first, seen: row?.rev ?? 0, after: [] })
  await writer.sync()
  expect(await trayView(writer.db)).toEqual([])
  expect(await points(writer)).toBeUndefined()
})

test('mutate refuses what the server would', async () => {
  const bad = { kind: 'city.create' as const, city: id(), name: 'a\u0000b' }
  await expect(writer.mutate(bad)).rejects.toMatchObject({ code: 'bad_op' })
  await expect(writer.mutate({ ...bad, name: '\ud800' })).rejects.toMatchObject({ code: 'bad_op' })
  expect(await writer.db.outbox.count()).toBe(0)
})
