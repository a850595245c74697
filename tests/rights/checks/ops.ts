import { onlineOps, ops as needs } from '../allowed.ts'
import { awardIn, employeesOf, revOfEmployees } from '../fixture.ts'
import type { Subject } from '../model.ts'
import { id, livePlaces, named, places, signedIn, superuser } from '../subjects.ts'
import { answer, call, type Check, hasChanged, type Outcome, same, uuids, type World } from '../world.ts'
import { allowedKinds, mayOp, type OpCase, opCases, writtenKinds } from './opCases.ts'

interface Verdict {
  status: string
  code?: string
}
let opNumber = 700_000
const stamped = (subject: Subject, op: object) => ({
  id: id(++opNumber),
  user: subject.id,
  at: 1_700_000_000_000,
  ...op,
})

/** The statement that pushes ops of somebody. */
const push = (subject: Subject, list: readonly object[]): string =>
  call('sync_push', { ops: JSON.stringify(list.map((op) => stamped(subject, op))) })

const verdictsOf = (outcome: Outcome | undefined): string[] =>
  (answer<{ results: Verdict[] }>(outcome)?.results ?? []).map(({ status, code }) => code ?? status)

const nameOf = ({ what, place, target }: OpCase): string =>
  `${what} at ${place.name}${what === 'employee.move' ? ` to ${target.name}` : ''}`

/** The kinds that the cloud knows are those that the table does. */
async function* kinds(world: World): AsyncGenerator<string> {
  const [row] = await world.sql(`select pg_get_functiondef('private.run_op(jsonb, boolean)'::regprocedure) as text`)
  const known = [...String(row?.['text']).matchAll(/when '([a-z]+\.[a-z]+)'/g)].map(([, kind]) => kind ?? '')
  const online = ['points.reset', 'points.restore', 'night.restore']
  for (const kind of known)
    if (!(kind in needs) && !online.includes(kind))
      yield `what does the op ${kind} need? Say it in \`ops\` of tests/rights/allowed.ts, and its fields in checks/opCases.ts`
  if (!same(allowedKinds().sort(), writtenKinds().sort()))
    yield 'a kind of op in allowed.ts has no fields in checks/opCases.ts'
}

/** Every kind of op, by everybody, at every place: applied for those who may, else refused with nothing changed. */
export const ops: Check = async function* (world) {
  yield* kinds(world)
  for (const subject of signedIn) {
    const cases = opCases()
    const isAllowed = ({ what, place, target }: OpCase) => mayOp(subject, needs[what] ?? [], place, target)
    const refused = cases.filter((one) => !isAllowed(one))
    const outcome = await world.try(
      subject,
      push(
        subject,
        refused.map(({ op }) => op),
      ),
      { isWatched: true },
    )
    const verdicts = verdictsOf(outcome)
    for (const [n, one] of refused.entries())
      if (verdicts[n] !== 'denied') yield `${subject.name}: ${nameOf(one)} is ${verdicts[n] ?? 'not answered'}`
    if (hasChanged(outcome)) yield `${subject.name}: a refused op changed something`
    const allowed = cases.filter(isAllowed)
    const outcomes = await world.attempt(
      subject,
      allowed.map(({ op }) => push(subject, [op])),
    )
    for (const [n, one] of allowed.entries()) {
      const [verdict] = verdictsOf(outcomes[n])
      if (verdict !== 'applied') yield `${subject.name}: ${nameOf(one)} is ${verdict ?? JSON.stringify(outcomes[n])}`
    }
  }
}

/** Reset and restore, which are calls of their own. */
export const online: Check = async function* (world) {
  const source = (institution: string) =>
    world.archives.find((archive) => archive.institution === institution && archive.kind === 'reset')?.id
  for (const subject of signedIn)
    for (const place of livePlaces) {
      const { institution } = place
      const statements = {
        reset_points: call('reset_points', { op: id(++opNumber), institution, expected_period: 1 }),
        restore_archive: call('restore_archive', {
          op: id(++opNumber),
          archive: source(institution),
          expected_period: 1,
        }),
      }
      for (const [name, statement] of Object.entries(statements)) {
        const isAllowed = mayOp(subject, onlineOps[name as keyof typeof statements], place, place)
        const outcome = await world.try(subject, statement, { isWatched: !isAllowed })
        const [verdict] = verdictsOf(outcome)
        if (verdict !== (isAllowed ? 'applied' : 'denied'))
          yield `${subject.name}: ${name} at ${place.name} is ${verdict ?? JSON.stringify(outcome)}`
        if (!isAllowed && hasChanged(outcome))
          yield `${subject.name}: ${name} at ${place.name}, refused, changed something`
      }
    }
  for (const kind of ['points.reset', 'points.restore']) {
    const fields = {
      kind,
      institution: places[0]?.institution,
      archive: source(places[0]?.institution ?? ''),
      period: 1,
    }
    const outcome = await world.try(superuser, push(superuser, [fields]), { isWatched: true })
    if (!same(verdictsOf(outcome), ['unknown_kind']) || hasChanged(outcome)) yield `${kind} can be pushed as an op`
  }
}

/** Ops that carry another person's name, id or history. */
export const foreignOps: Check = async function* (world) {
  const subject = named('user with edit at institution')
  const [employee] = employeesOf(id(11))
  const edit = { kind: 'employee.edit', institution: id(11), employee, set: { name: ['Angajat 111', 'Alt nume'] } }
  const as = { ...stamped(superuser, edit) }
  const told = async (op: object, by = subject) => {
    const outcome = await world.try(by, call('sync_push', { ops: JSON.stringify([op]) }), { isWatched: true })
    return `${verdictsOf(outcome).join()}${hasChanged(outcome) ? ', and changed something' : ''}`
  }
  const expectations: [string, string, string][] = [
    ['an op in the name of another', await told(as), 'other_user'],
    ['an op in nobody’s name', await told({ ...as, user: undefined }), 'other_user'],
    ['an op under the id of another’s', await told({ ...stamped(subject, edit), id: awardIn(id(11)) }), 'op_reused'],
    ['another’s op sent as it was', await told({ ...as, id: awardIn(id(11)) }), 'other_user'],
    // The superuser's award touched the row once: it is none of the ops that this person made themselves.
    [
      'a move that counts another’s op as an own one',
      await told(
        stamped(named('user with edit at two institutions'), {
          kind: 'employee.move',
          institution: id(11),
          employee,
          to: id(21),
          seen: revOfEmployees - 1,
          after: [awardIn(id(11))],
        }),
        named('user with edit at two institutions'),
      ),
      'changed_since',
    ],
  ]
  for (const [what, came, wanted] of expectations) if (came !== wanted) yield `${what} is ${came}, not ${wanted}`
  yield* foreignVersions(world, subject)
}

/** A refusal tells who changed the rights of the person who is refused, and nobody else's. */
export const whoseRights: Check = async function* (world) {
  const [changed, other] = [named('user with score at city'), named('user with view at city')]
  const before = [
    `select set_config('request.jwt.claims', '{"sub": "${superuser.id ?? ''}"}', true)`,
    call('set_permissions', { target: changed.id, rows: JSON.stringify([{ city: id(1), capability: 'view' }]) }),
  ]
  const theirs = async (subject: Subject) => {
    const outcome = await world.try(subject, push(subject, [{ kind: 'points.add', ...add(id(11)) }]), { before })
    return answer<{ results: { theirs?: { by?: string } }[] }>(outcome)?.results[0]?.theirs?.by
  }
  if ((await theirs(changed)) === undefined) yield 'a refusal does not tell who took the right away'
  if ((await theirs(other)) !== undefined) yield 'a refusal tells of a change of another’s rights'
}

/** A version made by another's op stays another's, even when it is named among the own ones. */
async function* foreignVersions(world: World, subject: Subject): AsyncGenerator<string> {
  const [head] = await world.sql('select version, root from heads order by version desc limit 1')
  const op = stamped(superuser, { kind: 'points.add', ...add(id(11)) })
  const before = [
    `select set_config('request.jwt.claims', '{"sub": "${superuser.id ?? ''}"}', true)`,
    call('sync_push', { ops: JSON.stringify([op]) }),
  ]
  const pending = uuids([op.id])
  const outcome = await world.try(
    subject,
    call('sync_delta', { since: head?.['version'], root: head?.['root'], pending }),
    {
      before,
    },
  )
  const delta = answer<{ contained: string[]; foreign: boolean }>(outcome)
  if (!same(delta?.contained, [])) yield 'another’s op counts as an own one that is contained'
  if (delta?.foreign !== true) yield 'a version that another’s op made counts as an own one'
  const statement = call('sync_delta', { since: head?.['version'], root: head?.['root'], pending: uuids([id(55)]) })
  const own = answer<{ contained: string[]; foreign: boolean }>(await world.try(superuser, statement, { before }))
  if (!same(own?.contained, []) || own?.foreign !== true) yield 'an own op that was not asked about is told'
}

const add = (institution: string) => ({
  institution,
  period: 1,
  employees: employeesOf(institution),
  delta: 1,
  reason: '',
})
