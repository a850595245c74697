import type { Id, Institution, Me } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { DirectoryInstitution, DirectoryView } from '../../domain/views.ts'
import { readDirectory, readMe, readRoster } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** With more institutions than this, totals are left out: they need every roster parsed. */
const mostTotals = 60

/** Cities and institutions with what this person may do there. */
export const directoryView = (db: PunctajDb): Promise<DirectoryView> =>
  inOneRead(db, async () => {
    const me = await readMe(db)
    if (!me) return { cities: [] }
    const { cities, institutions } = await readDirectory(db)
    const withTotals = institutions.length <= mostTotals
    const lines = new Map<Id, DirectoryInstitution[]>(cities.map(({ id }) => [id, []]))
    for (const institution of institutions) {
      const line = await lineOf(db, me, institution, withTotals)
      // A name without any right is no place to go to; the directory leaf carries them all.
      if (line.can.length > 0) lines.get(institution.city)?.push(line)
    }
    return {
      cities: cities
        .map(({ id, name }) => ({ id, name, institutions: lines.get(id) ?? [], can: capabilities(me, id, null) }))
        .filter((city) => city.can.length > 0 || city.institutions.length > 0),
    }
  })

async function lineOf(db: PunctajDb, me: Me, institution: Institution, total: boolean): Promise<DirectoryInstitution> {
  const { id, city, name } = institution
  const can = capabilities(me, city, id)
  const roster = total && can.length > 0 ? (await readRoster(db, id))?.roster : undefined
  if (!roster) return { id, name, can }
  const points = roster.employees.reduce((sum, employee) => sum + employee.points, 0)
  return { id, name, can, points, employees: roster.employees.length }
}
