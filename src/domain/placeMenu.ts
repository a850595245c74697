import type { DirectoryCity, DirectoryInstitution } from './views.ts'

/** What the menu of a city or an institution can ask for. */
export type PlaceTask = 'createInstitution' | 'rename' | 'setup' | 'up' | 'down' | 'delete'

/** A city, or an institution in it, that a menu is about. */
export interface PlaceTarget {
  city: DirectoryCity
  institution: DirectoryInstitution | null
}

const pick = (...choices: [PlaceTask, boolean][]): PlaceTask[] =>
  choices.flatMap(([task, isOffered]) => (isOffered ? [task] : []))

/**
 * What this person may do with a city and what makes sense at its place among the others (docs/protocol.md, section 2).
 *
 * @param cities all of them, in the order in which they are shown
 * @param editsAll whether this person has `edit` everywhere
 */
export function cityTasks(city: DirectoryCity, cities: readonly DirectoryCity[], editsAll: boolean): PlaceTask[] {
  const at = cities.indexOf(city)
  return pick(
    ['createInstitution', city.can.includes('edit')],
    ['rename', editsAll],
    ['up', editsAll && at > 0],
    ['down', editsAll && at < cities.length - 1],
    ['delete', city.can.includes('delete')],
  )
}

/** What this person may do with an institution of a city. */
export function institutionTasks(institution: DirectoryInstitution, city: DirectoryCity): PlaceTask[] {
  const at = city.institutions.indexOf(institution)
  const orders = city.can.includes('edit')
  return pick(
    ['rename', institution.can.includes('edit')],
    ['setup', institution.can.includes('edit')],
    ['up', orders && at > 0],
    ['down', orders && at < city.institutions.length - 1],
    ['delete', institution.can.includes('delete')],
  )
}
