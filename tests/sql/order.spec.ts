import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { schemaFiles } from './engines.ts'
import { expectRecomputable } from './recompute.ts'
import { type Envelope, op } from './shapes.ts'

describeCloud('the order of places', (cloud) => {
  const pushed = async (person: Person, ...ops: ReturnType<typeof op>[]) => (await cloud().push(person, ...ops)).results
  const order = async (where: string, values: string[]) =>
    (await cloud().sql(`select id, place from institutions where ${where} order by place`, values))
      .filter(({ place }) => place !== null)
      .map(({ id }) => id)

  /** A city with three institutions, and how to order them. */
  async function city(person: Person) {
    const { city, institution: a } = await cloud().place([1])
    const [b, c] = [(await cloud().place([], city)).institution, (await cloud().place([], city)).institution]
    const sort = (old: string[], fresh: string[]) => op(person, 'institution.order', { city, order: [old, fresh] })
    return { city, a, b, c, sort, now: () => order('city = $1', [city]) }
  }

  it('is set as a whole, three ways', async () => {
    const admin = await cloud().person('admin')
    const { a, b, c, sort, now } = await city(admin)
    expect(await pushed(admin, sort([], [c, a]), sort([], [c, a]), sort([], [a, c]))).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'conflict', code: 'clash', theirs: { order: [c, a] } },
    ])
    expect(await now()).toEqual([c, a])
    expect(await pushed(admin, sort([c, a], [b, a, c]))).toMatchObject([{ status: 'applied' }])
    expect(await now()).toEqual([b, a, c])
    expect(await pushed(admin, sort([b, a, c], []))).toMatchObject([{ status: 'applied' }])
    expect(await now()).toEqual([])
  })

  it('does not mind what was created or deleted meanwhile, nor places of elsewhere', async () => {
    const admin = await cloud().person('admin')
    const { city: place, a, b, c, sort, now } = await city(admin)
    const other = await cloud().place()
    await pushed(admin, sort([], [a, b, c]))
    const fresh = (await cloud().place([], place)).institution
    await cloud().sql('delete from institutions where id = $1', [b])
    const wanted = sort([a, b, c], [c, b, a, other.institution, randomUUID()])
    expect(await pushed(admin, wanted)).toMatchObject([{ status: 'applied' }])
    expect(await now()).toEqual([c, a])
    expect(
      await cloud().sql('select place from institutions where id = any($1)', [[fresh, other.institution]]),
    ).toEqual([{ place: null }, { place: null }])
  })

  it('of cities is one for all', async () => {
    const admin = await cloud().person('admin')
    const held = (await cloud().sql('select id from cities where place is not null order by place')).map(({ id }) => id)
    const [one, two] = [(await cloud().place()).city, (await cloud().place()).city]
    const sort = (...pair: unknown[]) => op(admin, 'city.order', { order: pair })
    expect(await pushed(admin, sort(held, [two, one]), sort(held, [one, two, ...held]))).toMatchObject([
      { status: 'applied' },
      { status: 'conflict', code: 'clash', theirs: { order: [two, one] } },
    ])
    const { bodies } = await cloud().rpc<Envelope>(admin, 'sync_delta')
    const { cities } = JSON.parse(bodies['directory'] ?? '') as { cities: { id: string; place: number | null }[] }
    expect(cities.filter(({ place }) => place !== null).sort((x, y) => (x.place ?? 0) - (y.place ?? 0))).toMatchObject([
      { id: two, place: 1 },
      { id: one, place: 2 },
    ])
  })

  it('is refused to who may not edit there, and when it is malformed', async () => {
    const admin = await cloud().person('admin')
    const { city: place, a, b } = await city(admin)
    const local = await cloud().person('user', [{ institution: a, capability: 'edit' }])
    const wide = await cloud().person('user', [{ city: place, capability: 'edit' }])
    const sort = (person: Person, ...pair: unknown[]) => op(person, 'institution.order', { city: place, order: pair })
    expect(await pushed(local, sort(local, [], [a]))).toMatchObject([{ status: 'denied' }])
    expect(await pushed(wide, sort(wide, [], [a]), op(wide, 'city.order', { order: [[], []] }))).toMatchObject([
      { status: 'applied' },
      { status: 'denied' },
    ])
    for (const wrong of [[[a]], [[a], [b, b]], [[a, a], [b]], [[a], ['x']], [[a], null], [a, b], [[a], { 0: b }]])
      expect(await pushed(admin, sort(admin, ...wrong)), JSON.stringify(wrong)).toMatchObject([
        { status: 'invalid', code: 'bad_op' },
      ])
    const many = Array.from({ length: 1001 }, () => randomUUID())
    expect(await pushed(admin, sort(admin, [a], many))).toMatchObject([{ status: 'invalid', code: 'too_large' }])
    const nowhere = op(admin, 'institution.order', { city: randomUUID(), order: [[], []] })
    expect(await pushed(admin, nowhere)).toMatchObject([{ status: 'conflict', code: 'city_gone' }])
  })

  it('changes the directory alone, and is told in the audit log', async () => {
    const admin = await cloud().person('admin')
    const { city: place, a, b, sort } = await city(admin)
    const sorted = sort([], [b, a])
    const answer = await cloud().push(admin, sorted)
    expect(answer.entries.map(({ key }) => key)).toEqual(['directory'])
    expect(await cloud().sql('select action, subject, old, new from audit_log where op = $1', [sorted.id])).toEqual([
      { action: 'institution.order', subject: place, old: [], new: [b, a] },
    ])
    const again = await cloud().push(admin, sort([b, a], [b, a]))
    expect([again.results[0]?.status, again.after - again.before]).toEqual(['applied', 0])
    await expectRecomputable(cloud())
  })

  it('comes to a cloud that was made before there was one', async () => {
    const c = cloud()
    const { institution } = await c.place([3])
    await c.script(`
      alter table cities drop column place;
      alter table institutions drop column place;
      create or replace function private.directory_body() returns text language plpgsql stable set search_path = '' as $old$
      begin return (select '{"cities":[' || coalesce((select string_agg(row_to_json(c)::text, ',' order by c.id)
        from (select id, name from public.cities) c), '') || '],"institutions":[]}'); end $old$`)
    await c.sql(`select private.mark(array['directory'])`)
    const before = await c.version()
    for (const text of await schemaFiles()) await c.script(text)
    expect(await c.version()).toBe(before + 1)
    const [leaf] = await c.sql(`select body from leaf_bodies where sync_key = 'directory'`)
    expect(leaf?.['body']).toContain(`"id":"${institution}"`)
    expect(leaf?.['body']).toContain('"place":null')
    await expectRecomputable(c)
  })
})
