/** How the engine treats a failure: try again by itself, or never. */
type Persistence = 'retryable' | 'permanent'

interface Text {
  why: string
  fix: string
}

/** One code of the catalogue, in both languages. */
export interface Entry {
  is: Persistence
  ro: Text
  en: Text
}

const entry = (is: Persistence, ro: [string, string], en: [string, string]): Entry => ({
  is,
  ro: { why: ro[0], fix: ro[1] },
  en: { why: en[0], fix: en[1] },
})

/** What trying again does not help. */
export const permanent = (ro: [string, string], en: [string, string]) => entry('permanent', ro, en)
/** What may be gone at the next try. */
export const retryable = (ro: [string, string], en: [string, string]) => entry('retryable', ro, en)
