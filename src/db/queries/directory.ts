import { rosterKey } from '../../domain/keys.ts'
import type { Id, Institution, Me } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { DirectoryInstitution, DirectoryView } from '../../domain/views.ts'
import { readMeta } from '../meta.ts'
import { type Replica, readReplica, type Want } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** With more institutions than this, totals are left out: they need every roster parsed. */
const mostTotals = 60

const rosters: Want = (index) => {
  const keys = Object.keys(index).filter((key) => key.startsWith(rosterKey('')))
  return keys.length <= mostTotals ? keys : []
}

/** Cities and institutions with what this person may do there. */
export async function directoryView(db: PunctajDb): Promise<DirectoryView> {
  const [replica, keep] = await inOneRead(
    db,
    async () => [await readReplica(db, rosters), (await readMeta(db, 'keep')) ?? null] as const,
  )
  const me = replica.me()
  if (!me) return { cities: [] }
  const { cities, institutions } = replica.directory()
  const withTotals = institutions.length <= mostTotals
  const lines = new Map<Id, DirectoryInstitution[]>(cities.map(({ id }) => [id, []]))
  for (const institution of institutions) {
    const isKept = keep === null || keep.includes(institution.id)
    const line = { ...lineOf(replica, me, institution, withTotals), ...(isKept ? {} : { absent: true as const }) }
    // A name without any right is no place to go to; the directory leaf carries them all.
    if (line.can.length > 0) lines.get(institution.city)?.push(line)
  }
  return {
    cities: cities
      .map(({ id, name, place }) => ({
        id,
        name,
        place,
        institutions: lines.get(id) ?? [],
        can: capabilities(me, id, null),
      }))
      .filter((city) => city.can.length > 0 || city.institutions.length > 0),
  }
}

function lineOf(
  replica: Replica,
  me: Me,
  { id, city, name, place }: Institution,
  withTotals: boolean,
): DirectoryInstitution {
  const can = capabilities(me, city, id)
  const roster = withTotals && can.length > 0 ? replica.roster(id)?.roster : undefined
  if (!roster) return { id, name, place, can }
  const points = roster.employees.reduce((sum, employee) => sum + employee.points, 0)
  return { id, name, place, can, points, employees: roster.employees.length }
}
