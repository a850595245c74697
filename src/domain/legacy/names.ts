import { isObjectWord } from '../names.ts'

/** Limits of docs/protocol.md, section 4. */
const maxText = 200

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An id as the cloud writes them. */
export const isId = (value: unknown): value is string => typeof value === 'string' && uuid.test(value)

/** Text the cloud would take: at most 200 characters, no NUL, no lone surrogate. */
export const isCleanText = (text: string): boolean => text.length <= maxText && !/\0|[\uD800-\uDFFF]/u.test(text)

/** The name a folder or file of the old program stands for (`Saint_Denis` → `Saint Denis`), null when unusable. */
export function nameFromFile(text: string): string | null {
  const name = text.replaceAll('_', ' ').trim().normalize('NFC')
  return name !== '' && isCleanText(name) ? name : null
}

/** What makes two names the same: trimmed, NFC, letter case aside. */
export const nameKey = (name: string): string => name.trim().normalize('NFC').toLowerCase()

/** One key for a place, whatever its letters' case. */
export const placeKey = (city: string, institution: string): string =>
  JSON.stringify([nameKey(city), nameKey(institution)])

/** A column's name as the cloud stores it. */
export const columnName = (name: string): string => name.trim().normalize('NFC')

export const isColumnName = (name: string): boolean =>
  name.trim() !== '' && isCleanText(name) && !isObjectWord(columnName(name))
