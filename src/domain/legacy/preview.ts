import type { Directory, Id, Roster } from '../model.ts'
import { sameSetup, samePerson } from './fate.ts'
import { levelOf } from './issues.ts'
import type { FileReport, LegacyEmployee, LegacyPlan, PlannedArchive, PlannedInstitution } from './types.ts'

/**
 * How a thing of the files stands to the cloud: not there yet, there and the same, there with other content (which stays as it
 * is), or not known, as the cloud was not asked.
 */
export type Standing = 'fresh' | 'there' | 'differs' | 'unknown'
export type Tally = Record<Standing, number>

/** What the cloud holds, under the ids of a plan that was adopted by it. */
export interface Held {
  directory: Directory
  rosters: ReadonlyMap<Id, Roster>
  archives: ReadonlySet<Id>
}

export interface PersonPreview extends LegacyEmployee {
  is: Standing
}

export interface ArchivePreview {
  id: Id
  at: number
  people: number
  points: number
  is: Standing
}

/** What an import would bring to one institution; one that only archives are about has no people and no standing of its own. */
export interface PlacePreview {
  id: Id
  city: string
  institution: string
  is: Standing | null
  people: PersonPreview[]
  archives: ArchivePreview[]
}

export interface ImportPreview {
  cities: Tally
  institutions: Tally
  people: Tally
  archives: Tally
  places: PlacePreview[]
  /** Files of which nothing is taken. */
  refused: FileReport[]
  /** Files that are taken with something to say about them: a refused row, a doubt. */
  doubtful: FileReport[]
}

/** What a plan would change. @param held null: the cloud could not be asked */
export function previewOf(plan: LegacyPlan, held: Held | null): ImportPreview {
  const places = new Map(plan.institutions.map((place) => [place.id, placeOf(place, held)]))
  for (const archive of plan.archives) {
    const { institutionId: id, city, institution } = archive
    const place = places.get(id) ?? { id, city, institution, is: null, people: [], archives: [] }
    place.archives.push(archiveOf(archive, held))
    places.set(id, place)
  }
  const all = [...places.values()]
  const known = new Set(held?.directory.cities.map(({ id }) => id))
  return {
    cities: tally(plan.cities.map(({ id }) => standing(held, known.has(id)))),
    institutions: tally(all.flatMap(({ is }) => is ?? [])),
    people: tally(all.flatMap(({ people }) => people.map(({ is }) => is))),
    archives: tally(all.flatMap(({ archives }) => archives.map(({ is }) => is))),
    places: all,
    refused: plan.files.filter(({ outcome }) => outcome === 'refused'),
    doubtful: plan.files.filter(({ outcome, issues }) => outcome !== 'refused' && issues.length > 0),
  }
}

const standing = (held: Held | null, isThere: boolean): Standing =>
  held === null ? 'unknown' : isThere ? 'there' : 'fresh'

function placeOf(place: PlannedInstitution, held: Held | null): PlacePreview {
  const { id, city, institution, employees } = place
  const isThere = held?.directory.institutions.some((other) => other.id === id) ?? false
  const roster = held?.rosters.get(id)
  const there = new Map(roster?.employees.map((person) => [person.id, person]))
  const people = employees.map((person): PersonPreview => {
    const other = there.get(person.id)
    return { ...person, is: other && !samePerson(person, other) ? 'differs' : standing(held, other !== undefined) }
  })
  const is = roster && !sameSetup(place, roster) ? 'differs' : standing(held, isThere)
  return { id, city, institution, is, people, archives: [] }
}

const archiveOf = ({ id, at, employees }: PlannedArchive, held: Held | null): ArchivePreview => ({
  id,
  at,
  people: employees.length,
  points: employees.reduce((sum, { points }) => sum + points, 0),
  is: standing(held, held?.archives.has(id) ?? false),
})

function tally(all: Standing[]): Tally {
  const sums: Tally = { fresh: 0, there: 0, differs: 0, unknown: 0 }
  for (const is of all) sums[is] += 1
  return sums
}

/** Whether sending it could add anything. */
export const bringsAnything = ({ cities, institutions, people, archives }: ImportPreview): boolean =>
  [cities, institutions, people, archives].some(({ fresh, unknown }) => fresh + unknown > 0)

/** Rows of a file that are not taken. */
export const refusedRows = ({ issues }: FileReport) => issues.filter(({ code }) => levelOf(code) === 'row')
