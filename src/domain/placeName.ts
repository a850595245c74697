import { isText } from './checkOp.ts'
import { clean, foldName } from './names.ts'

/** Why a name is not one that the cloud would take here. */
export type NameFault = 'empty' | 'unsayable' | 'taken' | 'reserved'

/**
 * What is wrong with the name of a city among the cities, or of an institution among those of its city; null when nothing is.
 *
 * @param others the names that stand beside it, its own not among them
 */
export function nameFault(raw: string, others: readonly string[]): NameFault | null {
  if (raw.trim() === '') return 'empty'
  if (!isText(clean(raw))) return 'unsayable'
  const key = foldName(raw)
  return others.some((other) => foldName(other) === key) ? 'taken' : null
}

/** The form of one name. `was`: what stood when it was opened, null for a new place. */
export interface NameForm {
  name: string
  was: string | null
}

export const nameFormOf = (was: string | null): NameForm => ({ name: was ?? '', was })
