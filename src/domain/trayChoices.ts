import type { OpBody } from './op.ts'
import { recreate } from './recreate.ts'
import { renewOp } from './renewOp.ts'
import { codeOfRefusal, employeeIn, placeNow, type Refused, type TrayWorld } from './trayWorld.ts'

/** What can be done with an op in the tray, besides dropping it and editing it. */
export type Sending = 'mine' | 'again' | 'newWeek' | 'recreate'

/** Why it cannot be sent once more as it is. */
export type Blocked =
  'noRight' | 'otherUser' | 'placeGone' | 'personGone' | 'weekClosed' | 'nothingLeft' | 'nameTaken' | 'badOp'

export interface Choices {
  sending: Sending | null
  edit: boolean
  blocked: Blocked | null
}

const blocked = (why: Blocked, edit = false): Choices => ({ sending: null, edit, blocked: why })

/** Kinds with a value that a form can change. */
const editable = new Set<OpBody['kind']>([
  'points.add',
  'employee.create',
  'employee.edit',
  'city.create',
  'city.rename',
  'institution.create',
  'institution.rename',
  'institution.ranks',
  'institution.columns',
])

function isPlaceThere({ op }: Refused, { directory }: TrayWorld): boolean {
  const isCity = 'city' in op && op.kind !== 'city.create'
  if (isCity && !directory.cities.some(({ id }) => id === op.city)) return false
  if (!('institution' in op) || op.kind === 'institution.create') return true
  return directory.institutions.some(({ id }) => id === op.institution)
}

/** Not where the person works elsewhere now: weeks of two places cannot be compared. */
function isOfOldWeek(refused: Refused, world: TrayWorld): boolean {
  const { op } = refused
  if (op.kind !== 'points.add' && op.kind !== 'points.undo') return false
  const place = placeNow(refused, world)
  return place?.id === op.institution && place.roster !== null && place.roster.period !== op.period
}

/** Points of a week that is over go to the present one or nowhere; an undo of them makes no sense. */
function forOldWeek({ op }: Refused): Choices {
  return op.kind === 'points.add' ? { sending: 'newWeek', edit: true, blocked: null } : blocked('weekClosed')
}

/** Whether everybody whom an op was refused for is there by now. */
function areBack(refused: Refused, world: TrayWorld): boolean {
  const { op } = refused
  const roster = placeNow(refused, world)?.roster
  const ids = 'employees' in op ? op.employees : 'employee' in op ? [op.employee] : []
  return ids.length > 0 && ids.every((id) => employeeIn(roster, id))
}

function forGonePeople(refused: Refused, world: TrayWorld): Choices {
  const isErased = refused.result.theirs?.['erased'] === true
  const back = isErased ? null : recreate(refused, world)
  if (!back || !back.every(world.mayDo)) {
    return blocked(refused.op.kind === 'employee.delete' ? 'nothingLeft' : 'personGone')
  }
  return { sending: 'recreate', edit: false, blocked: null }
}

/** What a person can choose for an op in the tray, as things stand today. Dropping is always possible. */
export function trayChoices(refused: Refused, world: TrayWorld): Choices {
  const { op, result } = refused
  const code = codeOfRefusal(result)
  if (code === 'other_user') return blocked('otherUser')
  // Whoever lost the right may not see the place at all any more.
  if (!isPlaceThere(refused, world)) return blocked(code === 'denied' ? 'noRight' : 'placeGone')
  if (code === 'target_gone') return blocked('nothingLeft')
  const place = placeNow(refused, world)
  if (place && !place.roster && op.kind !== 'institution.create') return blocked('noRight')
  const body = renewOp(refused, world)
  if (body === null) return blocked('nothingLeft', editable.has(op.kind))
  if (!world.mayDo(body)) return blocked('noRight')
  if (code === 'employee_gone' && !areBack(refused, world)) return forGonePeople(refused, world)
  if (isOfOldWeek(refused, world)) return forOldWeek(refused)
  const edit = editable.has(op.kind)
  if (code === 'name_taken') return blocked('nameTaken', edit)
  if (code === 'bad_op' || code === 'too_large') return blocked('badOp', edit)
  const isOverTheirs = code === 'clash' || code === 'changed_since' || code === 'employee_gone'
  return { sending: isOverTheirs ? 'mine' : 'again', edit, blocked: null }
}

/** Whether a choice still means what it did when it was shown: points go to the week that was named, people to a place that there is. */
export function isStillMeant(refused: Refused, world: TrayWorld, choice: Sending): boolean {
  if (choice === 'recreate') return recreate(refused, world) !== null
  return choice === 'newWeek' || trayChoices(refused, world).sending !== 'newWeek'
}

/** The ops that a choice makes of a refused one, on today's state; null when there is nothing to send. */
export function sendingOf(refused: Refused, world: TrayWorld, choice: Sending): OpBody[] | null {
  if (choice === 'recreate') return recreate(refused, world)
  const body = renewOp(refused, world)
  return body && [body]
}
