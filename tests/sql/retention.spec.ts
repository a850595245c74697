import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Person } from './cloud.ts'
import { schemaFiles } from './engines.ts'

const dayMs = 86_400_000
const run = (cloud: Cloud, at: number) =>
  cloud.sql('select private.run_jobs($1::timestamptz) as night', [new Date(at).toISOString()])
const start = Date.parse('2026-11-01T12:00:00Z')

const settings = (cloud: Cloud, admin: Person, patch: object) => cloud.rpc(admin, 'settings_set', { patch })
const nightsOf = async (cloud: Cloud) =>
  (await cloud.sql('select night::text from nights order by 1')).map(({ night }) => night)
const backupsOf = async (cloud: Cloud, institution: string) =>
  (
    await cloud.sql(`select points from archives where institution = $1 and kind = 'backup' order by at, id`, [
      institution,
    ])
  ).map(({ points }) => points)

describeCloud('retention', (cloud) => {
  it('lets nights and their copies go, never the last of an institution, never another kind of archive', async () => {
    const admin = await cloud().person('admin')
    const [busy, quiet, gone] = [await cloud().place([1]), await cloud().place([50]), await cloud().place([9])]
    await settings(cloud(), admin, { backup_keep_days: 2 })
    for (let day = 0; day < 5; day++) {
      await cloud().sql('update employees set points = points + 1 where institution = $1', [busy.institution])
      await run(cloud(), start + day * dayMs)
      if (day === 0) await cloud().sql('delete from institutions where id = $1', [gone.institution])
    }
    await cloud().rpc(admin, 'reset_points', { op: randomUUID(), institution: busy.institution, expected_period: 1 })
    const before = await cloud().version()
    await run(cloud(), start + 5 * dayMs)
    expect(await cloud().version()).toBe(before)
    expect(await nightsOf(cloud())).toEqual(['2026-11-05', '2026-11-06'])
    expect(await backupsOf(cloud(), busy.institution)).toEqual([6, 0])
    expect(await backupsOf(cloud(), quiet.institution)).toEqual([50])
    expect(await backupsOf(cloud(), gone.institution)).toEqual([9])
    expect(await cloud().sql(`select kind from archives where kind <> 'backup'`)).toEqual([{ kind: 'reset' }])

    // A machine that was off for a year makes the new night before it lets the old ones go.
    await run(cloud(), start + 400 * dayMs)
    expect(await nightsOf(cloud())).toHaveLength(1)
    expect(await backupsOf(cloud(), quiet.institution)).toEqual([50])
  })

  it('takes old lines from the logs, silent devices and notifications, by the cloud’s clock', async () => {
    const admin = await cloud().person('admin')
    await settings(cloud(), admin, { log_keep_days: 30 })
    const device = randomUUID()
    await cloud().rpc(admin, 'report_device', { device, info: {} })
    // A device may say what it likes about when something was.
    const entry = { id: randomUUID(), type: 'download', status: 'success', items: 1, at: 0 }
    await cloud().rpc(admin, 'log_sync', { entries: [entry] })
    await cloud().sql(`select private.note('reset', '{}')`)
    const counts = () =>
      cloud().sql(`select (select count(*)::int from sync_log where entry_id is not null) as log,
        (select count(*)::int from audit_log) as audit, (select count(*)::int from devices) as devices,
        (select count(*)::int from notifications) as notes`)
    const [full] = await counts()
    expect(full).toMatchObject({ log: 1, devices: 1 })
    const [clock] = await cloud().sql(`select extract(epoch from now())::float8 * 1000 as ms`)
    const now = Number(clock?.['ms'])
    await cloud().sql('delete from nights')
    await run(cloud(), now + 29 * dayMs)
    expect(await counts()).toEqual([full])
    await run(cloud(), now + 31 * dayMs)
    expect(await counts()).toEqual([{ log: 0, audit: 0, devices: 0, notes: 0 }])
  })

  it('is the only way out of the logs: not for the owner, a server program, nor with what looks like its ticket', async () => {
    const admin = await cloud().person('admin')
    await settings(cloud(), admin, { log_keep_days: 30 })
    const refused = async (...statements: string[]) =>
      expect(
        cloud().db.transaction(async (query) => {
          for (const statement of statements) await query(statement)
        }),
        statements.join('; '),
      ).rejects.toThrow(/not allowed|permission denied/)
    for (const table of ['audit_log', 'sync_log']) {
      await refused(`delete from public.${table}`)
      await refused(`set local role service_role`, `delete from public.${table}`)
      await refused(`set local role service_role`, `insert into private.pruning values (txid_current())`)
      await refused(`set local role authenticated`, `insert into private.pruning values (txid_current())`)
      // One that somebody left behind is of another transaction.
      await cloud().sql('insert into private.pruning values (txid_current())')
      await refused(`delete from public.${table}`)
      await cloud().sql('delete from private.pruning')
      // And it is good for old lines going, not for changing or emptying.
      for (const write of [`update public.${table} set id = id`, `truncate public.${table}`])
        await refused('insert into private.pruning values (txid_current())', write)
    }
    await cloud().sql('delete from nights')
    await run(cloud(), start)
    expect(await cloud().sql('select 1 from private.pruning')).toEqual([])
  })

  it('that fails takes nothing away, leaves the backup made, and is tried again', async () => {
    await cloud().sql('delete from nights')
    await cloud().script(`
      create function private.stuck() returns trigger language plpgsql set search_path = '' as
        $$ begin raise exception 'stuck'; end $$;
      create trigger stuck before delete on public.devices for each statement execute function private.stuck()`)
    const [first] = await run(cloud(), start)
    expect(first?.['night']).toMatchObject({ done_at: expect.any(String), pruned_at: null })
    expect(await cloud().sql(`select status from sync_log where error_message like 'retention: stuck'`)).toHaveLength(1)
    await cloud().script('drop trigger stuck on public.devices; drop function private.stuck()')
    const [second] = await run(cloud(), start + 3_600_000)
    expect(second?.['night']).toMatchObject({ pruned_at: expect.any(String) })
    expect(await run(cloud(), start + 7_200_000)).toEqual([{ night: null }])
  })

  it('has settings of its own, checked, audited, kept over an update of the schema', async () => {
    const admin = await cloud().person('admin')
    const patch = { zone: 'America/Sao_Paulo', backup_keep_days: 14, log_keep_days: 90 }
    expect(await settings(cloud(), admin, patch)).toMatchObject(patch)
    for (const [bad, code] of [
      [{ zone: 'Mars/Olympus' }, 'bad_zone'],
      [{ zone: 'europe/bucharest' }, 'bad_zone'],
      [{ zone: null }, 'bad_zone'],
      [{ zone: '+02' }, 'bad_zone'],
      [{ backup_keep_days: 0 }, 'too_large'],
      [{ backup_keep_days: '7' }, 'bad_op'],
      [{ backup_keep_days: null }, 'bad_op'],
      [{ log_keep_days: 29 }, 'too_large'],
      [{ log_keep_days: 30.5 }, 'bad_op'],
    ] as const)
      await expect(settings(cloud(), admin, bad), JSON.stringify(bad)).rejects.toThrow(code)
    const [last] = await cloud().rpc<{ new: object }[]>(admin, 'audit_list', { filter: { action: 'settings.set' } })
    expect(last).toMatchObject({ new: patch })
    for (const text of await schemaFiles()) await cloud().script(text)
    expect(await cloud().rpc(admin, 'settings_get')).toMatchObject(patch)
    await expect(settings(cloud(), await cloud().person('user'), patch)).rejects.toThrow('denied')
  })

  it('comes to a cloud of before with its defaults', async () => {
    const admin = await cloud().person('admin')
    await cloud().script(`drop table public.night_places, public.night_cities, public.nights cascade;
      alter table public.settings drop column zone, drop column backup_keep_days, drop column log_keep_days`)
    for (const text of await schemaFiles()) await cloud().script(text)
    expect(await cloud().rpc(admin, 'settings_get')).toMatchObject({
      zone: 'Europe/Bucharest',
      backup_keep_days: 30,
      log_keep_days: 365,
    })
    expect(await run(cloud(), start)).toMatchObject([{ night: { failed: 0 } }])
  })

  it('is scheduled where pg_cron is, under one name however often the schema is applied', async () => {
    await cloud().script(`create schema cron;
      create table cron.job (jobname text primary key, schedule text, command text);
      create function cron.schedule(text, text, text) returns bigint language sql as $$
        insert into cron.job values ($1, $2, $3) on conflict (jobname) do update set schedule = $2, command = $3 returning 1::bigint $$`)
    for (const text of [...(await schemaFiles()), ...(await schemaFiles())]) await cloud().script(text)
    const jobs = await cloud().sql('select jobname, schedule, command from cron.job')
    expect(jobs).toMatchObject([{ schedule: expect.stringMatching(/^\d+ \* \* \* \*$/) }])
    await cloud().sql('delete from nights')
    await cloud().sql(String(jobs[0]?.['command']))
    expect(await nightsOf(cloud())).toHaveLength(1)
  })
})
