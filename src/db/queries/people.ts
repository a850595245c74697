import { rosterKey } from '../../domain/keys.ts'
import type { Employee, Id } from '../../domain/model.ts'
import { can } from '../../domain/permission.ts'
import type { PersonLine } from '../../domain/views.ts'
import { searchText } from '../../domain/wordSearch.ts'
import type { Want } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { readAlone } from './read.ts'

/** Lines of people, kept as long as the parsed row they were made of: after an edit only a few are made anew. */
const lines = new WeakMap<Employee, PersonLine>()

const rosters: Want = (index) => Object.keys(index).filter((key) => key.startsWith(rosterKey('')))

function lineOf(employee: Employee, institution: Id): PersonLine {
  const known = lines.get(employee)
  if (known?.institution === institution) return known
  const { id, name, discord } = employee
  const line = { id, name, discord, institution, text: searchText(name, discord) }
  lines.set(employee, line)
  return line
}

/** Everybody on this device whom its person may see, by name, ready to be searched. */
export async function peopleView(db: PunctajDb): Promise<PersonLine[]> {
  const replica = await readAlone(db, rosters)
  const me = replica.me()
  if (!me) return []
  const seen = replica.directory().institutions.filter(({ id, city }) => can(me, 'view', city, id))
  const people = seen.flatMap(
    ({ id }) => replica.roster(id)?.roster.employees.map((employee) => lineOf(employee, id)) ?? [],
  )
  // As they are searched, without a collator: ten thousand of them are in order within a frame.
  return people.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
}
