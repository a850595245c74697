import type { Id } from '../../domain/model.ts'
import { type Told, trayLine, type TrayLine } from '../../domain/trayLine.ts'
import { codeOfRefusal, employeeIn, placeNow, type TrayWorld } from '../../domain/trayWorld.ts'
import type { Replica } from '../replica.ts'
import type { PunctajDb, TrayRow } from '../schema.ts'
import { readTrayReplica, trayWorld } from '../trayWorld.ts'
import { inOneRead } from './read.ts'

/** Ops that need a person, oldest first, with both values and what can be done with each. */
export async function trayLines(db: PunctajDb): Promise<TrayLine[]> {
  const [rows, replica] = await inOneRead(db, async () => {
    const tray = await db.tray.toArray()
    return [tray, await readTrayReplica(db, tray)] as const
  })
  const world = trayWorld(replica, rows)
  return rows
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((row) => trayLine(row, world, tellOf(row, world, replica)))
}

/** What this device's own leaves tell of a refusal where the cloud did not. */
function tellOf({ op, result }: TrayRow, world: TrayWorld, replica: Replica): Told {
  const place = placeNow({ op, result }, world)
  const period = place?.roster?.period
  const week =
    place && period !== undefined ? { period, since: closedAt(replica, place.id, period - 1)?.at ?? null } : null
  const unknown = { by: null, at: null, week }
  if (!('institution' in op)) return unknown
  if (codeOfRefusal(result) === 'period_closed' && 'period' in op) {
    return { ...unknown, ...closedAt(replica, op.institution, op.period) }
  }
  if (!('employee' in op)) return unknown
  const last = replica.ledger(op.institution).findLast(({ employee }) => employee === op.employee)
  const touched = employeeIn(place?.roster, op.employee)?.touched ?? null
  // The ledger knows who, if points were the last thing that happened to them.
  return { ...unknown, at: touched, by: last && last.at === touched ? last.by : null }
}

/** Who closed a week, and when: its archive says. */
function closedAt(replica: Replica, institution: Id, period: number): { by: string; at: number } | undefined {
  const rows = replica.archives(institution)?.archives ?? []
  const ends = rows.filter((row) => row.period === period && (row.kind === 'reset' || row.kind === 'before_restore'))
  const last = ends.sort((a, b) => a.at - b.at).at(-1)
  return last && { by: last.by, at: last.at }
}
