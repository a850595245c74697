import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rosterView } from '../../src/db/queries.ts'
import type { Delta } from '../../src/domain/head.ts'
import { mayReadOnly } from '../../src/domain/lock.ts'
import { award, type Device, makePlace, openCloud, openDevice, tamper } from './world.ts'

let cloud: Cloud
let writer: Device
let victim: Device
let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  cloud = await openCloud()
  writer = await openDevice(cloud)
  await writer.sync()
  place = await makePlace(writer, 'Iași', ['Ion', 'Ana'])
})
afterAll(() => cloud.stop())

const points = async (device: Device) =>
  (await rosterView(device.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points

let before: number
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  victim = await openDevice(cloud, 'admin')
  await victim.sync()
  before = (await points(victim)) ?? 0
  await writer.sync()
  await writer.mutate(award(place.institution, place.first, 7))
  await writer.sync()
})

/** A digit of a body, and only there. */
const corrupt = (delta: Delta): Delta => ({
  ...delta,
  bodies: Object.fromEntries(
    Object.entries(delta.bodies).map(([key, text]) => [key, text.replace(/"points": ?\d+/, '"points":999')]),
  ),
})

const lies: [string, string, (answer: Delta) => unknown][] = [
  ['a corrupt body', 'sync_delta', corrupt],
  ['a dropped entry', 'sync_delta', (delta) => ({ ...delta, entries: delta.entries.slice(1) })],
  [
    'an invented entry',
    'sync_delta',
    (delta) => ({
      ...delta,
      entries: [...delta.entries, { key: 'roster:x', version: 1, hash: 'a'.repeat(64), bytes: 1 }],
    }),
  ],
  ['no entries at all', 'sync_delta', (delta) => ({ ...delta, entries: [], bodies: {} })],
  ['an answer cut in the middle', 'sync_delta', (delta) => JSON.stringify(delta).slice(0, 400)],
  ['a page of HTML', 'sync_delta', () => '<html>login to the hotel wifi</html>'],
  ['an empty object', 'sync_delta', () => ({})],
  ['null', 'sync_delta', () => null],
]

describe.each(lies)('%s', (_name, call, lie) => {
  test('is refused, and the old replica stays as it was', async () => {
    tamper(victim.faults, call, lie)
    await victim.sync()
    await victim.download()
    expect(await victim.lock()).toMatchObject({ is: 'failed', cause: { reason: 'changed' } })
    expect(await points(victim)).toBe(before)
    await victim.download()
    expect(mayReadOnly(await victim.lock())).toBe(true)
    victim.faults.at = null
    await victim.download()
    expect(await victim.lock()).toEqual({ is: 'synced' })
    expect(await points(victim)).toBe(before + 7)
  })
})

test('a mismatch of a delta asks for everything once, by itself', async () => {
  tamper(victim.faults, 'sync_delta', corrupt, 1)
  await victim.sync()
  expect(await victim.state()).toMatchObject({
    lock: { is: 'required' },
    prepared: { version: expect.any(Number) as number },
  })
  await victim.download()
  expect(await points(victim)).toBe(before + 7)
})

test('an old answer that is played again is refused', async () => {
  let old: unknown
  tamper(victim.faults, 'sync_delta', (delta: Delta) => ((old ??= delta), delta))
  await victim.sync()
  await victim.download()
  expect(await points(victim)).toBe(before + 7)
  await writer.mutate(award(place.institution, place.first, 1))
  await writer.sync()
  tamper(victim.faults, 'sync_delta', () => old)
  await victim.sync()
  await victim.download()
  expect(await victim.lock()).toMatchObject({ is: 'failed' })
  expect(await points(victim)).toBe(before + 7)
})

test('after two failures over one leaf the cloud is asked to look at its own copy, and the device recovers', async () => {
  const key = `roster:${place.institution}`
  await cloud.db(`update public.leaf_bodies set body = replace(body, '"points":', '"points":9') where sync_key = $1`, [
    key,
  ])
  await victim.sync()
  await victim.download()
  expect(await victim.lock()).toMatchObject({ is: 'failed', code: 'hash_mismatch', failures: 1 })
  await victim.download()
  expect(await victim.lock()).toMatchObject({ is: 'failed', failures: 2 })
  await victim.download()
  expect(await victim.lock()).toEqual({ is: 'synced' })
  expect(await points(victim)).toBe(before + 7)
})
