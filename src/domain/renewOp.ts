import { fieldOf, isIn } from './applyEmployee.ts'
import { draftOf, editOf } from './employeeDraft.ts'
import type { Id, Roster } from './model.ts'
import type { Change, EmployeeField, FieldValue, Op, OpBody, PlaceBody } from './op.ts'
import { placed } from './sortPlaces.ts'
import { employeeIn, placeNow, type Refused, type TrayWorld } from './trayWorld.ts'

type BodyOf<K extends OpBody['kind']> = Extract<OpBody, { kind: K }>

/** An op without what made it that one op. */
export function bodyOf(op: Op): OpBody {
  const body: Partial<Op> = { ...op }
  delete body.id
  delete body.user
  delete body.at
  return body as OpBody
}

/** Without values for columns that are gone, where something else is left of the edit. */
function inColumns(fields: [EmployeeField, Change<FieldValue>][], { columns }: Roster) {
  const left = fields.filter(([field]) => isIn(columns, field))
  return left.length > 0 ? left : fields
}

/** The same new values over what stands there now; null when they stand there already. */
function renewEdit(body: BodyOf<'employee.edit'>, roster: Roster | null): OpBody | null {
  const row = employeeIn(roster, body.employee)
  if (!roster || !row) return body
  const fields = Object.entries(body.set) as [EmployeeField, Change<FieldValue>][]
  const set = inColumns(fields, roster).flatMap(([field, [, fresh]]): [EmployeeField, Change<FieldValue>][] => {
    const now = fieldOf(row, field)
    return now === fresh ? [] : [[field, [now, fresh]]]
  })
  return set.length === 0 ? null : { ...body, set: Object.fromEntries(set) }
}

/** Somebody of that id is there: the new values become an edit of them. */
function renewCreate(body: BodyOf<'employee.create'>, roster: Roster | null): OpBody | null {
  const row = employeeIn(roster, body.employee)
  if (!row) return body
  return editOf(body.institution, { id: row.id, base: draftOf(row, Object.keys(body.fields)), now: body })
}

/** A name for what is there already becomes a rename. */
function rename(now: { name: string } | undefined, fresh: string, as: (name: Change<string>) => OpBody): OpBody | null {
  return now && now.name !== fresh ? as([now.name, fresh]) : null
}

function renewPlace(body: PlaceBody, { directory }: TrayWorld): OpBody | null {
  const cityOf = (id: Id) => directory.cities.find((one) => one.id === id)
  const institutionOf = (id: Id) => directory.institutions.find((one) => one.id === id)
  const ids = (rows: { id: Id }[]): Id[] => rows.map(({ id }) => id)
  const inCity = (city: Id) => directory.institutions.filter((one) => one.city === city)
  switch (body.kind) {
    case 'city.create':
      if (!cityOf(body.city)) return body
      return rename(cityOf(body.city), body.name, (name) => ({ kind: 'city.rename', city: body.city, name }))
    case 'city.rename':
      return rename(cityOf(body.city), body.name[1], (name) => ({ ...body, name }))
    case 'city.order':
      return { ...body, order: [ids(placed(directory.cities)), body.order[1]] }
    case 'city.delete':
      return { ...body, seen: ids(inCity(body.city)).sort() }
    case 'institution.create':
      if (!institutionOf(body.institution)) return body
      return rename(institutionOf(body.institution), body.name, (name) => ({
        kind: 'institution.rename',
        institution: body.institution,
        name,
      }))
    case 'institution.rename':
      return rename(institutionOf(body.institution), body.name[1], (name) => ({ ...body, name }))
    case 'institution.order':
      return { ...body, order: [ids(placed(inCity(body.city))), body.order[1]] }
  }
}

/**
 * A refused op once more: a new op with the same intention on today's state. An op's id is never used again.
 *
 * @returns null when today's state is what the op wanted
 */
export function renewOp(refused: Refused, world: TrayWorld): OpBody | null {
  const place = placeNow(refused, world)
  const body = { ...bodyOf(refused.op), ...(place && { institution: place.id }) } as OpBody
  const roster = place?.roster ?? null
  switch (body.kind) {
    case 'points.add':
    case 'points.undo':
      return roster ? { ...body, period: roster.period } : body
    case 'employee.edit':
      return renewEdit(body, roster)
    case 'employee.create':
      return renewCreate(body, roster)
    case 'employee.delete':
    case 'employee.move':
      return { ...body, seen: employeeIn(roster, body.employee)?.rev ?? body.seen, after: [] }
    case 'institution.delete':
      return roster ? { ...body, seen: roster.period, after: [] } : body
    case 'institution.ranks':
      return roster ? { ...body, ranks: [roster.ranks, body.ranks[1]] } : body
    case 'institution.columns':
      return roster ? { ...body, columns: [roster.columns, body.columns[1]] } : body
    case 'city.create':
    case 'city.rename':
    case 'city.order':
    case 'city.delete':
    case 'institution.create':
    case 'institution.rename':
    case 'institution.order':
      return renewPlace(body, world)
  }
}
