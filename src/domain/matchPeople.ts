import { type ArchivedPerson, isNamed } from './archivePeople.ts'
import { calledKey } from './calledKey.ts'

export interface MatchedPeople {
  both: { before: ArchivedPerson; after: ArchivedPerson }[]
  left: ArchivedPerson[]
  came: ArchivedPerson[]
}

/**
 * Finds the people of one archive in another: by id, which a new name does not change; where one of the two has none, by name
 * and nick, namesakes in the order of the lists. Two different ids are two people, whatever they are called.
 */
export function matchPeople(before: readonly ArchivedPerson[], after: readonly ArchivedPerson[]): MatchedPeople {
  const waiting = new Set(before.filter(isNamed))
  const byId = grouped(waiting, ({ id }) => id)
  const byName = grouped(waiting, calledKey)
  const found: MatchedPeople = { both: [], left: [], came: [] }
  const take = (person: ArchivedPerson, among: ArchivedPerson[] | undefined): boolean => {
    const same = among?.find(
      (one) => waiting.has(one) && (one.id === person.id || one.id === null || person.id === null),
    )
    if (same === undefined) return false
    waiting.delete(same)
    found.both.push({ before: same, after: person })
    return true
  }
  // Ids first, of everybody: a namesake without one must not take somebody's place.
  const unknown = after.filter((person) => isNamed(person) && !take(person, byId.get(person.id ?? '')))
  found.came = unknown.filter((person) => !take(person, byName.get(calledKey(person))))
  return { ...found, left: [...waiting] }
}

function grouped(
  people: Iterable<ArchivedPerson>,
  keyOf: (person: ArchivedPerson) => string | null,
): Map<string, ArchivedPerson[]> {
  const groups = new Map<string, ArchivedPerson[]>()
  for (const person of people) {
    const key = keyOf(person)
    const group = key === null ? undefined : groups.get(key)
    if (group) group.push(person)
    else if (key !== null) groups.set(key, [person])
  }
  return groups
}
