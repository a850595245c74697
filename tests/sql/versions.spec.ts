import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud } from './cloud.ts'
import { schemaFiles } from './engines.ts'
import { expectRecomputable } from './recompute.ts'
import { add, op } from './shapes.ts'

describeCloud('versions', (cloud) => {
  /** How far some work moved the version. */
  const moved = async (work: (cloud: Cloud) => Promise<unknown>) => {
    const before = await cloud().version()
    await work(cloud())
    await expectRecomputable(cloud())
    return (await cloud().version()) - before
  }

  it('start at one, with a recomputable root', async () => {
    expect(await cloud().version()).toBe(1)
    await expectRecomputable(cloud())
  })

  it('move by one for every kind of direct write, and not for a write that changes nothing', async () => {
    const c = cloud()
    const { city, institution, employees } = await c.place([3, 4])
    const person = await c.person()
    const writes: [string, unknown[], number][] = [
      ['insert into cities (id, name) values ($1, $2)', [randomUUID(), 'Nou'], 1],
      ['update cities set name = $2 where id = $1', [city, 'Iași'], 1],
      ['update cities set name = $2 where id = $1', [city, 'Iași'], 0],
      [`update institutions set ranks = '{"1": "Șef"}' where id = $1`, [institution], 1],
      ['update institutions set period = period + 1 where id = $1', [institution], 1],
      ['update employees set points = points + 1 where institution = $1', [institution], 1],
      ['update employees set points = points where institution = $1', [institution], 0],
      ['delete from employees where id = $1', [employees[0]], 1],
      [
        'insert into point_entries (institution, period, employee, delta, effective) values ($1, 2, $2, 1, 1)',
        [institution, employees[1]],
        1,
      ],
      ['update point_entries set reason = $2 where institution = $1', [institution, 'altfel'], 1],
      ['delete from point_entries where institution = $1', [institution], 1],
      [`update profiles set role = 'viewer' where id = $1`, [person.id], 1],
      [`insert into permissions (user_id, capability) values ($1, 'view')`, [person.id], 1],
      ['delete from permissions where user_id = $1', [person.id], 1],
      ['delete from auth.users where id = $1', [person.id], 1],
      ['delete from institutions where id = $1', [institution], 1],
    ]
    for (const [text, values, expected] of writes) expect(await moved(() => c.sql(text, values)), text).toBe(expected)
  })

  it('move by one when a city falls with all that is in it', async () => {
    const c = cloud()
    const first = await c.place([1, 2])
    await c.place([3], first.city)
    const admin = await c.person('admin')
    await c.push(admin, add(admin, first, 5))
    expect(await moved(() => c.sql('delete from cities where id = $1', [first.city]))).toBe(1)
    const gone = await c.sql('select data_hash, version from sync_metadata where sync_key = any ($1)', [
      [`roster:${first.institution}`, `ledger:${first.institution}`],
    ])
    const version = await c.version()
    expect(gone).toEqual([
      { data_hash: '', version },
      { data_hash: '', version },
    ])
  })

  it('move by one for a transaction over many tables, however often it is sealed', async () => {
    const c = cloud()
    const place = await c.place([1, 2])
    const steps = () =>
      c.db.transaction(async (query) => {
        await query('update employees set points = 9 where institution = $1', [place.institution])
        await query('select private.seal()')
        await query(
          'insert into point_entries (institution, period, employee, delta, effective) values ($1, 1, $2, 8, 8)',
          [place.institution, place.employees[0]],
        )
        await query('select private.seal()')
        await query(
          'insert into point_entries (institution, period, employee, delta, effective) values ($1, 1, $2, 7, 7)',
          [place.institution, place.employees[1]],
        )
        await query(`update cities set name = name || '!' where id = $1`, [place.city])
      })
    expect(await moved(steps)).toBe(1)
    const batches = await c.sql(
      'select n, jsonb_array_length(body::jsonb) as entries from ledger_batches where institution = $1',
      [place.institution],
    )
    expect(batches).toEqual([{ n: 1, entries: 2 }])
  })

  it('do not move when a transaction undoes what it did, or fails', async () => {
    const c = cloud()
    const { institution, city } = await c.place([1])
    const undone = () =>
      c.db.transaction(async (query) => {
        await query(`update institutions set name = name || '!' where id = $1`, [institution])
        await query(`update institutions set name = left(name, -1) where id = $1`, [institution])
        const passing = randomUUID()
        await query('insert into institutions (id, city, name) values ($1, $2, $3)', [passing, city, passing])
        await query('delete from institutions where id = $1', [passing])
      })
    expect(await moved(undone)).toBe(0)
    expect(await moved(() => c.sql(`update cities set name = '' where id = $1`, [city]).catch(() => 'refused'))).toBe(0)
  })

  it('move for people, while the root stays', async () => {
    const c = cloud()
    const root = async () =>
      (await c.sql(`select data_hash from sync_metadata where sync_key = 'global_version'`))[0]?.['data_hash']
    const before = await root()
    expect(await moved(() => c.person('user', [{ capability: 'view' }]))).toBe(2)
    expect(await root()).toBe(before)
  })

  it('do not move for bookkeeping', async () => {
    const c = cloud()
    const admin = await c.person('superuser')
    const place = await c.place([5])
    const { results } = await c.rpc<{ results: { archive: { id: string; path: string } }[] }>(admin, 'reset_points', {
      op: randomUUID(),
      institution: place.institution,
      expected_period: 1,
    })
    const { id, path } = results[0]?.archive ?? { id: '', path: '' }
    const quiet: (() => Promise<unknown>)[] = [
      () => c.sql(`insert into storage.objects (bucket_id, name) values ('arhiva', $1)`, [path]),
      () => c.rpc(admin, 'archive_uploaded', { id }),
      () => c.sql(`select private.make_archive(i, 'backup') from institutions i where id = $1`, [place.institution]),
      () => c.rpc(admin, 'report_device', { device: randomUUID(), info: { version: 1, unsent: 2 } }),
      () => c.rpc(admin, 'log_sync', { entries: [{ id: randomUUID(), type: 'download', status: 'success' }] }),
      () => c.rpc(admin, 'force_sync', { reason: 'test' }),
      () => c.rpc(admin, 'settings_set', { patch: { policy: 'relevant', min_client: 1 } }),
      () => c.rpc(admin, 'refresh_profile').then(() => c.rpc(admin, 'refresh_profile')),
      () => c.push(admin, op(admin, 'nothing.known'), add(admin, place, 1, { period: 77 })),
    ]
    await c.rpc(admin, 'refresh_profile')
    for (const work of quiet) expect(await moved(work), work.toString()).toBe(0)
  })

  it('cannot be passed by with truncate', async () => {
    for (const table of ['cities', 'institutions', 'employees', 'point_entries', 'archives', 'profiles', 'permissions'])
      await expect(cloud().sql(`truncate public.${table} cascade`), table).rejects.toThrow(/not allowed/)
  })

  it('stay, with every hash, when sql/ is applied again', async () => {
    const c = cloud()
    const state = () => c.sql('select sync_key, version, data_hash from sync_metadata order by sync_key')
    const before = await state()
    for (const text of await schemaFiles()) await c.db.script(text)
    expect(await state()).toEqual(before)
    await expectRecomputable(c)
  })

  it('stay when everything is resealed, except for ledgers, which start over', async () => {
    const c = cloud()
    const admin = await c.person('admin')
    const place = await c.place([1])
    await c.push(admin, add(admin, place, 1))
    await c.push(admin, add(admin, place, 1))
    const before = await c.version()
    await c.sql('select private.reseal()')
    await expectRecomputable(c)
    expect(
      await c.sql('select sync_key from sync_metadata where version > $1 order by 1', [before]),
    ).not.toContainEqual({
      sync_key: 'directory',
    })
  })
})

describeCloud(
  'sql/ in one transaction',
  (cloud) => {
    it('applies, and again over data', async () => {
      const c = cloud()
      expect(await c.version()).toBe(1)
      await c.place([1, 2])
      const before = await c.version()
      await c.script((await schemaFiles()).join('\n'))
      expect(await c.version()).toBe(before)
      await expectRecomputable(c)
    })

    it('rebuilds a stored leaf that is broken when a device asks, and leaves sound ones alone', async () => {
      const c = cloud()
      const admin = await c.person('admin')
      const place = await c.place([1])
      await c.push(admin, add(admin, place, 1))
      const keys = ['directory', `roster:${place.institution}`, `ledger:${place.institution}`, 'global_version']
      const before = await c.version()
      expect(await c.rpc(admin, 'reseal', { keys })).toEqual({ resealed: [] })
      expect(await c.rpc(await c.person(), 'reseal', { keys })).toEqual({ resealed: [] })
      await c.sql(`update leaf_bodies set body = replace(body, '"points":2', '"points":3') where sync_key = $1`, [
        keys[1],
      ])
      await c.sql(`update ledger_batches set body = replace(body, 'test', 'tests') where institution = $1`, [
        place.institution,
      ])
      await expect(expectRecomputable(c)).rejects.toThrow()
      expect(await c.rpc(admin, 'reseal', { keys })).toEqual({ resealed: [keys[2], keys[1]] })
      expect(await c.version()).toBe(before + 2)
      await expectRecomputable(c)
    })

    it('reseals what was written behind its back', async () => {
      const c = cloud()
      const { institution } = await c.place([5])
      await c.db.transaction(async (query) => {
        await query(`alter table employees disable trigger user`)
        await query('update employees set points = 6 where institution = $1', [institution])
        await query('alter table employees enable trigger user')
      })
      await expect(expectRecomputable(c)).rejects.toThrow()
      const before = await c.version()
      await c.sql('select private.reseal()')
      expect(await c.version()).toBe(before + 1)
      await expectRecomputable(c)
    })
  },
  { atOnce: true },
)
