import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Place } from './cloud.ts'
import { runJobs } from './nights.ts'
import { expectRecomputable } from './recompute.ts'
import { add, type ArchiveRow } from './shapes.ts'

/** Runs the jobs every half hour from one moment to another. @returns which call did which night */
async function everyHalfHour(cloud: Cloud, from: string, to: string): Promise<[string, string][]> {
  const done: [string, string][] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 1_800_000) {
    const moment = new Date(at).toISOString()
    const night = await runJobs(cloud, moment)
    if (night) done.push([moment.slice(0, 16), night.night])
  }
  return done
}

const backups = (cloud: Cloud, { institution }: Place) =>
  cloud.sql(
    `select a.body, a.sha256, a.employees, a.points from public.archives a
      where a.institution = $1 and a.kind = 'backup' order by a.at, a.id`,
    [institution],
  )

const head = (cloud: Cloud) => cloud.sql(`select sync_key, version, data_hash from sync_metadata order by 1`)

const jobLines = (cloud: Cloud) =>
  cloud.sql(`select status, items_synced, error_message from sync_log where sync_type = 'backup' order by id`)

describeCloud('the nightly backup', (cloud) => {
  it('copies every institution that holds something, once a local day, and moves no version', async () => {
    const place = await cloud().place([4, 6])
    const empty = await cloud().place([])
    const before = await head(cloud())
    expect(await runJobs(cloud(), '2026-11-10T21:59:59Z')).toMatchObject({ night: '2026-11-10', copied: 1, kept: 1 })
    expect(await runJobs(cloud(), '2026-11-10T21:59:59Z')).toBeNull()
    expect(await runJobs(cloud(), '2026-11-10T00:00:00Z')).toBeNull()
    expect(await head(cloud())).toEqual(before)

    const [copy, ...more] = await backups(cloud(), place)
    expect(more).toEqual([])
    expect(copy).toMatchObject({ employees: 2, points: 10 })
    expect(JSON.parse(String(copy?.['body']))).toMatchObject({ kind: 'backup', period: 1, employee_count: 2 })
    expect(await backups(cloud(), empty)).toEqual([])
    expect(await jobLines(cloud())).toEqual([{ status: 'success', items_synced: 1, error_message: null }])
  })

  it('copies again what has changed, by points, people, ranks or names, and nothing else', async () => {
    const [still, moved, renamed] = [await cloud().place([1]), await cloud().place([2]), await cloud().place([3])]
    const admin = await cloud().person('admin')
    await runJobs(cloud(), '2026-11-11T12:00:00Z')
    await cloud().push(admin, add(admin, moved, 5))
    await cloud().sql(`update institutions set name = 'Alt nume' where id = $1`, [renamed.institution])
    const { version } = (await cloud().sql('select max(version) as version from heads'))[0] as { version: number }
    expect(await runJobs(cloud(), '2026-11-12T12:00:00Z')).toMatchObject({ copied: 2, failed: 0 })
    expect(await backups(cloud(), still)).toHaveLength(1)
    expect((await backups(cloud(), moved)).map(({ points }) => points)).toEqual([2, 7])
    expect(await backups(cloud(), renamed)).toHaveLength(2)
    const nights = await cloud().sql(
      `select night::text, count(*)::int as n, count(archive)::int as held from night_places where institution = $1 group by 1 order by 1`,
      [still.institution],
    )
    expect(nights).toEqual([
      { night: '2026-11-11', n: 1, held: 1 },
      { night: '2026-11-12', n: 1, held: 1 },
    ])
    expect(await cloud().sql(`select version from nights where night = '2026-11-12'`)).toEqual([{ version }])
    await expectRecomputable(cloud())
  })

  it('is in no index and no upload, and its institution’s city may be renamed', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    await runJobs(cloud(), '2026-11-13T12:00:00Z')
    await cloud().sql('update cities set name = $2 where id = $1', [place.city, `Oraș ${place.city} nou`])
    const leaf = `archives:${place.institution}`
    const listed = () =>
      cloud().sql(
        `select a ->> 'kind' as kind from leaf_bodies, jsonb_array_elements(body::jsonb -> 'archives') a where sync_key = $1`,
        [leaf],
      )
    expect(await cloud().sql('select 1 from sync_metadata where sync_key = $1', [leaf])).toEqual([])
    const missing = await cloud().rpc<ArchiveRow[]>(admin, 'archives_missing')
    expect(missing.filter(({ path }) => path.includes(place.institution.slice(0, 6)))).toEqual([])
    const reset = { op: randomUUID(), institution: place.institution, expected_period: 1 }
    await cloud().rpc(admin, 'reset_points', reset)
    expect(await listed()).toEqual([{ kind: 'reset' }])
  })

  it('is late when the machine was off at midnight, and skips the nights that nobody was up for', async () => {
    expect(await runJobs(cloud(), '2026-11-20T15:30:00Z')).toMatchObject({ night: '2026-11-20' })
    expect(await runJobs(cloud(), '2026-11-20T22:00:00Z')).toMatchObject({ night: '2026-11-21' })
    expect(await cloud().sql(`select 1 from nights where night between '2026-11-14' and '2026-11-19'`)).toEqual([])
  })

  it('goes on past an institution that fails, says so once a night, and tries it again', async () => {
    const [sound, broken] = [await cloud().place([1]), await cloud().place([2])]
    const start = (await jobLines(cloud())).length
    await cloud().script(`
      create function private.broken() returns trigger language plpgsql set search_path = '' as
        $$ begin raise exception 'disk is bad'; end $$;
      create trigger broken before insert on public.archives for each row
        when (new.institution = '${broken.institution}') execute function private.broken()`)
    expect(await runJobs(cloud(), '2026-11-23T12:00:00Z')).toMatchObject({ failed: 1, done_at: null })
    expect(await runJobs(cloud(), '2026-11-23T13:00:00Z')).toMatchObject({ failed: 1, done_at: null })
    expect(await backups(cloud(), sound)).toHaveLength(1)
    const notes = () => cloud().sql(`select payload from notifications where kind = 'backup_failed'`)
    expect(await notes()).toMatchObject([
      { payload: { day: '2026-11-23', failures: [{ name: expect.any(String) as string, error: 'disk is bad' }] } },
    ])

    await cloud().script('drop trigger broken on public.archives; drop function private.broken()')
    expect(await runJobs(cloud(), '2026-11-23T14:00:00Z')).toMatchObject({ failed: 0, done_at: expect.any(String) })
    expect(await runJobs(cloud(), '2026-11-23T15:00:00Z')).toBeNull()
    expect(await backups(cloud(), broken)).toHaveLength(1)
    expect((await jobLines(cloud())).slice(start)).toMatchObject([
      { status: 'failed', items_synced: 1, error_message: expect.stringContaining('disk is bad') },
      { status: 'failed', items_synced: 1 },
      { status: 'success' },
    ])
    expect(await notes()).toHaveLength(1)
  })

  it('is nobody’s to run but the owner’s', async () => {
    const admin = await cloud().person('superuser')
    await expect(cloud().as(admin, (query) => query('select private.run_jobs()'))).rejects.toMatchObject({
      code: '42501',
    })
  })
})

describeCloud('local midnight', (cloud) => {
  const cases = [
    [
      'Europe/Bucharest',
      'a day of 23 hours',
      '2026-03-28T00:00Z',
      '2026-03-30T12:00Z',
      [
        ['2026-03-28T00:00', '2026-03-28'],
        ['2026-03-28T22:00', '2026-03-29'],
        ['2026-03-29T21:00', '2026-03-30'],
      ],
    ],
    [
      'Europe/Bucharest',
      'a day of 25 hours',
      '2026-10-24T12:00Z',
      '2026-10-26T12:00Z',
      [
        ['2026-10-24T12:00', '2026-10-24'],
        ['2026-10-24T21:00', '2026-10-25'],
        ['2026-10-25T22:00', '2026-10-26'],
      ],
    ],
    [
      'America/Sao_Paulo',
      'a midnight that does not exist',
      '2018-11-03T12:00Z',
      '2018-11-05T12:00Z',
      [
        ['2018-11-03T12:00', '2018-11-03'],
        ['2018-11-04T03:00', '2018-11-04'],
        ['2018-11-05T02:00', '2018-11-05'],
      ],
    ],
    [
      'Asia/Beirut',
      'a midnight that comes twice',
      '2021-10-30T12:00Z',
      '2021-11-01T12:00Z',
      [
        ['2021-10-30T12:00', '2021-10-30'],
        ['2021-10-30T22:00', '2021-10-31'],
        ['2021-10-31T22:00', '2021-11-01'],
      ],
    ],
    [
      'Asia/Kolkata',
      'half an hour beside the others',
      '2026-06-01T12:00Z',
      '2026-06-02T19:00Z',
      [
        ['2026-06-01T12:00', '2026-06-01'],
        ['2026-06-01T18:30', '2026-06-02'],
        ['2026-06-02T18:30', '2026-06-03'],
      ],
    ],
  ] as const

  it.each(cases)('of %s is met once, on %s', async (zone, _what, from, to, wanted) => {
    const admin = await cloud().person('admin')
    await cloud().rpc(admin, 'settings_set', { patch: { zone } })
    await cloud().sql('delete from nights')
    expect(await everyHalfHour(cloud(), from, to)).toEqual(wanted)
  })

  it('is that of Bucharest without any setting', async () => {
    const [row] = await cloud().sql(
      `select column_default from information_schema.columns where table_name = 'settings' and column_name = 'zone'`,
    )
    expect(row?.['column_default']).toContain('Europe/Bucharest')
  })
})

describeCloud(
  'two schedulers at the same moment',
  (cloud) => {
    it('make one night, one copy of each, one line', async () => {
      const places = [await cloud().place([1]), await cloud().place([2]), await cloud().place([3])]
      for (const day of ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']) {
        for (const { institution } of places)
          await cloud().sql('update employees set points = points + 1 where institution = $1', [institution])
        const lines = (await jobLines(cloud())).length
        const made = await Promise.all(Array.from({ length: 4 }, () => runJobs(cloud(), `${day}T10:00:00Z`)))
        expect(made.filter((night) => night !== null)).toMatchObject([{ night: day, copied: 3, failed: 0 }])
        expect(await jobLines(cloud())).toHaveLength(lines + 1)
      }
      for (const place of places) expect(await backups(cloud(), place)).toHaveLength(4)
    })

    it('and people who write meanwhile wait for nobody for ever', async () => {
      const admin = await cloud().person('admin')
      const place = await cloud().place([1])
      const all = await Promise.allSettled([
        ...Array.from({ length: 3 }, () => runJobs(cloud(), '2026-11-14T10:00:00Z')),
        ...Array.from({ length: 12 }, () => cloud().push(admin, add(admin, place, 1))),
        cloud().rpc(admin, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 1 }),
      ])
      expect(all.filter(({ status }) => status === 'rejected')).toEqual([])
      await expectRecomputable(cloud())
    })
  },
  { on: ['PostgreSQL'] },
)
