import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person, type Place } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import { add, op } from './shapes.ts'

describeCloud('employees', (cloud) => {
  const setting = async (...points: number[]) => ({
    person: await cloud().person('admin'),
    place: await cloud().place(points),
  })
  const row = async (id: string | undefined) => (await cloud().sql('select * from employees where id = $1', [id]))[0]
  const pushed = async (person: Person, ...ops: ReturnType<typeof op>[]) => (await cloud().push(person, ...ops)).results
  const edit = (person: Person, { institution, employees }: Place, set: object) =>
    op(person, 'employee.edit', { institution, employee: employees[0], set })
  const sums = (place: Place) =>
    cloud().sql(
      `select (select coalesce(sum(points), 0) from employees where institution = $1)
            = (select coalesce(sum(effective), 0) from point_entries where institution = $1) as equal`,
      [place.institution],
    )

  it('are created with the id that the device chose, their points in the ledger', async () => {
    const { person, place } = await setting()
    const employee = randomUUID()
    const create = op(person, 'employee.create', {
      institution: place.institution,
      employee,
      name: '  Dana Șerban ',
      discord: 'dana',
      rank: 1,
      fields: { 'SERIE DE BULETIN': 'X1', gol: '' },
      points: 4,
    })
    expect(await pushed(person, create)).toMatchObject([{ status: 'applied' }])
    expect(await row(employee)).toMatchObject({
      name: 'Dana Șerban',
      rank: 1,
      fields: { 'SERIE DE BULETIN': 'X1' },
      points: 4,
      rev: 1,
    })
    expect(await sums(place)).toEqual([{ equal: true }])
    const twice = op(person, 'employee.create', { institution: place.institution, employee, name: 'Alt' })
    expect(await pushed(person, twice)).toMatchObject([{ status: 'conflict', code: 'clash' }])
    const nowhere = op(person, 'employee.create', { institution: randomUUID(), employee: randomUUID(), name: 'Alt' })
    expect(await pushed(person, nowhere)).toMatchObject([{ status: 'conflict', code: 'institution_gone' }])
  })

  it('may share a name, and need a name or a nick', async () => {
    const { person, place } = await setting()
    const create = (name: string, discord: string) =>
      op(person, 'employee.create', { institution: place.institution, employee: randomUUID(), name, discord })
    expect(
      await pushed(person, create('Ion', ''), create('Ion', ''), create('', 'ion'), create(' ', '')),
    ).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'applied' },
      { status: 'invalid', code: 'bad_op' },
    ])
  })

  it('are edited three ways, field by field, all or nothing', async () => {
    const { person, place } = await setting(1)
    const [id] = place.employees
    await cloud().sql(`update institutions set columns = '["CNP"]' where id = $1`, [place.institution])
    expect(
      await pushed(person, edit(person, place, { name: ['Om 0', 'Ana'], 'fields.CNP': [null, '1'], rank: [null, 2] })),
    ).toMatchObject([{ status: 'applied' }])
    expect(await row(id)).toMatchObject({ name: 'Ana', fields: { CNP: '1' }, rank: 2, rev: 2 })
    // what they wanted is there already
    expect(await pushed(person, edit(person, place, { name: ['Om 0', 'Ana'] }))).toMatchObject([{ status: 'applied' }])
    const clash = edit(person, place, { name: ['Om 0', 'Eva'], discord: ['', 'eva'], 'fields.CNP': [null, '2'] })
    expect(await pushed(person, clash)).toMatchObject([
      { status: 'conflict', code: 'clash', theirs: { name: 'Ana', 'fields.CNP': '1' } },
    ])
    expect(await row(id)).toMatchObject({ name: 'Ana', discord: '', fields: { CNP: '1' } })
    expect(await pushed(person, edit(person, place, { 'fields.CNP': ['1', ''], rank: [2, null] }))).toMatchObject([
      { status: 'applied' },
    ])
    expect(await row(id)).toMatchObject({ fields: {}, rank: null })
    for (const set of [
      {},
      { points: [1, 2] },
      { name: 'Ana' },
      { name: ['Ana'] },
      { name: ['Ana', 7] },
      { rank: [null, 'x'] },
      { fields: [{}, {}] },
    ])
      expect(await pushed(person, edit(person, place, set)), JSON.stringify(set)).toMatchObject([{ status: 'invalid' }])
    const gone = op(person, 'employee.edit', {
      institution: place.institution,
      employee: randomUUID(),
      set: { name: ['a', 'b'] },
    })
    expect(await pushed(person, gone)).toMatchObject([{ status: 'conflict', code: 'employee_gone' }])
  })

  it('keep values of columns that are gone, out of sight, and take no new ones', async () => {
    const { person, place } = await setting(1)
    const { institution, employees } = place
    const columns = (old: string[], fresh: string[]) =>
      op(person, 'institution.columns', { institution, columns: [old, fresh] })
    const dropped = await pushed(
      person,
      columns([], ['CNP', 'SERIE']),
      edit(person, place, { 'fields.CNP': ['', '1'], 'fields.SERIE': ['', 'X'] }),
      columns(['CNP', 'SERIE'], ['SERIE']),
      edit(person, place, { name: ['Om 0', 'Ana'], 'fields.CNP': ['1', '2'], 'fields.SERIE': ['X', 'Y'] }),
    )
    expect(dropped).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'applied' },
      { status: 'conflict', code: 'column_gone', theirs: { columns: ['CNP'] } },
    ])
    expect(await row(employees[0])).toMatchObject({ name: 'Om 0', fields: { CNP: '1', SERIE: 'X' } })
    await pushed(person, columns(['SERIE'], ['SERIE', 'CNP']), edit(person, place, { 'fields.CNP': ['1', '2'] }))
    expect(await row(employees[0])).toMatchObject({ fields: { CNP: '2', SERIE: 'X' } })
  })

  it('make room for a value when those of columns that are gone fill the row', async () => {
    const { person, place } = await setting(1)
    const { institution, employees } = place
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`veche ${n}`, 'x']))
    await cloud().sql(`update institutions set columns = '["veche 7", "nouă"]' where id = $1`, [institution])
    await cloud().sql('update employees set fields = $2 where id = $1', [employees[0], JSON.stringify(many)])
    const set = { 'fields.nouă': ['', '1'], rank: [null, 3] }
    expect(await pushed(person, edit(person, place, set), edit(person, place, { rank: [3, null] }))).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
    ])
    expect((await row(employees[0]))?.['fields']).toEqual({ 'veche 7': 'x', nouă: '1' })
    expect(await row(employees[0])).toMatchObject({ rank: null })
  })

  it('are deleted by who saw the row, own later ops counted in', async () => {
    const { person, place } = await setting(5, 5, 5)
    const other = await cloud().person('admin')
    const [a, b, c] = place.employees
    const remove = (employee: string | undefined, seen: number, ...after: string[]) =>
      op(person, 'employee.delete', { institution: place.institution, employee, seen, after })
    const mine = add(person, place, 2)
    await pushed(person, mine)
    expect(await pushed(person, remove(a, 1))).toMatchObject([
      { status: 'conflict', code: 'changed_since', theirs: { rev: 2, points: 7 } },
    ])
    expect(await pushed(person, remove(a, 1, mine.id))).toMatchObject([{ status: 'applied' }])
    const theirs = add(other, { ...place, employees: [b ?? ''] }, 1)
    await pushed(other, theirs)
    expect(await pushed(person, remove(b, 1, mine.id, theirs.id))).toMatchObject([
      { status: 'conflict', code: 'changed_since' },
    ])
    // what the person did to somebody else explains nothing
    const elsewhere = add(person, { ...place, employees: [c ?? ''] }, 1)
    await pushed(person, elsewhere)
    expect(await pushed(person, remove(b, 2, elsewhere.id))).toMatchObject([{ code: 'changed_since' }])
    // the owner's direct SQL counts as a change too
    await cloud().sql('update employees set points = points + 1 where id = $1', [c])
    expect(await pushed(person, remove(c, 1, mine.id))).toMatchObject([{ status: 'conflict', code: 'changed_since' }])
    expect(await pushed(person, remove(c, 4))).toMatchObject([{ status: 'applied' }])
    expect(await pushed(person, remove(c, 4))).toMatchObject([{ status: 'conflict', code: 'employee_gone' }])
  })

  it('leave a ledger that adds up when they go or move, and take their points along', async () => {
    const { person, place } = await setting()
    const { place: there } = await setting()
    const ids = [randomUUID(), randomUUID()]
    const create = (employee: string) =>
      op(person, 'employee.create', { institution: place.institution, employee, name: 'N', points: 3 })
    await pushed(person, ...ids.map(create))
    const ops = [
      op(person, 'employee.delete', { institution: place.institution, employee: ids[0], seen: 1, after: [] }),
      op(person, 'employee.move', {
        institution: place.institution,
        employee: ids[1],
        to: there.institution,
        seen: 1,
        after: [],
      }),
    ]
    expect((await pushed(person, ...ops)).map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await row(ids[1])).toMatchObject({ institution: there.institution, points: 3, rev: 2 })
    expect([...(await sums(place)), ...(await sums(there))]).toEqual([{ equal: true }, { equal: true }])
    await expectRecomputable(cloud())
  })

  it('move between places that are there, seen as they are', async () => {
    const { person, place } = await setting(1)
    const { place: there } = await setting()
    const [employee] = place.employees
    const move = (fields: object) =>
      op(person, 'employee.move', {
        institution: place.institution,
        employee,
        to: there.institution,
        seen: 1,
        after: [],
        ...fields,
      })
    expect(
      await pushed(
        person,
        move({ to: randomUUID() }),
        move({ to: place.institution }),
        move({ seen: 9 }),
        move({ employee: randomUUID() }),
      ),
    ).toMatchObject([
      { code: 'institution_gone' },
      { code: 'bad_op' },
      { code: 'changed_since' },
      { code: 'employee_gone' },
    ])
  })
})
