import { isText } from './checkOp.ts'

/** Why a name is not one that the cloud would take here. */
export type NameFault = 'empty' | 'unsayable' | 'taken' | 'reserved'

const edges = /^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g

/** A name as the cloud stores it (`private.clean`): composed, trimmed, inner space kept. */
export const cleanName = (raw: string): string => raw.normalize('NFC').replace(edges, '')

/** What makes two names the same (`private.fold`): unlike a search, ș and ş are different letters here. */
export const nameKey = (raw: string): string => cleanName(raw).toLowerCase()

/**
 * What is wrong with the name of a city among the cities, or of an institution among those of its city; null when nothing is.
 *
 * @param others the names that stand beside it, its own not among them
 */
export function nameFault(raw: string, others: readonly string[]): NameFault | null {
  if (raw.trim() === '') return 'empty'
  if (!isText(cleanName(raw))) return 'unsayable'
  const key = nameKey(raw)
  return others.some((other) => nameKey(other) === key) ? 'taken' : null
}

/** The form of one name. `was`: what stood when it was opened, null for a new place. */
export interface NameForm {
  name: string
  was: string | null
}

export const nameFormOf = (was: string | null): NameForm => ({ name: was ?? '', was })
