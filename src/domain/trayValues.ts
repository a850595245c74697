import { fieldOf } from './applyEmployee.ts'
import type { Id, Roster } from './model.ts'
import type { EmployeeField, FieldValue, Op, PlaceBody } from './op.ts'
import { placed } from './sortPlaces.ts'
import { employeeIn, placeNow, type Refused, type TrayWorld } from './trayWorld.ts'

/** A value as people read it; `gone`: what it belonged to is no more, `unknown`: not known on this device. */
export type Shown =
  | { is: 'text'; text: string }
  | { is: 'number'; n: number }
  | { is: 'delta'; n: number }
  | { is: 'rank'; rank: number; role: string }
  | { is: 'list'; items: string[] }
  | { is: 'empty' | 'gone' | 'cityGone' | 'deleted' | 'unknown' }

/** What a value is of. `own`: a name that people gave, of a column or a person. */
export type Label =
  | { is: 'name' | 'discord' | 'rank' | 'institution' | 'institutions' | 'ranks' | 'columns' | 'order' }
  | { is: 'own'; text: string }

export interface TrayValue {
  label: Label
  mine: Shown
  theirs: Shown
}

/** People whose values are shown one by one; of an award to more the first ones stand for all. */
const mostPeople = 10

const gone: Shown = { is: 'gone' }
const text = (value: string): Shown => (value === '' ? { is: 'empty' } : { is: 'text', text: value })
const list = (items: string[]): Shown => (items.length === 0 ? { is: 'empty' } : { is: 'list', items })
const own = (name: string): Label => ({ is: 'own', text: name })

function rankShown(rank: FieldValue, roster: Roster | null): Shown {
  if (typeof rank !== 'number') return { is: 'empty' }
  return { is: 'rank', rank, role: roster?.ranks[String(rank)] ?? '' }
}

function fieldShown(field: EmployeeField, value: FieldValue, roster: Roster | null): Shown {
  return field === 'rank' ? rankShown(value, roster) : text(String(value ?? ''))
}

function labelOf(field: EmployeeField): Label {
  if (field === 'name' || field === 'discord' || field === 'rank') return { is: field }
  return own(field.slice('fields.'.length))
}

const ranksShown = (ranks: Record<string, string>): Shown =>
  list(Object.entries(ranks).map(([rank, role]) => `${rank} → ${role}`))

type Person = Extract<Op, { kind: 'employee.create' | 'employee.edit' }>

function personValues(op: Person, roster: Roster | null): TrayValue[] {
  const row = employeeIn(roster, op.employee)
  const fields: [EmployeeField, FieldValue][] =
    op.kind === 'employee.edit'
      ? Object.entries(op.set).map(([field, change]) => [field as EmployeeField, change?.[1] ?? null])
      : [
          ['name', op.name],
          ['discord', op.discord],
          ['rank', op.rank],
          ...Object.entries(op.fields).map(([name, value]): [EmployeeField, FieldValue] => [`fields.${name}`, value]),
        ]
  const none: Shown = op.kind === 'employee.edit' ? (roster ? gone : { is: 'unknown' }) : { is: 'empty' }
  return fields.map(([field, mine]) => ({
    label: labelOf(field),
    mine: fieldShown(field, mine, roster),
    theirs: row ? fieldShown(field, fieldOf(row, field), roster) : none,
  }))
}

const pointsNow = (roster: Roster | null, id: Id): Shown => {
  const row = employeeIn(roster, id)
  if (row) return { is: 'number', n: row.points }
  return roster ? gone : { is: 'unknown' }
}

/** The name that an op wanted to give, against the one that stands. A new place's name that is taken stands elsewhere. */
function nameValue(mine: string, now: { name: string } | undefined, code: string | undefined): TrayValue[] {
  const none: Shown = code === 'name_taken' ? text(mine) : code === 'city_gone' ? { is: 'cityGone' } : gone
  const theirs = now ? text(now.name) : none
  return [{ label: { is: 'name' }, mine: text(mine), theirs }]
}

function placeValues(op: PlaceBody, { result }: Refused, { directory, name }: TrayWorld): TrayValue[] {
  const city = 'city' in op ? directory.cities.find(({ id }) => id === op.city) : undefined
  const institution = 'institution' in op ? directory.institutions.find(({ id }) => id === op.institution) : undefined
  const here = directory.institutions.filter((one) => one.city === city?.id)
  const names = (ids: Id[]): Shown => list(ids.map(name))
  switch (op.kind) {
    case 'city.create':
      return nameValue(op.name, city, result.code)
    case 'city.rename':
      return nameValue(op.name[1], city, result.code)
    case 'institution.create':
      return nameValue(op.name, institution, result.code)
    case 'institution.rename':
      return nameValue(op.name[1], institution, result.code)
    case 'city.order':
      return [{ label: { is: 'order' }, mine: names(op.order[1]), theirs: names(idsOf(placed(directory.cities))) }]
    case 'institution.order':
      return [{ label: { is: 'order' }, mine: names(op.order[1]), theirs: names(idsOf(placed(here))) }]
    case 'city.delete': {
      const theirs = city ? list(here.map((one) => one.name)) : gone
      return [{ label: { is: 'institutions' }, mine: { is: 'deleted' }, theirs }]
    }
  }
}

const idsOf = (rows: { id: Id }[]): Id[] => rows.map(({ id }) => id)

const bothOf = (label: Label, mine: Shown, theirs: Shown | null): TrayValue => ({ label, mine, theirs: theirs ?? gone })

const whereNow = (id: Id, roster: Roster | null, { name }: TrayWorld): Shown | null =>
  roster && employeeIn(roster, id) ? text(name(roster.institution)) : null

/** Both values of what an op in the tray is about, as they stand today. */
export function trayValues(refused: Refused, world: TrayWorld): TrayValue[] {
  const { op } = refused
  const roster = placeNow(refused, world)?.roster ?? null
  switch (op.kind) {
    case 'points.add':
      return op.employees.slice(0, mostPeople).map((id) => ({
        label: own(world.name(id)),
        mine: { is: 'delta', n: op.delta },
        theirs: pointsNow(roster, id),
      }))
    case 'points.undo':
      return []
    case 'employee.create':
    case 'employee.edit':
      return personValues(op, roster)
    case 'employee.move':
      return [bothOf({ is: 'institution' }, text(world.name(op.to)), whereNow(op.employee, roster, world))]
    case 'employee.delete':
      return [bothOf(own(world.name(op.employee)), { is: 'deleted' }, pointsNow(roster, op.employee))]
    case 'institution.delete': {
      const n = roster?.employees.reduce((sum, employee) => sum + employee.points, 0)
      return [bothOf(own(world.name(op.institution)), { is: 'deleted' }, n === undefined ? null : { is: 'number', n })]
    }
    case 'institution.ranks':
      return [bothOf({ is: 'ranks' }, ranksShown(op.ranks[1]), roster && ranksShown(roster.ranks))]
    case 'institution.columns':
      return [bothOf({ is: 'columns' }, list(op.columns[1]), roster && list(roster.columns))]
    case 'city.create':
    case 'city.rename':
    case 'city.order':
    case 'city.delete':
    case 'institution.create':
    case 'institution.rename':
    case 'institution.order':
      return placeValues(op, refused, world)
  }
}
