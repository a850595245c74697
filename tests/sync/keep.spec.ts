import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { writeMeta } from '../../src/db/meta.ts'
import { rosterView } from '../../src/db/queries.ts'
import { freshMemory } from '../../src/sync/memory.ts'
import { pushInTurn } from '../../src/sync/push.ts'
import { step } from '../../src/sync/step.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let admin: Device
let place: Awaited<ReturnType<typeof makePlace>>
let other: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn')
    .mockReset()
    .mockImplementation(() => undefined)
  admin = await openDevice(cloud)
  await admin.sync()
  count += 1
  place = await makePlace(admin, `Orașul ${count}`, ['Ion', 'Ana'])
  other = await makePlace(admin, `Celălalt ${count}`)
})

const points = async (device: Device) =>
  (await rosterView(device.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points

describe('what a device keeps', () => {
  test('is a choice: the rest is deleted, and comes back when it is wanted again', async () => {
    await writeMeta(admin.db, 'keep', [other.institution])
    await admin.sync()
    expect(await admin.lock()).toEqual({ is: 'synced' })
    expect(await points(admin)).toBeUndefined()
    expect(await rosterView(admin.db, other.institution)).not.toBeNull()
    await admin.mutate(award(other.institution, other.first, 1))
    await admin.sync()
    expect(await admin.state()).toMatchObject({ lock: { is: 'synced' }, unsent: 0 })
    await writeMeta(admin.db, 'keep', null)
    await admin.sync()
    expect(await points(admin)).toBe(10)
  })

  test('may be chosen anew while an own push is answered: the answer is of the choice before', async () => {
    admin.faults.at = async (path, send) => {
      const response = await send()
      if (path === 'rpc/sync_push') await writeMeta(admin.db, 'keep', [other.institution])
      return response
    }
    await admin.mutate(award(place.institution, place.first, 1))
    await admin.sync()
    await admin.sync()
    expect(await admin.state()).toMatchObject({ lock: { is: 'synced' }, unsent: 0, isKeepMoved: false })
    expect(await points(admin)).toBeUndefined()
    expect(await rosterView(admin.db, other.institution)).not.toBeNull()
  })

  test('may be chosen anew, and be here, before an own push arrives: the answer is of the choice before', async () => {
    admin.faults.at = async (path, send) => {
      if (path !== 'rpc/sync_push') return send()
      await writeMeta(admin.db, 'keep', [other.institution])
      await step(admin.engine, freshMemory(), true)
      return send()
    }
    await admin.mutate(award(place.institution, place.first, 1))
    await admin.sync()
    expect(await admin.state()).toMatchObject({ unsent: 0, isKeepMoved: false })
    await admin.sync()
    expect(await admin.state()).toMatchObject({ lock: { is: 'synced' }, acked: 0 })
    expect(await points(admin)).toBeUndefined()
    expect(await rosterView(admin.db, other.institution)).not.toBeNull()
    expect(vi.mocked(console.warn)).not.toHaveBeenCalled()
  })

  test('may be chosen just before a push: its answer is not of the replica that is here, and nothing goes wrong', async () => {
    await admin.mutate(award(place.institution, place.first, 1))
    await writeMeta(admin.db, 'keep', [other.institution])
    await pushInTurn(admin.engine, freshMemory(), true, true)
    expect(await admin.state()).toMatchObject({ unsent: 0, acked: 1, isKeepMoved: true })
    expect(await points(admin)).toBe(11)
    await admin.sync()
    expect(await admin.state()).toMatchObject({ lock: { is: 'synced' }, acked: 0, isKeepMoved: false })
    expect(await points(admin)).toBeUndefined()
    expect(vi.mocked(console.warn)).not.toHaveBeenCalled()
  })
})
