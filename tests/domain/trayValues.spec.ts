import { expect, test } from 'vitest'
import type { Roster } from '../../src/domain/model.ts'
import type { OpBody } from '../../src/domain/op.ts'
import { trayValues } from '../../src/domain/trayValues.ts'
import type { TrayWorld } from '../../src/domain/trayWorld.ts'

const ana = { id: 'ana', name: 'Ana', points: 40 }
const names: Record<string, string> = { ana: 'Ana', police: 'Poliția' }
const world: TrayWorld = {
  directory: { cities: [{ id: 'iasi', name: 'Iași', place: null }], institutions: [] },
  roster: (institution) => ({ institution, employees: [ana] }) as unknown as Roster,
  mayDo: () => true,
  name: (id) => names[id] ?? id,
}
const values = (body: OpBody, code: string) =>
  trayValues({ op: { id: 'o', user: 'u', at: 0, ...body }, result: { id: 'o', status: 'conflict', code } }, world)

test('of a delete says whom or what it is about, and with how many points it stands', () => {
  const both = (text: string) => [
    { label: { is: 'own', text }, mine: { is: 'deleted' }, theirs: { is: 'number', n: 40 } },
  ]
  const employee: OpBody = { kind: 'employee.delete', institution: 'police', employee: 'ana', seen: 1, after: [] }
  expect(values(employee, 'changed_since')).toEqual(both('Ana'))
  const place: OpBody = { kind: 'institution.delete', institution: 'police', seen: 1, after: [] }
  expect(values(place, 'changed_since')).toEqual(both('Poliția'))
})

test('of a new name that is taken shows the name that stands, not the new one twice', () => {
  expect(values({ kind: 'city.rename', city: 'iasi', name: ['Iași', 'Vaslui'] }, 'name_taken')).toEqual([
    { label: { is: 'name' }, mine: { is: 'text', text: 'Vaslui' }, theirs: { is: 'text', text: 'Iași' } },
  ])
})

test('of a place for a city that is gone says that the city is', () => {
  const create: OpBody = {
    kind: 'institution.create',
    institution: 'new',
    city: 'barlad',
    name: 'Pompierii',
    ranks: {},
    columns: [],
  }
  const [value] = values(create, 'city_gone')
  expect(value).toMatchObject({ mine: { is: 'text', text: 'Pompierii' }, theirs: { is: 'cityGone' } })
})
