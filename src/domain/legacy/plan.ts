import { nameKey } from './names.ts'
import type { Located } from './path.ts'
import { readFile, type ReadFile } from './read.ts'
import { settleArchives, settleServers, settleTwins } from './settle.ts'
import type {
  IdOf,
  LegacyFile,
  LegacyPlace,
  LegacyPlan,
  PlannedArchive,
  PlannedCity,
  PlannedInstitution,
} from './types.ts'

/**
 * What the old program's files would bring, and what is wrong with each of them. Never throws: what cannot be taken is
 * refused by file or by row, with its reason, and the rest is taken.
 *
 * @param files in any order; the plan does not depend on it
 * @param idOf same name, same id: it makes a second import find what the first one made
 * @param known places the cloud already has, for archives without a data file
 */
export function planLegacyImport(files: LegacyFile[], idOf: IdOf, known: LegacyPlace[] = []): LegacyPlan {
  const steps = planInSteps(files, idOf, known)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in steps, for a page that must not stand still meanwhile; each gives how many files are read. */
export function* planInSteps(
  files: LegacyFile[],
  idOf: IdOf,
  known: LegacyPlace[],
): Generator<number, LegacyPlan, void> {
  const read: ReadFile[] = []
  for (const file of files.toSorted((a, b) => compare(a.path, b.path))) {
    const steps = readFile(file, idOf)
    let step = steps.next()
    for (; !step.done; step = steps.next()) yield read.length
    yield read.push(step.value)
  }
  settleServers(read)
  settleArchives(read, known)
  settleTwins(read)
  const names = cityNames(read)
  const institutions = read.flatMap((file) => institutionOf(file, names, idOf))
  const cities = new Map(
    institutions.map(({ cityId, city }): [string, PlannedCity] => [cityId, { id: cityId, name: city }]),
  )
  return {
    cities: [...cities.values()],
    institutions,
    archives: read.flatMap((file) => archiveOf(file, names, idOf)),
    files: read.map(({ report }) => report),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Two spellings of one city (`saint_denis`, `Saint_Denis`) get the name of the first path. */
function cityNames(files: ReadFile[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const { located, content } of files) {
    if (located && content && !names.has(nameKey(located.city))) names.set(nameKey(located.city), located.city)
  }
  return names
}

const placeId = (place: LegacyPlace, idOf: IdOf): string =>
  idOf(JSON.stringify(['institution', nameKey(place.city), nameKey(place.institution)]))

const placeOf = (located: Located, names: Map<string, string>): LegacyPlace => ({
  city: names.get(nameKey(located.city)) ?? located.city,
  institution: located.institution,
})

function institutionOf(
  { located, content, report }: ReadFile,
  names: Map<string, string>,
  idOf: IdOf,
): PlannedInstitution[] {
  if (located?.kind !== 'institution' || !content) return []
  const place = placeOf(located, names)
  const cityId = idOf(JSON.stringify(['city', nameKey(place.city)]))
  return [{ id: placeId(place, idOf), cityId, ...place, path: report.path, ...content.table }]
}

function archiveOf({ located, content, report }: ReadFile, names: Map<string, string>, idOf: IdOf): PlannedArchive[] {
  if (located?.kind !== 'archive' || !content?.archive) return []
  const place = placeOf(located, names)
  const name = JSON.stringify(['archive', nameKey(place.city), nameKey(place.institution), located.stamp])
  const { at, resetBy, discordId, document } = content.archive
  const id = document?.id ?? idOf(name)
  const about = { institutionId: placeId(place, idOf), ...place, path: report.path }
  return [{ id, ...about, at, resetBy, discordId, document, ...content.table }]
}
