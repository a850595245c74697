import * as v from 'valibot'
import { nameFormOf } from '../domain/placeName.ts'
import { type Setup, setupFormOf } from '../domain/setupForm.ts'

/* The forms of cities and institutions as drafts: see forms.ts. */

const texts = v.record(v.string(), v.string())

const setup = v.object({
  count: v.union([v.number(), v.literal('')]),
  roles: texts,
  columns: v.array(v.object({ key: v.number(), name: v.string(), stood: v.boolean() })),
  was: v.object({ ranks: texts, columns: v.array(v.string()) }),
})

/** @param was the name that stands; null for a new city */
export const nameForm = (was: string | null) => ({
  schema: v.object({ name: v.string(), was: v.nullable(v.string()) }),
  fresh: () => nameFormOf(was),
})

export const institutionForm = {
  schema: v.object({ name: v.string(), setup }),
  fresh: () => ({ name: '', setup: setupFormOf(null) }),
}

/** @param was what stands when the form is opened; a draft has its own */
export const setupForm = (was: Setup) => ({ schema: setup, fresh: () => setupFormOf(was) })

/** The name typed to confirm a delete: never kept, so that nobody finds a delete confirmed already. */
export const deleteForm = {
  schema: v.object({ name: v.string() }),
  fresh: () => ({ name: '' }),
  touched: () => false,
}
