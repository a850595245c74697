import type { Id } from './model.ts'
import type { EmployeeField, OpBody } from './op.ts'
import { bodyOf } from './renewOp.ts'
import { employeeIn, type Refused, type TrayWorld } from './trayWorld.ts'

type Create = Extract<OpBody, { kind: 'employee.create' }>

/** Who somebody was when they were deleted, as the refusal tells; else what little the op itself knows of them. */
function asTheyWere({ result }: Refused, institution: Id, employee: Id, world: TrayWorld): Create {
  const people = result.theirs?.['people']
  const told = typeof people === 'object' && people !== null ? (people as Record<Id, unknown>)[employee] : null
  const row = (typeof told === 'object' && told !== null ? told : {}) as Partial<Record<string, unknown>>
  const fields = typeof row['fields'] === 'object' && row['fields'] !== null ? Object.entries(row['fields']) : []
  return {
    kind: 'employee.create',
    institution,
    employee,
    name: typeof row['name'] === 'string' && row['name'] !== '' ? row['name'] : world.name(employee),
    discord: typeof row['discord'] === 'string' ? row['discord'] : '',
    rank: typeof row['rank'] === 'number' ? row['rank'] : null,
    fields: Object.fromEntries(fields.filter((pair): pair is [string, string] => typeof pair[1] === 'string')),
    points: 0,
  }
}

function withEdit(person: Create, set: Extract<OpBody, { kind: 'employee.edit' }>['set']): Create {
  const edited = { ...person, fields: { ...person.fields } }
  for (const [field, change] of Object.entries(set) as [EmployeeField, [unknown, unknown]][]) {
    const value = change[1]
    if (field === 'rank') edited.rank = typeof value === 'number' ? value : null
    else if (field === 'name' || field === 'discord') edited[field] = String(value)
    else edited.fields[field.slice('fields.'.length)] = String(value)
  }
  return edited
}

/**
 * Points or an edit for people who were deleted: they are added again, under their own ids and with nothing on their account,
 * and then get what was meant for them. Null where that makes no sense, or their place is gone as well.
 */
export function recreate(refused: Refused, world: TrayWorld): OpBody[] | null {
  const body = bodyOf(refused.op)
  if (body.kind === 'employee.edit') {
    if (!world.roster(body.institution)) return null
    const person = asTheyWere(refused, body.institution, body.employee, world)
    return [withEdit(person, body.set)]
  }
  const roster = 'institution' in body ? world.roster(body.institution) : null
  if (body.kind !== 'points.add' || !roster) return null
  const gone = body.employees.filter((id) => !employeeIn(roster, id))
  const people = gone.map((id) => asTheyWere(refused, body.institution, id, world))
  return [...people, { ...body, period: roster.period }]
}
