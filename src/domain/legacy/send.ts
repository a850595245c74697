import { CloudError } from '../errors.ts'
import type { Id, Roster } from '../model.ts'
import type { Op, OpResult } from '../op.ts'
import { batches } from './batches.ts'
import { archiveDocument } from './document.ts'
import { type Fate, fateOf, sameArchive } from './fate.ts'
import { eachOp } from './ops.ts'
import type { IdOf, LegacyPlan, PlannedArchive } from './types.ts'

const opsPerCall = 250
const archivesPerCall = 50
const archiveBytesPerCall = 2_000_000

/** What became of one thing of a plan. */
export interface Sent {
  kind: 'city' | 'institution' | 'employee' | 'archive'
  id: Id
  fate: Fate
}

export interface ArchiveItem {
  id: Id
  institution: Id
  doc: object
}

/** The calls that an import makes, by whatever way. Each rejects when the cloud cannot be asked or gives no proper answer. */
export interface ImportPort {
  push(ops: Op[]): Promise<OpResult[]>
  importArchives(items: ArchiveItem[]): Promise<OpResult[]>
  /** The text of an archive that the cloud has already. */
  archiveBody(id: Id): Promise<string>
}

/** Whose import it is, and what the cloud held before it, under the ids of the plan. */
export interface ImportWorld {
  user: Id
  /** Its cities and institutions. */
  places: ReadonlySet<Id>
  rosters: ReadonlyMap<Id, Roster>
  idOf: IdOf
}

/** How many things a plan sends. */
export const sizeOf = ({ cities, institutions, archives }: LegacyPlan): number =>
  institutions.reduce((sum, { employees }) => sum + employees.length, cities.length + institutions.length) +
  archives.length

/**
 * Sends a plan, adopted by what the cloud holds: places, people, then archives, one call a step. Whoever takes no further step
 * stops it between two calls. Everything is idempotent: begun again, it finds what an earlier run has sent.
 *
 * @returns with each step what became of what it sent
 * @throws what the port throws; `bad_answer` when the cloud left an op out
 */
export async function* sendPlan(
  port: ImportPort,
  plan: LegacyPlan,
  world: ImportWorld,
): AsyncGenerator<Sent[], void, void> {
  for (const ops of batches(eachOp(plan, world.user, world.idOf), opsPerCall)) yield sendOps(port, ops, world)
  const archives = batches(eachArchive(plan), archivesPerCall, archiveBytesPerCall)
  for (const items of archives) yield sendArchives(port, plan, items)
}

function* eachArchive(plan: LegacyPlan): Generator<ArchiveItem> {
  for (const archive of plan.archives)
    yield { id: archive.id, institution: archive.institutionId, doc: archiveDocument(archive) }
}

async function sendOps(port: ImportPort, ops: Op[], world: ImportWorld): Promise<Sent[]> {
  const results = new Map((await port.push(ops)).map((result): [Id, OpResult] => [result.id, result]))
  return ops.map((op) => {
    const result = results.get(op.id)
    // Undecided: begun again, it is asked once more.
    if (!result || result.status === 'failed') throw new CloudError('server_fault', op.id)
    return {
      ...subjectOf(op),
      fate: isGone(op, result, world) ? { is: 'gone' } : fateOf(op, result, heldBy(op, world)),
    }
  })
}

const heldBy = (op: Op, { rosters }: ImportWorld): Roster | undefined =>
  'institution' in op ? rosters.get(op.institution) : undefined

/** Whether an earlier run made it, and it is not there any more. An institution's id is never used a second time, by anybody. */
function isGone(op: Op, result: OpResult, world: ImportWorld): boolean {
  const { kind, id } = subjectOf(op)
  const isKnown = result.status === 'duplicate'
  const { status, code } = (isKnown && result.first) || result
  const wasMade = code === 'op_reused' || (isKnown && (status === 'applied' || !result.first))
  const isRetired = kind === 'institution' && status === 'conflict' && code === 'clash'
  if (!wasMade && !isRetired) return false
  return kind === 'employee' ? !heldBy(op, world)?.employees.some((person) => person.id === id) : !world.places.has(id)
}

function subjectOf(op: Op): Pick<Sent, 'kind' | 'id'> {
  if (op.kind === 'city.create') return { kind: 'city', id: op.city }
  if (op.kind === 'institution.create') return { kind: 'institution', id: op.institution }
  if (op.kind === 'employee.create') return { kind: 'employee', id: op.employee }
  throw new Error(`An import makes no ${op.kind}`)
}

async function sendArchives(port: ImportPort, plan: LegacyPlan, items: ArchiveItem[]): Promise<Sent[]> {
  const planned = new Map(plan.archives.map((archive) => [archive.id, archive]))
  const results = new Map((await port.importArchives(items)).map((result): [Id, OpResult] => [result.id, result]))
  const sent: Sent[] = []
  for (const { id } of items) {
    const archive = planned.get(id)
    if (archive) sent.push({ kind: 'archive', id, fate: await fateOfArchive(port, archive, results.get(id)) })
  }
  return sent
}

async function fateOfArchive(port: ImportPort, archive: PlannedArchive, result: OpResult | undefined): Promise<Fate> {
  if (result?.status === 'applied') return { is: 'added' }
  if (result?.status !== 'duplicate') return { is: 'refused', code: result?.code ?? 'bad_answer' }
  return { is: sameArchive(archive, await port.archiveBody(archive.id)) ? 'there' : 'differs' }
}
