import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import { add, op } from './shapes.ts'

describeCloud('cities and institutions', (cloud) => {
  const pushed = async (person: Person, ...ops: ReturnType<typeof op>[]) => (await cloud().push(person, ...ops)).results

  it('have names that are unique after trim, NFC and case', async () => {
    const admin = await cloud().person('admin')
    const city = randomUUID()
    const name = (text: string) => `${text} ${city}`
    const create = (text: string) => op(admin, 'city.create', { city: randomUUID(), name: text })
    expect(await pushed(admin, op(admin, 'city.create', { city, name: `  ${name('Iași')} ` }))).toMatchObject([
      { status: 'applied' },
    ])
    expect((await cloud().sql('select name from cities where id = $1', [city]))[0]).toEqual({ name: name('Iași') })
    for (const twin of [name('IAȘI'), name('iași').normalize('NFD'), `\u00a0${name('Iași')}`])
      expect(await pushed(admin, create(twin)), twin).toMatchObject([{ status: 'conflict', code: 'name_taken' }])
    expect(await pushed(admin, create('  '), create('x'.repeat(201)))).toMatchObject([
      { code: 'bad_op' },
      { code: 'too_large' },
    ])
    expect(await pushed(admin, op(admin, 'city.create', { city, name: 'Alt' }))).toMatchObject([
      { status: 'conflict', code: 'clash' },
    ])
    const institution = () => op(admin, 'institution.create', { institution: randomUUID(), city, name: 'Poliție' })
    const other = await cloud().place()
    const elsewhere = op(admin, 'institution.create', { institution: randomUUID(), city: other.city, name: 'Poliție' })
    expect(await pushed(admin, institution(), institution(), elsewhere)).toMatchObject([
      { status: 'applied' },
      { status: 'conflict', code: 'name_taken' },
      { status: 'applied' },
    ])
    await expect(cloud().sql('insert into cities (name) values ($1)', [name('IAȘI')])).rejects.toThrow('cities_name')
  })

  it('are renamed three ways', async () => {
    const admin = await cloud().person('admin')
    const { city, institution } = await cloud().place()
    const other = await cloud().place([], city)
    const [row] = await cloud().sql('select name from institutions where id = $1', [institution])
    const [twin] = await cloud().sql('select name from institutions where id = $1', [other.institution])
    const rename = (...name: unknown[]) => op(admin, 'institution.rename', { institution, name })
    expect(await pushed(admin, rename(row?.['name'], twin?.['name']))).toMatchObject([{ code: 'name_taken' }])
    expect(
      await pushed(admin, rename(row?.['name'], 'Nou'), rename(row?.['name'], 'Nou'), rename(row?.['name'], 'Alt')),
    ).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'conflict', code: 'clash', theirs: { name: 'Nou' } },
    ])
    expect(await pushed(admin, op(admin, 'city.rename', { city, name: ['nu', 'da'] }))).toMatchObject([
      { code: 'clash' },
    ])
    expect(await pushed(admin, op(admin, 'city.rename', { city: randomUUID(), name: ['nu', 'da'] }))).toMatchObject([
      { code: 'city_gone' },
    ])
  })

  it('keep ranks and columns, changed as a whole, three ways', async () => {
    const admin = await cloud().person('admin')
    const { institution } = await cloud().place()
    const ranks = (...pair: unknown[]) => op(admin, 'institution.ranks', { institution, ranks: pair })
    const columns = (...pair: unknown[]) => op(admin, 'institution.columns', { institution, columns: pair })
    const old = { 1: 'Ofițer' }
    expect(await pushed(admin, ranks(old, { 1: 'Șef', 2: 'Adjunct' }), ranks(old, { 1: 'Altul' }))).toMatchObject([
      { status: 'applied' },
      { status: 'conflict', code: 'clash', theirs: { ranks: { 1: 'Șef', 2: 'Adjunct' } } },
    ])
    expect(
      await pushed(admin, columns([], ['CNP', 'SERIE']), columns([], ['CNP', 'SERIE']), columns([], ['Alta'])),
    ).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'conflict', code: 'clash', theirs: { columns: ['CNP', 'SERIE'] } },
    ])
    const bad = [
      ranks({}, { x: 'a' }),
      ranks({}, []),
      ranks({}),
      columns([], ['a', 'a']),
      columns([], ['PUNCTAJ']),
      ...[...Object.getOwnPropertyNames(Object.prototype), 'prototype', ' constructor '].map((word) =>
        columns([], [word]),
      ),
      columns([], ['']),
    ]
    for (const wrong of bad)
      expect(await pushed(admin, wrong), JSON.stringify(wrong)).toMatchObject([{ status: 'invalid', code: 'bad_op' }])
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [index, 'r']))
    expect(await pushed(admin, ranks({}, many))).toMatchObject([{ status: 'invalid', code: 'too_large' }])
  })

  it('are deleted as they were seen, archived before', async () => {
    const admin = await cloud().person('admin')
    const first = await cloud().place([4, 5])
    const empty = await cloud().place([], first.city)
    await pushed(admin, add(admin, first, 1))
    const remove = (...seen: string[]) => op(admin, 'city.delete', { city: first.city, seen })
    expect(await pushed(admin, remove(first.institution))).toMatchObject([
      { status: 'conflict', code: 'changed_since' },
    ])
    expect(await pushed(admin, remove(first.institution, empty.institution))).toMatchObject([{ status: 'applied' }])
    expect(
      await cloud().sql('select kind, points, employees, institution from archives where city = $1', [first.city]),
    ).toEqual([{ kind: 'before_delete', points: 11, employees: 2, institution: first.institution }])
    const live = await cloud().sql(
      `select sync_key from sync_metadata where data_hash <> '' and sync_key like '%' || $1`,
      [first.institution],
    )
    expect(live).toEqual([{ sync_key: `archives:${first.institution}` }])
    // the id of a place that was is never used for another one
    const again = op(admin, 'institution.create', {
      institution: first.institution,
      city: (await cloud().place()).city,
      name: 'Iar',
    })
    expect(await pushed(admin, again)).toMatchObject([{ status: 'conflict', code: 'clash' }])
    const place = await cloud().place([1])
    const one = (seen: number) => op(admin, 'institution.delete', { institution: place.institution, seen, after: [] })
    expect(await pushed(admin, one(2), one(1), one(1))).toMatchObject([
      { code: 'changed_since', theirs: { period: 1 } },
      { status: 'applied' },
      { code: 'institution_gone' },
    ])
    await expectRecomputable(cloud())
  })
})
