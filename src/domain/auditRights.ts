import { type AuditChange, type AuditLine, nameOf, type Said } from './audit.ts'
import { isRecord } from './isRecord.ts'

/** What somebody may do at each place, before and after; places where nothing changed are left out. */
export function permissionChanges(line: AuditLine): AuditChange[] {
  const [old, fresh] = [byPlace(line.old), byPlace(line.new)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((place) => ({ of: placeOf(place, line), from: rights(old.get(place)), to: rights(fresh.get(place)) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

const everywhere = ''

function byPlace(rows: unknown): Map<string, string[]> {
  const places = new Map<string, string[]>()
  for (const row of Array.isArray(rows) ? rows : []) {
    if (!isRecord(row) || typeof row['capability'] !== 'string') continue
    const place = [row['institution'], row['city']].find((id): id is string => typeof id === 'string')
    places.set(place ?? everywhere, [...(places.get(place ?? everywhere) ?? []), row['capability']])
  }
  return places
}

const placeOf = (place: string, line: AuditLine): Said =>
  place === everywhere ? { word: 'audit.everywhere' } : { text: nameOf(place, line) }

const rights = (capabilities: string[] | undefined): Said | null =>
  capabilities ? { words: [...capabilities].sort().map((one) => `audit.capability.${one}`) } : null
