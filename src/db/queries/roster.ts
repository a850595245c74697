import type { Id } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { RosterView } from '../../domain/views.ts'
import { rosterLeaves } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { readAlone } from './read.ts'

/** One institution as its user sees it: the replica with own ops; null when it is gone or not this person's to see. */
export async function rosterView(db: PunctajDb, institution: Id): Promise<RosterView | null> {
  const replica = await readAlone(db, rosterLeaves(institution))
  const [me, directory, applied] = [replica.me(), replica.directory(), replica.roster(institution)]
  const place = directory.institutions.find(({ id }) => id === institution)
  const city = directory.cities.find(({ id }) => id === place?.city)
  if (!me || !place || !city || !applied) return null
  const { period, ranks, columns, employees } = applied.roster
  return {
    institution: { id: institution, name: place.name },
    city: { id: city.id, name: city.name },
    period,
    ranks,
    columns,
    rows: employees.map((employee) => ({
      ...employee,
      role: employee.rank === null ? null : (ranks[String(employee.rank)] ?? null),
      pending: applied.touched.has(employee.id),
    })),
    can: capabilities(me, city.id, institution),
    unsent: replica.ops.filter((op) => 'institution' in op && op.institution === institution).length,
  }
}
