import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { Worker } from './mailWorker.ts'

describeCloud('mail', (cloud) => {
  const note = (kind: string, payload: object = {}, at = 'now()') =>
    cloud().sql(`insert into notifications (kind, payload, at) values ($1, $2, ${at})`, [kind, JSON.stringify(payload)])
  const states = () => cloud().sql('select state, attempts, error from mail_deliveries order by next_at')
  /** Makes whatever waits due now: time passes. */
  const later = () =>
    cloud().sql(`update mail_deliveries set next_at = next_at - interval '7 hours' where state = 'waiting'`)
  const choose = (person: Person, kinds: string[], locale = 'ro') =>
    cloud().rpc(person, 'mail_choice_set', { kinds, locale })
  let worker: Worker

  beforeEach(async () => {
    worker = new Worker(cloud())
    await cloud().script(`delete from mail_deliveries; delete from notifications; update profiles set role = 'user'`)
  })

  it('of a reset goes to every admin once, with the names and sums of its archive, and moves no version', async () => {
    const [admin, boss] = [await cloud().person('admin'), await cloud().person('superuser')]
    await cloud().person('user', [{ capability: 'reset' }])
    const place = await cloud().place([4, 5])
    await cloud().rpc(admin, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 1 })
    const [archive] = await cloud().sql('select * from archives where institution = $1', [place.institution])
    await cloud().sql('delete from institutions where id = $1', [place.institution])
    const version = await cloud().version()
    await worker.spread()
    await worker.spread()
    const mails = await worker.all()
    expect(mails.map(({ to }) => to).sort()).toEqual([admin, boss].map(({ id }) => `${id}@punctaj.test`).sort())
    expect(mails[0]).toMatchObject({ kind: 'reset', attempt: 1, locale: 'ro', zone: 'Europe/Bucharest', count: 1 })
    expect(mails[0]?.lines).toMatchObject([
      {
        by: admin.name,
        institution: archive?.['institution_name'],
        city: archive?.['city_name'],
        employees: 2,
        points: 9,
      },
    ])
    for (const mail of mails) expect(await worker.done(mail, 'sent')).toEqual({ state: 'sent' })
    expect(await worker.all()).toEqual([])
    expect(await cloud().version()).toBe(version)
  })

  it('tells of a force, a restore, a newcomer and a failed backup what there is to tell', async () => {
    const admin = await cloud().person('admin')
    const newcomer = { id: randomUUID(), name: '' }
    await cloud().sql('insert into auth.users (id, email) values ($1, $2)', [
      newcomer.id,
      `nou${newcomer.id}@punctaj.test`,
    ])
    await cloud().rpc(newcomer, 'refresh_profile')
    await cloud().sql(`update sync_metadata set last_modified_at = null where sync_key = 'force_sync'`)
    await cloud().rpc(admin, 'force_sync', { reason: 'Curățenie' })
    const failures = Array.from({ length: 30 }, (_, n) => ({
      institution: randomUUID(),
      name: `I ${n}`,
      error: 'disc plin',
    }))
    await note('backup_failed', { day: '2026-11-27', failures })
    await note('something_new', { by: 'x' })
    await worker.spread()
    const mails = new Map((await worker.all()).map((one) => [one.kind, one.lines[0]]))
    expect([...mails.keys()].sort()).toEqual(['backup_failed', 'force_sync', 'member_waiting'])
    expect(mails.get('force_sync')).toMatchObject({ by: admin.name, reason: 'Curățenie' })
    expect(mails.get('member_waiting')).toMatchObject({ name: `nou${newcomer.id}` })
    expect(mails.get('backup_failed')).toMatchObject({ day: '2026-11-27', failed: 30 })
    expect(mails.get('backup_failed')?.['failures']).toHaveLength(20)
  })

  it('that is claimed is nobody else’s until its lease is over, and then the same mail', async () => {
    await cloud().person('admin')
    await note('reset')
    await worker.spread()
    const first = await worker.claimed()
    expect(await worker.claim()).toBeNull()
    await note('reset')
    await worker.spread()
    await later()
    const again = await worker.all()
    expect(again.find(({ id }) => id === first.id)).toMatchObject({ attempt: 2, count: 1 })
    // What came meanwhile is another mail: the first may be in somebody's hands already.
    expect(again).toHaveLength(2)
  })

  it('is tried again after pauses that grow, and given up with its last error', async () => {
    await cloud().person('admin')
    await note('reset')
    await worker.spread()
    const pauses: number[] = []
    for (let n = 1; n <= 20; n++) {
      const mail = await worker.claimed()
      expect(mail.attempt).toBe(n)
      const { state } = await worker.done(mail, 'retry', `451 ${n}`)
      expect(state).toBe(n < 20 ? 'waiting' : 'failed')
      const [row] = await cloud().sql(
        'select round(extract(epoch from next_at - clock_timestamp()) / 60)::int as minutes from mail_deliveries',
      )
      pauses.push(row?.['minutes'] as number)
      expect(await worker.claim()).toBeNull()
      await later()
    }
    expect(pauses.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
    expect(await states()).toEqual([{ state: 'failed', attempts: 20, error: '451 20' }])
  })

  it('that is refused for good is not tried again', async () => {
    await cloud().person('admin')
    await note('reset')
    await worker.spread()
    expect(await worker.done(await worker.claimed(), 'failed', '550 no such user')).toEqual({ state: 'failed' })
    await later()
    expect(await worker.claim()).toBeNull()
    expect(await states()).toEqual([{ state: 'failed', attempts: 1, error: '550 no such user' }])
  })

  it('whose every attempt ended in silence is given up too', async () => {
    await cloud().person('admin')
    await note('reset')
    await worker.spread()
    for (let n = 0; n < 20; n++) {
      await worker.claimed()
      await later()
    }
    expect(await worker.claim()).toBeNull()
    expect(await states()).toMatchObject([{ state: 'failed' }])
  })

  it('is said to be sent also after its lease; anything else only by who holds it', async () => {
    await cloud().person('admin')
    await note('reset')
    await worker.spread()
    const slow = await worker.claimed()
    await later()
    const second = await worker.claimed()
    expect(await worker.done(slow, 'failed', 'late')).toEqual({ state: 'waiting' })
    expect(await worker.done(slow, 'retry', 'late')).toEqual({ state: 'waiting' })
    expect(await states()).toMatchObject([{ attempts: 2, error: '' }])
    expect(await worker.done(slow, 'sent')).toEqual({ state: 'sent' })
    expect(await worker.done(second, 'failed', 'x')).toEqual({ state: 'sent' })
    await expect(worker.done(second, 'perhaps')).rejects.toThrow('bad_op')
    expect(await worker.done({ ...second, id: randomUUID() }, 'sent')).toEqual({ state: null })
  })

  it('reaches nobody who is no admin any more, or has turned its kind off, or has no address', async () => {
    const [gone, quiet, mute] = [
      await cloud().person('admin'),
      await cloud().person('admin'),
      await cloud().person('admin'),
    ]
    await note('reset')
    await worker.spread()
    await cloud().sql(`update profiles set role = 'user' where id = $1`, [gone.id])
    await choose(quiet, ['force_sync'])
    await cloud().sql(`update auth.users set email = null where id = $1`, [mute.id])
    expect(await worker.claim()).toBeNull()
    expect((await states()).map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped'])
    await note('reset')
    await note('force_sync')
    await worker.spread()
    expect(await worker.all()).toMatchObject([{ kind: 'force_sync', to: `${quiet.id}@punctaj.test` }])
  })

  it('gathers a flood: one mail for a person and kind, the next one ten minutes later with all that came', async () => {
    await cloud().person('admin')
    const flood = (n: number) =>
      cloud().sql(
        `insert into notifications (kind, payload) select k, jsonb_build_object('by', n) from generate_series(1, $1::int) n, unnest(array['reset', 'restore']) k`,
        [n],
      )
    await flood(500)
    await worker.spread()
    const mails = await worker.all()
    expect(mails.map(({ kind, count }) => [kind, count]).sort()).toEqual([
      ['reset', 500],
      ['restore', 500],
    ])
    expect(mails[0]?.lines.map(({ by }) => by)).toEqual(Array.from({ length: 50 }, (_, n) => String(451 + n)))
    for (const mail of mails) await worker.done(mail, 'sent')
    await flood(3)
    await worker.spread()
    await flood(4)
    await worker.spread()
    expect(await worker.claim()).toBeNull()
    await later()
    expect((await worker.all()).map(({ kind, count }) => [kind, count]).sort()).toEqual([
      ['reset', 7],
      ['restore', 7],
    ])
  })

  it('does not tell what is older than a week', async () => {
    await cloud().person('admin')
    await note('reset', { by: 'old' }, `now() - interval '8 days'`)
    await worker.spread()
    expect(await worker.claim()).toBeNull()
    await note('reset', { by: 'new' })
    await worker.spread()
    expect(await worker.all()).toMatchObject([{ count: 1, lines: [{ by: 'new' }] }])
  })
})
