import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSound } from '../../src/domain/checkOp.ts'
import type { Capability, Me, Permission } from '../../src/domain/model.ts'
import { demands } from '../../src/domain/demands.ts'
import { can, capabilities } from '../../src/domain/permission.ts'
import { parseFormName } from '../../src/domain/formName.ts'
import { type PlaceForm, placeFormName, placeFormOf } from '../../src/domain/placeForm.ts'
import { cityTasks, institutionTasks, type PlaceTask } from '../../src/domain/placeMenu.ts'
import { clean } from '../../src/domain/names.ts'
import { nameFault } from '../../src/domain/placeName.ts'
import { moveOp } from '../../src/domain/placeOrder.ts'
import { namesBeside, placeAfter, placeNow } from '../../src/domain/placesNow.ts'
import type { OpBody } from '../../src/domain/op.ts'
import type { DirectoryCity } from '../../src/domain/views.ts'

const all: Capability[] = ['view', 'edit', 'score', 'reset', 'delete']
const place = (id: string, can: Capability[] = all) => ({ id, name: id, place: null, can })
const city = (id: string, institutions: string[] = [], can: Capability[] = all): DirectoryCity => ({
  ...place(id, can),
  institutions: institutions.map((one) => place(one, can)),
})

describe('a name', () => {
  test('is compared as the cloud does: trimmed, composed, letter case aside', () => {
    expect(clean(' \u00a0Ias\u0326i\t')).toBe('Iași'.normalize('NFC'))
    for (const same of ['iași', ' IAȘI ', 'Ias\u0326i']) expect(nameFault(same, ['Iași'])).toBe('taken')
    // Unlike in a search: the cloud holds these for two names.
    for (const other of ['Iasi', 'Iaşi', 'Iași 2']) expect(nameFault(other, ['Iași'])).toBeNull()
  })
  test('is never one that an op would be refused for', () => {
    for (const bad of ['a\0b', '\ud800', 'x'.repeat(201)]) expect(nameFault(bad, [])).toBe('unsayable')
    for (const blank of ['', ' ', '\u2003']) expect(nameFault(blank, [])).toBe('empty')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 210 }), (name) => {
        const id = '5a1e0000-0000-4000-8000-000000000001'
        const fits = isSound({ kind: 'city.create', city: id, name: clean(name) })
        expect(nameFault(name, []) === null).toBe(fits)
      }),
    )
  })
})

describe('a menu', () => {
  const me = (...permissions: Permission[]): Me => ({ id: 'u', name: '', discord_id: null, role: 'user', permissions })
  const seenBy = (person: Me): DirectoryCity[] =>
    [city('a', ['a1', 'a2']), city('b', ['b1'])].map((one) => ({
      ...one,
      can: capabilities(person, one.id, null),
      institutions: one.institutions.map((inner) => ({ ...inner, can: capabilities(person, one.id, inner.id) })),
    }))
  const everything = (person: Me): PlaceTask[] =>
    seenBy(person).flatMap((one, _, cities) => [
      ...cityTasks(one, cities, can(person, 'edit', null, null)),
      ...one.institutions.flatMap((inner) => institutionTasks(inner, one)),
    ])

  test('of someone who may only score, or see, is empty', () => {
    for (const capability of ['score', 'view', 'reset'] as const) {
      expect(everything(me({ city: null, institution: null, capability }))).toEqual([])
    }
  })
  test('of an editor of one institution is about that one', () => {
    const person = me({ city: null, institution: 'a2', capability: 'edit' })
    const [a, b] = seenBy(person)
    expect(a && a.institutions.map((inner) => institutionTasks(inner, a))).toEqual([[], ['rename', 'setup']])
    expect(b && cityTasks(b, seenBy(person), false)).toEqual([])
  })
  test('of an editor of a city has its institutions, not its name', () => {
    const [a, b] = seenBy(me({ city: 'a', institution: null, capability: 'edit' }))
    expect(a && cityTasks(a, a && b ? [a, b] : [], false)).toEqual(['createInstitution'])
    expect(a?.institutions.map((inner) => institutionTasks(inner, a))).toEqual([
      ['rename', 'setup', 'down'],
      ['rename', 'setup', 'up'],
    ])
  })
  test('offers nothing that the op behind it would be denied', () => {
    const capability = fc.constantFrom<Capability>(...all)
    const scope = fc.constantFrom(
      { city: null, institution: null },
      { city: 'a', institution: null },
      { city: null, institution: 'a1' },
    )
    const permission = fc.tuple(capability, scope).map(([one, where]) => ({ ...where, capability: one }))
    fc.assert(
      fc.property(fc.array(permission, { maxLength: 4 }), (permissions) => {
        const person = me(...permissions)
        const mayDo = (op: OpBody) =>
          demands(op, (id) => id[0] ?? null).every((one) => can(person, one.capability, one.city, one.institution))
        const cities = seenBy(person)
        for (const one of cities) {
          const tasks = cityTasks(one, cities, can(person, 'edit', null, null))
          for (const task of tasks) expect([task, mayDo(cityOp(one.id, task))]).toEqual([task, true])
          for (const { id, ...inner } of one.institutions) {
            for (const task of institutionTasks({ id, ...inner }, one)) {
              expect([task, mayDo(institutionOp(one.id, id, task))]).toEqual([task, true])
            }
          }
        }
      }),
    )
  })
})

const pair: [string, string] = ['', 'x']
const empty: [[], []] = [[], []]

function cityOp(id: string, task: PlaceTask): OpBody {
  if (task === 'rename') return { kind: 'city.rename', city: id, name: pair }
  if (task === 'delete') return { kind: 'city.delete', city: id, seen: [] }
  if (task === 'up' || task === 'down') return { kind: 'city.order', order: empty }
  return { kind: 'institution.create', city: id, institution: 'i', name: 'x', ranks: {}, columns: [] }
}

function institutionOp(at: string, id: string, task: PlaceTask): OpBody {
  if (task === 'rename') return { kind: 'institution.rename', institution: id, name: pair }
  if (task === 'delete') return { kind: 'institution.delete', institution: id, seen: 1, after: [] }
  if (task === 'setup') return { kind: 'institution.columns', institution: id, columns: empty }
  return { kind: 'institution.order', city: at, order: empty }
}

describe('a place is moved', () => {
  const cities = [
    { ...city('a'), place: 1 },
    { ...city('b'), place: 2 },
    { ...city('c', ['i', 'j']), place: null },
  ]
  const at = (index: number) => ({ city: cities[index] ?? city('none'), institution: null })

  test('from the order that was given to the one that is wanted, as they are shown', () => {
    expect(moveOp(at(2), cities, -1)).toEqual({
      kind: 'city.order',
      order: [
        ['a', 'b'],
        ['a', 'c', 'b'],
      ],
    })
    const [, , c] = cities
    const target = { city: c ?? city('none'), institution: c?.institutions[0] ?? null }
    expect(moveOp(target, cities, 1)).toEqual({ kind: 'institution.order', city: 'c', order: [[], ['j', 'i']] })
  })
  test('never over an end', () => {
    expect(moveOp(at(0), cities, -1)).toBeNull()
    expect(moveOp(at(2), cities, 1)).toBeNull()
  })
})

describe('places as they stand now', () => {
  const cities = [city('a', ['a1', 'a2', 'a3']), city('b', ['b1'])]
  const target = (id: string) => {
    const home = cities.find((one) => one.institutions.some((inner) => inner.id === id)) ?? city('none')
    return { city: home, institution: home.institutions.find((inner) => inner.id === id) ?? null }
  }
  const whole = { city: cities[0] ?? city('none'), institution: null }

  test('lack what was deleted', () => {
    expect(placeNow(target('a2'), cities)?.institution?.id).toBe('a2')
    expect(placeNow(target('a2'), [city('a', ['a1'])])).toBeNull()
    expect(placeNow(whole, [city('b')])).toBeNull()
  })
  test('leave a name to its own holder', () => {
    expect(namesBeside(target('a2'), cities)).toEqual(['a1', 'a3'])
    expect(namesBeside(whole, cities)).toEqual(['b'])
  })
  test('lead from a deleted one to its neighbour, else home', () => {
    const at = (institution: string) => ({ city: null, institution })
    expect(placeAfter(target('a2'), at('a2'))).toBe('a3')
    expect(placeAfter(target('a3'), at('a3'))).toBe('a2')
    expect(placeAfter(target('b1'), at('b1'))).toBeNull()
    expect(placeAfter(target('b1'), at('a1'))).toBeUndefined()
    expect(placeAfter(whole, at('a3'))).toBeNull()
    expect(placeAfter(whole, at('b1'))).toBeUndefined()
    expect(placeAfter({ ...whole, city: city('empty') }, { city: 'empty', institution: null })).toBeNull()
  })
})

describe('a half-filled form', () => {
  const id = (n: number) => `5a1e0000-0000-4000-8000-00000000000${String(n)}`
  const cities = [city(id(1), [id(2), id(3)]), city(id(4))]
  const again = (form: PlaceForm, now = cities, editsAll = true) => {
    const name = parseFormName(placeFormName(form))
    return name && placeFormOf(name, now, editsAll)
  }
  const [one, other] = [cities[0] ?? city('none'), cities[1] ?? city('none')]
  const institution = one.institutions[1] ?? null

  test('is found again by its name', () => {
    const forms: PlaceForm[] = [
      { is: 'createCity' },
      { is: 'createInstitution', target: { city: other, institution: null } },
      { is: 'delete', target: { city: one, institution: null } },
      { is: 'rename', target: { city: one, institution } },
      { is: 'setup', target: { city: one, institution } },
    ]
    for (const form of forms) expect(again(form)).toEqual(form)
  })
  test('goes with its institution, and a form of a city with none', () => {
    const named = (form: PlaceForm) => parseFormName(placeFormName(form))?.institution
    expect(named({ is: 'setup', target: { city: one, institution } })).toBe(id(3))
    expect(named({ is: 'createInstitution', target: { city: one, institution: null } })).toBeNull()
  })
  test('is not opened for who may not do that any more, or when the place is gone', () => {
    const setup: PlaceForm = { is: 'setup', target: { city: one, institution } }
    expect(again(setup, [city(id(1), [id(2)])])).toBeNull()
    const scorer = [{ ...one, institutions: [place(id(3), ['view', 'score'])] }]
    expect(again(setup, scorer)).toBeNull()
    expect(again({ is: 'createCity' }, cities, false)).toBeNull()
    expect(placeFormOf({ form: 'employee', institution: id(3), about: 'new' }, cities, true)).toBeNull()
  })
})
