import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { type Cloud, describeCloud, type Person } from './cloud.ts'

/** A hundred thousand entries: what is asked for is found by an index, whatever it is narrowed to, and so is the next page. */
const many = 100_000
const limit = 100

/** What one call reads of a table, counted by the database itself. */
async function reading(
  cloud: Cloud,
  admin: Person,
  call: 'audit_list' | 'sync_log_list',
  filter: object,
): Promise<{ found: number; whole: boolean; rows: number }> {
  const table = call === 'audit_list' ? 'audit_log' : 'sync_log'
  return cloud.as(admin, async (query) => {
    const counted = async () => {
      const [row] = await query(
        `select seq_tup_read::int as seq, idx_tup_fetch::int as idx from pg_stat_xact_user_tables where relname = $1`,
        [table],
      )
      return row as { seq: number; idx: number }
    }
    const before = await counted()
    const rows = await query(`select json_array_length(public.${call}($1)) as found`, [JSON.stringify(filter)])
    const after = await counted()
    return { found: rows[0]?.['found'] as number, whole: after.seq > before.seq, rows: after.idx - before.idx }
  })
}

describeCloud('a journal of a hundred thousand entries', (cloud) => {
  const [rare, device, place, subject] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  let admin: Person
  let day = 0

  beforeAll(async () => {
    admin = await cloud().person('admin')
    // One in a thousand is somebody's, somewhere, about somebody; one in fifty thousand is no change of points.
    await cloud().sql(
      `insert into audit_log (at, user_id, by, action, institution, subject, old, new)
       select now() - make_interval(mins => $1 - n), case when n % 1000 = 7 then $2::uuid else gen_random_uuid() end, 'x',
         case when n % 50000 = 9 then 'settings.set' else 'points.add' end, case when n % 1000 = 7 then $3::uuid end,
         case when n % 1000 = 7 then $4::uuid end, '{}', '{}' from generate_series(1, $1::int) n`,
      [many, rare, place, subject],
    )
    await cloud().sql(
      `insert into sync_log (synced_at, sync_type, status, user_id, device_id)
       select now() - make_interval(mins => $1 - n), case when n % 50000 = 9 then 'restore' else 'download' end,
         case when n % 25000 = 3 then 'failed' else 'success' end,
         case when n % 1000 = 7 then $2::uuid else gen_random_uuid() end, case when n % 1000 = 7 then $3::uuid end
         from generate_series(1, $1::int) n`,
      [many, rare, device],
    )
    for (const table of ['audit_log', 'sync_log']) await cloud().sql(`analyze ${table}`)
    day = Date.now() - 30 * 86_400_000
  }, 300_000)

  const audit: [string, () => object, number][] = [
    ['the newest', () => ({}), 100],
    ['a page in the middle', () => ({ before: 50_000 }), 100],
    ['a person', () => ({ user: rare }), 100],
    ['a person’s second half', () => ({ user: rare, before: 50_000 }), 50],
    ['a place', () => ({ institution: place }), 100],
    ['a subject', () => ({ subject }), 100],
    ['an action', () => ({ action: 'settings.set' }), 2],
    ['some actions', () => ({ actions: ['settings.set', 'force_sync'] }), 2],
    ['a day a month ago', () => ({ from: day, to: day + 3_600_000 }), 60],
    ['a person on that day', () => ({ user: rare, from: day, to: day + 86_400_000 }), 1],
  ]
  it.each(audit)('is not read as a whole for %s', async (_, filter, found) => {
    const read = await reading(cloud(), admin, 'audit_list', { ...filter(), limit })
    expect(read.whole).toBe(false)
    expect(read.rows).toBeLessThan(2000)
    expect(read.found).toBeGreaterThanOrEqual(found)
    expect(read.found).toBeLessThanOrEqual(limit)
  })

  const log: [string, () => object, number][] = [
    ['the newest', () => ({}), 100],
    ['a page in the middle', () => ({ before: 50_000 }), 100],
    ['a person', () => ({ user: rare }), 100],
    ['a device', () => ({ device }), 100],
    ['a type', () => ({ type: 'restore' }), 2],
    ['the failures', () => ({ status: 'failed' }), 4],
    ['failed downloads', () => ({ type: 'download', status: 'failed' }), 4],
    ['a day a month ago', () => ({ from: day, to: day + 3_600_000 }), 60],
  ]
  it.each(log)('of syncs is not read as a whole for %s', async (_, filter, found) => {
    const read = await reading(cloud(), admin, 'sync_log_list', { ...filter(), limit })
    expect(read.whole).toBe(false)
    expect(read.rows).toBeLessThan(2000)
    expect(read.found).toBeGreaterThanOrEqual(found)
    expect(read.found).toBeLessThanOrEqual(limit)
  })
})
