import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Person, type Place } from './cloud.ts'
import { add, type Delta, type Envelope, op, type Pulled } from './shapes.ts'

const capabilities = ['view', 'edit', 'score', 'reset', 'delete'] as const

describeCloud('access', (cloud) => {
  const state = (text: string) => expect.objectContaining({ code: text }) as Error
  const online = (c: Cloud, person: Person, name: string, args: object) =>
    c.rpc<Envelope>(person, name, { op: randomUUID(), ...args }).then(({ results }) => results[0])

  it('is refused to whoever is not signed in, to every table and call', async () => {
    const tables = await cloud().sql(`select tablename from pg_tables where schemaname = 'public'`)
    for (const { tablename } of tables)
      await expect(
        cloud().as(null, (query) => query(`select 1 from public.${String(tablename)}`)),
        String(tablename),
      ).rejects.toEqual(state('42501'))
    const calls = await cloud().sql(
      `select p.proname as name, coalesce((select string_agg('null::' || format_type(t, null), ', ') from unnest(p.proargtypes) t), '') as args
         from pg_proc p where pronamespace = 'public'::regnamespace`,
    )
    expect(calls.length).toBeGreaterThan(20)
    for (const { name, args } of calls)
      await expect(
        cloud().as(null, (query) => query(`select public.${String(name)}(${String(args)})`)),
        String(name),
      ).rejects.toEqual(state('42501'))
  })

  it('is refused with its own code to a token without a person', async () => {
    const nobody = cloud().db.transaction(async (query) => {
      await query(`select set_config('role', 'authenticated', true)`)
      return query('select public.sync_delta()')
    })
    await expect(nobody).rejects.toEqual(state('PT401'))
  })

  it('to tables is to the poll rows only, and never to write', async () => {
    const person = await cloud().person('superuser')
    await cloud().place([1])
    const seen = await cloud().as(person, (query) =>
      query('select sync_key from public.sync_metadata order by sync_key'),
    )
    expect(seen.map(({ sync_key }) => sync_key)).toEqual([
      'force_sync',
      'global_version',
      `me:${person.id}`,
      'min_client',
    ])
    const tables = await cloud().sql(`select tablename from pg_tables where schemaname = 'public'`)
    for (const { tablename } of tables) {
      const table = `public.${String(tablename)}`
      if (tablename !== 'sync_metadata')
        await expect(
          cloud().as(person, (query) => query(`select 1 from ${table}`)),
          table,
        ).rejects.toEqual(state('42501'))
      for (const write of [`delete from ${table}`, `insert into ${table} default values`, `truncate ${table}`])
        await expect(
          cloud().as(person, (query) => query(write)),
          write,
        ).rejects.toEqual(state('42501'))
    }
    await expect(cloud().as(person, (query) => query(`update public.sync_metadata set version = 1`))).rejects.toEqual(
      state('42501'),
    )
    await expect(cloud().as(person, (query) => query(`select private.make_owner('${person.id}')`))).rejects.toEqual(
      state('42501'),
    )
  })

  it('of server programs is sealed like everybody else’s', async () => {
    const before = await cloud().version()
    await cloud().db.transaction(async (query) => {
      await query(`select set_config('role', 'service_role', true)`)
      await query('insert into public.cities (name) values ($1)', [`Oraș ${randomUUID()}`])
    })
    expect(await cloud().version()).toBe(before + 1)
  })

  it('of somebody without permission ends at their own leaf', async () => {
    const person = await cloud().person('user')
    const place = await cloud().place([1])
    const answer = await cloud().rpc<Delta>(person, 'sync_delta')
    expect(answer.entries.map(({ key }) => key)).toEqual([`me:${person.id}`])
    const keys = [
      'directory',
      `roster:${place.institution}`,
      `ledger:${place.institution}`,
      `me:${(await cloud().person()).id}`,
    ]
    expect(await cloud().rpc(person, 'sync_pull', { keys })).toEqual([])
    expect((await cloud().push(person, add(person, place, 1))).results).toMatchObject([{ status: 'denied' }])
  })

  /** What a person is answered for one op of each kind at a place. */
  const verdicts = async (person: Person, place: Place) => {
    const { institution, employees, city } = place
    const [employee] = employees
    const other = await cloud().place([], city)
    const ops = {
      score: op(person, 'points.add', { institution, period: 1, employees, delta: 1, reason: '' }),
      undo: op(person, 'points.undo', { institution, period: 1, target: randomUUID() }),
      create: op(person, 'employee.create', { institution, employee: randomUUID(), name: 'N' }),
      rich: op(person, 'employee.create', { institution, employee: randomUUID(), name: 'N', points: 1 }),
      edit: op(person, 'employee.edit', { institution, employee, set: { name: ['?', '?'] } }),
      move: op(person, 'employee.move', { institution, employee, to: other.institution, seen: 0, after: [] }),
      remove: op(person, 'employee.delete', { institution, employee, seen: 0, after: [] }),
      ranks: op(person, 'institution.ranks', { institution, ranks: [{}, { 1: 'x' }] }),
      columns: op(person, 'institution.columns', { institution, columns: [['?'], ['x']] }),
      rename: op(person, 'institution.rename', { institution, name: ['?', '!'] }),
      close: op(person, 'institution.delete', { institution, seen: 0, after: [] }),
      found: op(person, 'institution.create', { institution: randomUUID(), city, name: randomUUID() }),
      city: op(person, 'city.create', { city: randomUUID(), name: randomUUID() }),
      renameCity: op(person, 'city.rename', { city, name: ['?', '!'] }),
      sortCities: op(person, 'city.order', { order: [[], []] }),
      sort: op(person, 'institution.order', { city, order: [[], []] }),
      raze: op(person, 'city.delete', { city, seen: [] }),
    }
    const { results } = await cloud().push(person, ...Object.values(ops))
    const reset = await online(cloud(), person, 'reset_points', { institution, expected_period: 0 })
    const all = [...results.map((result, index) => [Object.keys(ops)[index], result.status]), ['reset', reset?.status]]
    return all.filter(([, status]) => status !== 'denied').map(([name]) => name)
  }
  const inside = {
    view: [],
    score: ['score', 'undo'],
    edit: ['create', 'edit', 'ranks', 'columns', 'rename'],
    delete: ['remove', 'close'],
    reset: ['reset'],
  }

  it('by a capability at an institution is to that institution and that kind of op', async () => {
    for (const capability of capabilities) {
      const [place, other] = [await cloud().place([1]), await cloud().place([1])]
      const person = await cloud().person('user', [{ institution: place.institution, capability }])
      expect(await verdicts(person, place), capability).toEqual(inside[capability])
      expect(await verdicts(person, other), capability).toEqual([])
    }
  })

  it('by a capability at a city is to its institutions, by a global one to all', async () => {
    const more = { view: [], score: [], edit: ['move', 'found', 'sort'], delete: ['raze'], reset: [] }
    const sorted = (list: (string | undefined)[]) => list.sort()
    for (const capability of capabilities) {
      const [place, other] = [await cloud().place([1]), await cloud().place([1])]
      const inCity = await cloud().person('user', [{ city: place.city, capability }])
      expect(sorted(await verdicts(inCity, place)), capability).toEqual(
        [...inside[capability], ...more[capability]].sort(),
      )
      expect(await verdicts(inCity, other), capability).toEqual([])
      const global = await cloud().person('user', [{ capability }])
      const cities = capability === 'edit' ? ['city', 'renameCity', 'sortCities'] : []
      expect(sorted(await verdicts(global, other)), capability).toEqual(
        [...inside[capability], ...more[capability], ...cities].sort(),
      )
    }
  })

  it('of admins and superusers is to everything, of viewers never to more than view', async () => {
    for (const role of ['admin', 'superuser'] as const)
      expect((await verdicts(await cloud().person(role), await cloud().place([1]))).length).toBe(18)
    const place = await cloud().place([1])
    const viewer = await cloud().person('viewer', [
      { capability: 'edit' },
      { capability: 'score' },
      { capability: 'reset' },
      { capability: 'delete' },
    ])
    expect(await verdicts(viewer, place)).toEqual([])
    expect((await cloud().rpc<Delta>(viewer, 'sync_delta')).entries.map(({ key }) => key)).toContain(
      `roster:${place.institution}`,
    )
  })

  it('shows a scoped person their places only, and no more of them when they are gone or withdrawn', async () => {
    const [place, other] = [await cloud().place([1]), await cloud().place([2])]
    const next = await cloud().place([3], place.city)
    const person = await cloud().person('user', [{ institution: place.institution, capability: 'score' }])
    const cityPerson = await cloud().person('user', [{ city: place.city, capability: 'view' }])
    const rosters = async (who: Person, args: object = {}) =>
      (await cloud().rpc<Delta>(who, 'sync_delta', { ...args })).entries
        .map(({ key }) => key)
        .filter((key) => key.startsWith('roster:'))
    expect(await rosters(person)).toEqual([`roster:${place.institution}`])
    expect(await rosters(cityPerson)).toEqual([`roster:${place.institution}`, `roster:${next.institution}`].sort())
    const keys = [`roster:${other.institution}`, `roster:${place.institution}`]
    expect((await cloud().rpc<Pulled[]>(person, 'sync_pull', { keys })).map(({ key }) => key)).toEqual([
      `roster:${place.institution}`,
    ])
    const { version, root } = await cloud().rpc<Delta>(cityPerson, 'sync_delta')
    await cloud().sql('delete from institutions where id = $1', [other.institution])
    expect(await rosters(cityPerson, { since: version, root })).toEqual([])
    await cloud().sql('delete from institutions where id = $1', [place.institution])
    expect(await rosters(cityPerson, { since: version, root })).toEqual([`roster:${place.institution}`])
    expect(await rosters(person)).toEqual([])
  })
})
