import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Place } from './cloud.ts'
import { archivesOf, expectBalanced, peopleOf, periodOf, previewOf, putBack, runJobs } from './nights.ts'
import { expectRecomputable } from './recompute.ts'
import { add, op } from './shapes.ts'

let month = 0
/** A night of its own for each test. */
const nightOf = async (cloud: Cloud): Promise<string> => {
  const night = new Date(Date.UTC(2030, ++month, 15)).toISOString().slice(0, 10)
  await runJobs(cloud, `${night}T12:00:00Z`)
  return night
}

describeCloud('everything back to one night', (cloud) => {
  it('takes points, people, ranks, columns and names back, in one version, archived first', async () => {
    const boss = await cloud().person('superuser')
    const [touched, still] = [await cloud().place([4, 6]), await cloud().place([1])]
    const night = await nightOf(cloud())
    const was = await peopleOf(cloud(), touched)
    const [first, second] = touched.employees
    await cloud().push(boss, add(boss, touched, 5))
    await cloud().push(
      boss,
      op(boss, 'employee.delete', { institution: touched.institution, employee: first, seen: 2, after: [] }),
      op(boss, 'employee.edit', {
        institution: touched.institution,
        employee: second,
        set: { name: ['Om 1', 'Altul'] },
      }),
      op(boss, 'institution.ranks', { institution: touched.institution, ranks: [{ 1: 'Ofițer' }, {}] }),
    )
    await cloud().sql(`update institutions set name = 'Alt nume', columns = '["X"]' where id = $1`, [
      touched.institution,
    ])
    const preview = await previewOf(cloud(), boss, night)
    const look = (place: Place) => preview.places.find(({ id }) => id === place.institution)
    expect(look(touched)).toMatchObject({
      is: 'changed',
      was: { employees: 2, points: 10 },
      now: { employees: 1, points: 11 },
    })
    expect(look(still)).toMatchObject({ is: 'same', was: { employees: 1, points: 1 } })

    const { before, after, results } = await putBack(cloud(), boss, night)
    expect(results).toMatchObject([{ status: 'applied' }])
    expect(after).toBe(before + 1)
    expect(await peopleOf(cloud(), touched)).toEqual(was)
    const [place] = await cloud().sql('select name, ranks, columns from institutions where id = $1', [
      touched.institution,
    ])
    expect(place).toEqual({
      name: `Poliție ${touched.institution.slice(0, 6)}`,
      ranks: { 1: 'Ofițer' },
      columns: [],
    })
    expect(await archivesOf(cloud(), touched)).toEqual(['before_restore 11'])
    expect([await periodOf(cloud(), touched), await periodOf(cloud(), still)]).toEqual([2, 1])
    expect(await archivesOf(cloud(), still)).toEqual([])
    const entries = await cloud().sql(
      `select kind from point_entries where institution = $1 and period = 2 group by 1`,
      [touched.institution],
    )
    expect(entries).toEqual([{ kind: 'restore' }])
    expect(await cloud().rpc<object[]>(boss, 'audit_list', { filter: { action: 'night.restore' } })).toMatchObject([
      { user: boss.id, new: { night, institutions: 1, employees: 2, replace: false } },
    ])
    expect(await cloud().rpc<object[]>(boss, 'sync_log_list', { filter: { type: 'restore' } })).toMatchObject([
      { status: 'success', items: 2, version: after },
    ])
    await expectRecomputable(cloud())
  })

  it('brings deleted cities and institutions back with their ids; edits made in their last week are refused', async () => {
    const boss = await cloud().person('superuser')
    const place = await cloud().place([7, 8])
    await cloud().rpc(boss, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 1 })
    await cloud().push(boss, add(boss, place, 3, { period: 2 }))
    const empty = await cloud().place([], place.city)
    const night = await nightOf(cloud())
    const was = await peopleOf(cloud(), place)
    const seen = [place.institution, empty.institution]
    await cloud().rpc(boss, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 2 })
    const { results } = await cloud().push(boss, op(boss, 'city.delete', { city: place.city, seen }))
    expect(results).toMatchObject([{ status: 'applied' }])
    const preview = await previewOf(cloud(), boss, night)
    expect(preview.cities).toHaveLength(1)
    expect(preview.places.filter(({ is }) => is === 'back')).toHaveLength(2)

    const { before, after } = await putBack(cloud(), boss, night)
    expect(after).toBe(before + 1)
    expect(await peopleOf(cloud(), place)).toEqual(was)
    expect(await cloud().sql('select id from institutions where city = $1 order by id', [place.city])).toEqual(
      seen.sort().map((id) => ({ id })),
    )
    for (const period of [1, 2, 3]) {
      const late = await cloud().push(boss, add(boss, place, 1, { period }))
      expect(late.results, `week ${period}`).toMatchObject([{ status: 'conflict', code: 'period_closed' }])
    }
    const { results: now } = await cloud().push(
      boss,
      add(boss, place, 1, { period: (await periodOf(cloud(), place)) as number }),
    )
    expect(now).toMatchObject([{ status: 'applied' }])
    await expectBalanced(cloud(), place)
  })

  it('leaves what was made since, and people too unless they are to go', async () => {
    const boss = await cloud().person('superuser')
    const place = await cloud().place([1])
    const night = await nightOf(cloud())
    const since = await cloud().place([5])
    const newcomer = randomUUID()
    await cloud().push(
      boss,
      op(boss, 'employee.create', {
        institution: place.institution,
        employee: newcomer,
        name: 'Nou',
        discord: '',
        rank: null,
        fields: {},
        points: 2,
      }),
    )
    const { places } = await previewOf(cloud(), boss, night)
    expect(places.find(({ id }) => id === place.institution)).toMatchObject({ added: { employees: 1, points: 2 } })
    expect(places.find(({ id }) => id === since.institution)).toMatchObject({ is: 'since', was: null })
    await putBack(cloud(), boss, night)
    expect(await peopleOf(cloud(), place)).toHaveLength(2)
    expect(await peopleOf(cloud(), since)).toMatchObject([{ points: 5 }])
    await expectBalanced(cloud(), place)

    await putBack(cloud(), boss, night, { replace: true })
    expect((await peopleOf(cloud(), place)).map(({ id }) => id)).toEqual(place.employees)
    expect(await peopleOf(cloud(), since)).toMatchObject([{ points: 5 }])
    expect(await archivesOf(cloud(), place)).toEqual(['before_restore 3', 'before_restore 3'])
    await expectBalanced(cloud(), place)
  })

  it('finds people wherever they have moved, and loses nobody on the way', async () => {
    const boss = await cloud().person('superuser')
    const [here, there] = [await cloud().place([10, 20]), await cloud().place([30])]
    const night = await nightOf(cloud())
    const since = await cloud().place([])
    const [a, b] = here.employees
    const [c] = there.employees
    const move = (from: Place, to: Place, employee: string | undefined) =>
      op(boss, 'employee.move', { institution: from.institution, employee, to: to.institution, seen: 1, after: [] })
    const { results } = await cloud().push(boss, move(here, there, a), move(here, since, b), move(there, here, c))
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])

    await putBack(cloud(), boss, night, { replace: true })
    expect((await peopleOf(cloud(), here)).map(({ id, points }) => [id, points])).toEqual([
      [a, 10],
      [b, 20],
    ])
    expect((await peopleOf(cloud(), there)).map(({ id, points }) => [id, points])).toEqual([[c, 30]])
    expect(await peopleOf(cloud(), since)).toEqual([])
    expect(await archivesOf(cloud(), since)).toEqual(['before_restore 20'])
    await expectBalanced(cloud(), here, there, since)
  })

  it('gives names back that were exchanged, and a free one where somebody has taken it since', async () => {
    const boss = await cloud().person('superuser')
    const a = await cloud().place([1])
    const b = await cloud().place([2], a.city)
    const other = await cloud().place([3])
    const name = async ({ institution }: Place) =>
      (await cloud().sql('select name from institutions where id = $1', [institution]))[0]?.['name']
    const city = async (id: string) => (await cloud().sql('select name from cities where id = $1', [id]))[0]?.['name']
    const [was, wasB, wasCity] = [await name(a), await name(b), await city(other.city)]
    const night = await nightOf(cloud())
    await cloud().sql(`update institutions set name = 'x' where id = $1`, [a.institution])
    await cloud().sql(`update institutions set name = $2 where id = $1`, [b.institution, was])
    await cloud().sql(`update institutions set name = $2 where id = $1`, [a.institution, wasB])
    await cloud().push(boss, op(boss, 'city.delete', { city: other.city, seen: [other.institution] }))
    const taker = randomUUID()
    await cloud().push(boss, op(boss, 'city.create', { city: taker, name: String(wasCity).toUpperCase() }))
    expect((await previewOf(cloud(), boss, night)).places.filter(({ is }) => is === 'renamed')).toHaveLength(2)

    await putBack(cloud(), boss, night)
    expect([await name(a), await name(b)]).toEqual([was, wasB])
    expect([await periodOf(cloud(), a), await periodOf(cloud(), b)]).toEqual([1, 1])
    expect(await city(other.city)).toBe(`${String(wasCity)} (2)`)
    expect(await city(taker)).toBe(String(wasCity).toUpperCase())
    await expectRecomputable(cloud())
  })

  it('is done once: for one op, for two superusers, and not over a week that was closed since the look', async () => {
    const [boss, other] = [await cloud().person('superuser'), await cloud().person('superuser')]
    const place = await cloud().place([4])
    const night = await nightOf(cloud())
    await cloud().push(boss, add(boss, place, 5))
    const { expected } = await previewOf(cloud(), boss, night)
    // Points that were given since the look do not keep it from being done: they are in the archive.
    await cloud().push(boss, add(boss, place, 1))
    const id = randomUUID()
    const both = await Promise.all([
      putBack(cloud(), boss, night, { expected, op: id }),
      putBack(cloud(), other, night, { expected }),
    ])
    const verdicts = both.map(({ results }) => results[0])
    expect(verdicts.map((one) => one?.status).sort()).toEqual(['applied', 'conflict'])
    expect(verdicts.find((one) => one?.status === 'conflict')?.code).toBe('changed_since')
    expect(await archivesOf(cloud(), place)).toEqual(['before_restore 10'])
    const again = await putBack(cloud(), boss, night, { expected, op: id })
    expect(again.results[0]).toMatchObject({ status: 'duplicate' })
    expect(again.after).toBe(again.before)

    const look = await previewOf(cloud(), boss, night)
    await cloud().rpc(boss, 'reset_points', { op: randomUUID(), institution: place.institution, expected_period: 2 })
    const late = await putBack(cloud(), boss, night, { expected: look.expected })
    expect(late.results).toMatchObject([{ code: 'changed_since' }])
    const never = await putBack(cloud(), boss, '2001-01-01', { expected: look.expected })
    expect(never.results).toMatchObject([{ code: 'night_gone' }])
    await expect(previewOf(cloud(), boss, '2001-01-01')).rejects.toThrow('night_gone')
  })

  it('is for superusers; pushed like an edit it is unknown', async () => {
    const admin = await cloud().person('admin')
    const boss = await cloud().person('superuser')
    const night = await nightOf(cloud())
    for (const [call, args] of [
      ['nights_list', {}],
      ['night_preview', { night }],
      ['restore_night', { op: randomUUID(), night, expected: '' }],
    ] as const)
      await expect(cloud().rpc(admin, call, args), call).rejects.toThrow('denied')
    const { expected } = await previewOf(cloud(), boss, night)
    const { results } = await cloud().push(boss, op(boss, 'night.restore', { night, expected }))
    expect(results).toMatchObject([{ status: 'invalid', code: 'unknown_kind' }])
    const [line] = await cloud().rpc<object[]>(boss, 'nights_list')
    expect(line).toMatchObject({ night, failed: 0, done_at: expect.any(Number) })
  })
})
