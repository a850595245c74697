import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { directoryView, rosterView, trayView } from '../../src/db/queries.ts'
import { award, type Device, makePlace, openCloud, openDevice, tamper } from './world.ts'

let cloud: Cloud
let admin: Device
let place: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  admin = await openDevice(cloud)
  await admin.sync()
  count += 1
  place = await makePlace(admin, `Orașul ${count}`, ['Ion', 'Ana'])
})

const points = async (device: Device) =>
  (await rosterView(device.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points

/** Gives a demo person rights, or takes them all. */
const permit = (person: keyof typeof demoPeople, ...rows: object[]) =>
  admin.online.rpc('set_permissions', { target: demoPeople[person].id, rows })
const mayView = (institution: string) => ({ city: null, institution, capability: 'score' })

describe('a poll', () => {
  test('that fails locks nothing and deletes nothing', async () => {
    for (const answer of [
      new Response('[]'),
      new Response('{}'),
      new Response('', { status: 500 }),
      new Response('<html>'),
    ]) {
      admin.faults.at = () => Promise.resolve(answer.clone())
      await admin.sync()
      expect(await admin.lock()).toEqual({ is: 'synced' })
      expect(await points(admin)).toBe(10)
    }
  })

  test('that is lower once is not believed', async () => {
    const lower = (rows: { sync_key: string; version: number }[]) =>
      rows.map((row) => (row.sync_key === 'global_version' ? { ...row, version: row.version - 1 } : row))
    let times = 1
    admin.faults.at = async (path, send) => {
      const response = await send()
      if (path !== 'sync_metadata' || times-- <= 0) return response
      return Response.json(lower((await response.json()) as never))
    }
    await admin.sync()
    expect(await admin.lock()).toEqual({ is: 'synced' })
    await admin.sync()
    expect(await admin.lock()).toEqual({ is: 'synced' })
  })

  test('from before the last change of the head does not count', async () => {
    const poll = admin.engine.cloud.poll
    const old = await poll()
    await admin.mutate(award(place.institution, place.first, 1))
    await admin.sync()
    admin.engine.cloud.poll = async () => {
      // The head moves while the poll is under way.
      await admin.db.meta.update('head', { 'value.stamp': crypto.randomUUID() } as never)
      return old
    }
    await admin.sync()
    await admin.sync()
    expect(await admin.lock()).toEqual({ is: 'synced' })
  })
})

describe('what concerns nobody here', () => {
  test('is adopted without a lock', async () => {
    const other = await makePlace(admin, `Altul ${count}`)
    await permit('sef', mayView(place.institution))
    const sef = await openDevice(cloud, 'sef')
    await sef.sync()
    const before = (await sef.state()).head?.version ?? 0
    await admin.mutate(award(other.institution, other.first, 1))
    await admin.sync()
    await sef.sync()
    const after = await sef.state()
    expect(after.lock).toEqual({ is: 'synced' })
    expect(after.head?.version).toBeGreaterThan(before)
    expect(sef.news.filter(({ is }) => is === 'lock')).not.toContainEqual({ is: 'required' })
  })
})

describe('a change of rights', () => {
  test('shows what came without a click, and deletes what went with all that hung on it', async () => {
    await permit('sef', mayView(place.institution))
    const sef = await openDevice(cloud, 'sef')
    await sef.sync()
    expect(await points(sef)).toBe(10)
    await sef.db.drafts.put({ key: `roster:${place.institution}`, value: 'secret', at: 1 })
    await permit('sef')
    await sef.sync()
    expect(await sef.lock()).toEqual({ is: 'synced' })
    expect(await points(sef)).toBeUndefined()
    expect((await directoryView(sef.db)).cities).toEqual([])
    expect(await sef.db.drafts.count()).toBe(0)
    const left = JSON.stringify(await sef.db.leaves.toArray())
    expect(left).not.toContain('Ion')
    await permit('sef', mayView(place.institution))
    await sef.sync()
    expect(await points(sef)).toBe(10)
  })

  test('an edit without the right never leaves the form', async () => {
    await permit('viewer', { city: null, institution: null, capability: 'view' })
    const viewer = await openDevice(cloud, 'viewer')
    await viewer.sync()
    const { institution, first } = place
    await expect(viewer.mutate(award(institution, first, 1))).rejects.toMatchObject({ code: 'denied' })
  })
})

describe('a forced sync', () => {
  test('locks at once, downloads every body anew, says why, and keeps unsent edits', async () => {
    await cloud.db(
      `update sync_metadata set last_modified_at = now() - interval '1 hour' where sync_key = 'force_sync'`,
    )
    await admin.mutate(award(place.institution, place.first, 1))
    await admin.online.force('curățenie', (await admin.state()).device)
    tamper(admin.faults, 'sync_delta', (delta: object) => ({ ...delta, bodies: {}, spread_ms: 0 }))
    await admin.sync()
    expect(await admin.lock()).toMatchObject({ is: 'required', cause: { reason: 'forced', why: 'curățenie' } })
    const asked = admin.faults.calls.filter((path) => path === 'rpc/sync_pull').length
    expect(asked).toBeGreaterThan(0)
    await admin.download()
    expect(await admin.lock()).toEqual({ is: 'synced' })
    expect(await points(admin)).toBe(11)
  })
})

describe('a kill', () => {
  test('in the middle of a download resumes with what is there', async () => {
    for (let more = 0; more < 3; more++) await makePlace(admin, `Oraș ${count}/${more}`)
    const device = await openDevice(cloud, 'admin')
    tamper(device.faults, 'sync_delta', (delta: object) => ({ ...delta, bodies: {} }))
    const pull = device.engine.cloud.pull
    // Half of what is asked for comes, then the process dies.
    device.engine.cloud.pull = async (keys, since) => (await pull(keys, since)).slice(0, Math.floor(keys.length / 2))
    const prepare = device.engine.store.prepare
    device.engine.store.prepare = () => Promise.reject(new Error('killed'))
    await device.sync()
    const staged = await device.db.leaves.count()
    expect(staged).toBeGreaterThan(0)
    expect((await device.state()).head).toBeNull()
    device.engine.store.prepare = prepare
    const wanted: string[] = []
    device.engine.cloud.pull = (keys, since) => (wanted.push(...keys), pull(keys, since))
    device.restart()
    await device.sync()
    expect(await device.lock()).toEqual({ is: 'synced' })
    const held = await device.db.leaves.count()
    expect(wanted.length).toBeLessThanOrEqual(held - staged)
  })

  test('between preparing and the click costs nothing', async () => {
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    await admin.mutate(award(place.institution, place.first, 4))
    await admin.sync()
    await device.sync()
    device.restart()
    const asked = device.faults.calls.length
    await device.engine.store.lock({ is: 'clicked', at: 1 })
    expect(await device.engine.store.apply()).toEqual({ is: 'synced' })
    expect(device.faults.calls.length).toBe(asked)
    expect(await device.lock()).toEqual({ is: 'synced' })
    expect(await points(device)).toBe(14)
  })
})

describe('a restored cloud', () => {
  test('is downloaded whole, and own edits that it lost are offered again', async () => {
    const older = await openCloud()
    try {
      const [op] = await admin.mutate(award(place.institution, place.first, 1))
      await admin.sync()
      const elsewhere = await openDevice(older)
      await elsewhere.sync()
      const kept = await makePlace(elsewhere, 'Rămas')
      await admin.moveTo(older)
      await admin.sync()
      expect(await admin.lock()).toEqual({ is: 'synced' })
      await admin.sync()
      expect(await admin.lock()).toMatchObject({ is: 'required', cause: { reason: 'forked' } })
      await admin.download()
      expect(await admin.lock()).toEqual({ is: 'synced' })
      expect(await rosterView(admin.db, kept.institution)).not.toBeNull()
      expect(await rosterView(admin.db, place.institution)).toBeNull()
      const tray = await trayView(admin.db)
      expect(tray.map(({ id }) => id)).toContain(op?.id)
      expect(tray.every(({ result }) => result.code === 'fork_lost')).toBe(true)
    } finally {
      await older.stop()
    }
  }, 120_000)
})
