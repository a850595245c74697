import * as v from 'valibot'
import type { FoundPerson, PersonPlace } from '../domain/erase.ts'

const text = v.fallback(v.string(), '')
const count = v.fallback(v.number(), 0)
const maybeId = v.fallback(v.nullable(v.string()), null)

const person = v.object({ employee: maybeId, name: text, discord: text, rosters: count, archives: count, at: count })

const place = v.object({
  archive: maybeId,
  row: v.fallback(v.nullable(v.number()), null),
  employee: maybeId,
  name: text,
  discord: text,
  institution: v.string(),
  title: text,
  city: text,
  kind: v.picklist(['roster', 'reset', 'backup', 'before_restore', 'before_delete', 'import']),
  at: count,
})

/** Answers of the search before an erasure, as own-key copies. @throws when they are no lists of what they should be */
export const parsePeople = (answer: unknown): FoundPerson[] => v.parse(v.array(person), answer)
export const parsePlaces = (answer: unknown): PersonPlace[] => v.parse(v.array(place), answer)
