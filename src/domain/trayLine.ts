import type { Id } from './model.ts'
import type { Op, OpKind } from './op.ts'
import { idsOfOp } from './opNames.ts'
import { trayChoices, type Choices } from './trayChoices.ts'
import { type FormField, trayForm } from './trayForm.ts'
import { trayValues, type TrayValue } from './trayValues.ts'
import { codeOfRefusal, placeNow, type Refused, type TrayWorld } from './trayWorld.ts'

/** The present week of an institution, as people know it: since when it runs. */
export interface Week {
  period: number
  since: number | null
}

/** An op that needs a person, in words that a card can show. */
export interface TrayLine {
  id: Id
  kind: OpKind
  code: string
  /** When the edit was made. */
  at: number
  place: string
  /** Where the person works now, when that is elsewhere. */
  movedTo: string | null
  people: string[]
  delta: number | null
  reason: string
  values: TrayValue[]
  /** Whose change it met, and when that was made; null where nobody can tell. */
  theirs: { by: string | null; at: number | null }
  choices: Choices
  /** Which week a choice would put the points into. */
  week: Week | null
  form: FormField[]
}

/** What only the device's other leaves can tell of a refusal: from archives, and the ledger. */
export interface Told {
  by: string | null
  at: number | null
  week: Week | null
}

/** What is new has no place of its own yet. */
function placeName(op: Op, { name }: TrayWorld): string {
  if (op.kind === 'city.create') return ''
  if (op.kind === 'institution.create') return name(op.city)
  const [place] = idsOfOp(op).places
  return place === undefined ? '' : name(place)
}

function peopleOf(op: Op, { name }: TrayWorld): string[] {
  return op.kind === 'employee.create' ? [op.name] : idsOfOp(op).people.map(name)
}

/** Everything that a card shows of a refused op. */
export function trayLine(refused: Refused, world: TrayWorld, told: Told): TrayLine {
  const { op, result } = refused
  const { by, at } = result.theirs ?? {}
  const now = placeNow(refused, world)
  return {
    id: op.id,
    kind: op.kind,
    code: codeOfRefusal(result),
    at: op.at,
    place: placeName(op, world),
    movedTo: now && 'institution' in op && now.id !== op.institution ? world.name(now.id) : null,
    people: peopleOf(op, world),
    delta: op.kind === 'points.add' ? op.delta : null,
    reason: op.kind === 'points.add' ? op.reason : '',
    values: trayValues(refused, world),
    theirs: { by: typeof by === 'string' ? by : told.by, at: typeof at === 'number' ? at : told.at },
    choices: trayChoices(refused, world),
    week: told.week,
    form: trayForm(refused, world),
  }
}
