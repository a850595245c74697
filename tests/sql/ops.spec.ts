import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person, type Place } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import { add, op } from './shapes.ts'

describeCloud('points ops', (cloud) => {
  const setting = async (...points: number[]) => ({
    person: await cloud().person('admin'),
    place: await cloud().place(points),
  })
  const points = async ({ institution }: Place) =>
    (await cloud().sql('select points from employees where institution = $1 order by id', [institution])).map(
      (row) => row['points'],
    )
  const pushed = async (person: Person, ...ops: ReturnType<typeof op>[]) => (await cloud().push(person, ...ops)).results

  it('say what really happened, never under 0', async () => {
    const { person, place } = await setting(3, 10)
    const [first = '', second = ''] = place.employees
    const [result] = await pushed(person, add(person, place, -5))
    expect(result).toMatchObject({ status: 'applied', effective: { [first]: -3, [second]: -5 } })
    expect(await points(place)).toEqual([0, 5])
    const entries = await cloud().sql(
      'select delta, effective, kind, reason, by from point_entries where institution = $1 order by seq',
      [place.institution],
    )
    expect(entries).toEqual([
      { delta: -5, effective: -3, kind: 'add', reason: 'test', by: person.name },
      { delta: -5, effective: -5, kind: 'add', reason: 'test', by: person.name },
    ])
  })

  it('reach those who are there and name the ones who are gone', async () => {
    const { person, place } = await setting(1)
    const gone = randomUUID()
    const [some, all] = await pushed(
      person,
      add(person, place, 1, { employees: [...place.employees, gone] }),
      add(person, place, 1, { employees: [gone] }),
    )
    expect(some).toMatchObject({ status: 'applied', theirs: { gone: [gone] } })
    expect(all).toMatchObject({ status: 'conflict', code: 'employee_gone', theirs: { gone: [gone] } })
    expect(await points(place)).toEqual([2])
  })

  it('of a closed period are conflicts', async () => {
    const { person, place } = await setting(1)
    const [old] = await pushed(person, add(person, place, 1, { period: 0 }))
    expect(old).toMatchObject({ status: 'conflict', code: 'period_closed', theirs: { period: 1 } })
    const [gone] = await pushed(person, add(person, { ...place, institution: randomUUID() }, 1))
    expect(gone).toMatchObject({ status: 'conflict', code: 'institution_gone' })
  })

  it('are undone by what they did, once; an undo is undone too', async () => {
    const { person, place } = await setting(3, 10)
    const target = add(person, place, -5)
    const undo = (of: string) => op(person, 'points.undo', { institution: place.institution, period: 1, target: of })
    const first = undo(target.id)
    const redo = undo(first.id)
    expect((await pushed(person, target, first)).map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await points(place)).toEqual([3, 10])
    expect(await pushed(person, undo(target.id))).toMatchObject([{ status: 'conflict', code: 'target_gone' }])
    expect(await pushed(person, redo)).toMatchObject([{ status: 'applied' }])
    expect(await points(place)).toEqual([0, 5])
    expect(await pushed(person, undo(randomUUID()))).toMatchObject([{ status: 'conflict', code: 'target_gone' }])
  })

  it('are not undone across a reset, elsewhere, or when they are no points op', async () => {
    const { person, place } = await setting(3)
    const { institution } = place
    const { place: other } = await setting(3)
    const undo = (target: string, fields: object = {}) =>
      op(person, 'points.undo', { institution, period: 1, target, ...fields })
    const gone = { status: 'conflict', code: 'target_gone' }
    const given = add(person, place, 5)
    const made = op(person, 'employee.create', { institution, employee: randomUUID(), name: 'N', points: 4 })
    await pushed(person, given, made)
    // Who was created with points keeps them.
    expect(await pushed(person, undo(made.id), undo(given.id, { institution: other.institution }))).toMatchObject([
      gone,
      gone,
    ])
    await cloud().rpc(person, 'reset_points', { op: randomUUID(), institution, expected_period: 1 })
    await pushed(person, add(person, place, 9, { period: 2 }))
    expect(await pushed(person, undo(given.id, { period: 2 }))).toMatchObject([gone])
    expect((await points(place)).sort()).toEqual([0, 9])
    expect(await points(other)).toEqual([3])
  })

  it('marked as set are so in the ledger', async () => {
    const { person, place } = await setting(3)
    await pushed(person, add(person, place, 4, { set: true }))
    expect(await cloud().sql('select kind from point_entries where institution = $1', [place.institution])).toEqual([
      { kind: 'set' },
    ])
  })

  it('that are malformed or too large are invalid', async () => {
    const { person, place } = await setting(3)
    const bad: [object, string][] = [
      [{ delta: 0 }, 'bad_op'],
      [{ delta: 1.5 }, 'bad_op'],
      [{ delta: '1' }, 'bad_op'],
      [{ delta: 1_000_001 }, 'too_large'],
      [{ employees: [] }, 'bad_op'],
      [{ employees: 'all' }, 'bad_op'],
      [{ employees: ['x'] }, 'bad_op'],
      [{ employees: Array.from({ length: 1001 }, () => randomUUID()) }, 'too_large'],
      [{ reason: 'x'.repeat(501) }, 'too_large'],
      [{ reason: 7 }, 'bad_op'],
      [{ period: null }, 'bad_op'],
      [{ institution: 'nowhere' }, 'bad_op'],
    ]
    for (const [fields, code] of bad) {
      const [result] = await pushed(person, add(person, place, 1, fields))
      expect(result, JSON.stringify(fields).slice(0, 80)).toMatchObject({ status: 'invalid', code })
    }
    expect(await points(place)).toEqual([3])
    await expectRecomputable(cloud())
  })
})

describeCloud('ops of a push', (cloud) => {
  const setting = async () => ({ person: await cloud().person('admin'), place: await cloud().place([1]) })

  it('are applied once for ever, and a duplicate carries the first verdict', async () => {
    const { person, place } = await setting()
    const [good, late] = [add(person, place, 1), add(person, place, 1, { period: 9 })]
    const first = await cloud().push(person, good, late)
    const again = await cloud().push(person, good, late)
    expect(again.before).toBe(again.after)
    expect(again.entries).toEqual([])
    expect(again.results).toEqual(
      first.results.map((result) => ({
        id: result.id,
        status: 'duplicate',
        first: result,
        ...(result.version === undefined ? {} : { version: result.version }),
      })),
    )
    expect(again.contained).toEqual([good.id])
    const reused = await cloud().push(person, { ...good, delta: 2 })
    expect(reused.results).toEqual([{ id: good.id, status: 'invalid', code: 'op_reused' }])
  })

  it('of another user are refused, also under an id that is taken', async () => {
    const { person, place } = await setting()
    const other = await cloud().person('admin')
    const mine = add(person, place, 1)
    await cloud().push(person, mine)
    expect((await cloud().push(other, mine)).results).toMatchObject([{ status: 'denied', code: 'other_user' }])
    expect((await cloud().push(other, { ...mine, user: other.id })).results).toMatchObject([
      { status: 'invalid', code: 'op_reused' },
    ])
  })

  it('do not stop each other, and the good ones make one version', async () => {
    const { person, place } = await setting()
    const ops = [
      add(person, place, 1),
      op(person, 'employee.create', { institution: place.institution, employee: randomUUID(), name: '', discord: '' }),
      op(person, 'nothing.known'),
      add(person, place, 2),
    ]
    const { results, before, after } = await cloud().push(person, ...ops)
    expect(results.map(({ status }) => status)).toEqual(['applied', 'invalid', 'invalid', 'applied'])
    expect(after).toBe(before + 1)
    expect(results[0]?.version).toBe(after)
    await expectRecomputable(cloud())
  })

  it('of a kind that this cloud does not know may be sent again to a newer one', async () => {
    const { person } = await setting()
    const strange = op(person, 'nothing.known')
    for (let n = 0; n < 2; n += 1)
      expect((await cloud().push(person, strange)).results).toMatchObject([{ status: 'invalid', code: 'unknown_kind' }])
    expect(await cloud().sql('select id from applied_ops where id = $1', [strange.id])).toEqual([])
  })

  it('survive what JSON can say and PostgreSQL cannot', async () => {
    const { person, place } = await setting()
    const raw = (id: string, reason: string) =>
      JSON.stringify(add(person, place, 1, { id, reason: '?' })).replace('"?"', reason)
    const [nul, lone, fine] = [randomUUID(), randomUUID(), randomUUID()]
    const ops = `[${raw(nul, '"\\u0000"')}, ${raw(lone, '"\\ud800"')}, 7, ${raw(fine, '"a\\nb"')}]`
    const [row] = await cloud().as(person, (query) => query('select sync_push(ops => $1) as answer', [ops]))
    expect((row?.['answer'] as { results: unknown[] }).results).toMatchObject([
      { id: nul, status: 'invalid', code: 'bad_op' },
      { id: lone, status: 'invalid', code: 'bad_op' },
      { id: null, status: 'invalid', code: 'bad_op' },
      { id: fine, status: 'applied' },
    ])
    await expectRecomputable(cloud())
  })

  it('are limited to 500 a call', async () => {
    const { person, place } = await setting()
    const many = Array.from({ length: 501 }, () => add(person, place, 1))
    await expect(cloud().push(person, ...many)).rejects.toThrow('too_large')
    await expect(cloud().rpc(person, 'sync_push', { ops: '{}' })).rejects.toThrow('bad_op')
  })

  it('that meet trouble of the transaction itself are no verdicts', async () => {
    const { person, place } = await setting()
    for (const state of ['40001', '40P01', '53100', '55P03', '57014']) {
      await cloud().script(`create or replace function public.trouble() returns trigger language plpgsql as
        $$ begin raise exception 'trouble' using errcode = '${state}'; end $$;
        create or replace trigger trouble before insert on public.point_entries for each row execute function public.trouble();`)
      await expect(cloud().push(person, add(person, place, 1)), state).rejects.toThrow('trouble')
    }
    await cloud().script('drop function public.trouble() cascade')
    await expectRecomputable(cloud())
  })
})
