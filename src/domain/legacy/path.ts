import { issue, type Issue } from './issues.ts'
import { isCleanText, nameFromFile, nameKey } from './names.ts'
import type { FileKind, LegacyPlace } from './types.ts'

export interface Located extends LegacyPlace {
  kind: Exclude<FileKind, 'other'>
  /** Of an archive: when, as its name writes it, `2026-02-15 01:14:36`. */
  stamp: string
  /** Of an archive: its path without the time's suffix and `.json`; twins share it. */
  twin: string
}

const archiveName = /^(?<name>.+)_(?<day>\d{4}-\d\d-\d\d)_(?<time>\d\d-\d\d-\d\d)(?<after>_AFTER_RESET)?$/

/**
 * What a path says: `data/<server>/<City>/<Institution>.json` or
 * `arhiva/[<server>/]<City>/<Institution>_YYYY-MM-DD_HH-MM-SS[_AFTER_RESET].json`.
 *
 * @param place whose the file is, where somebody said so: then only its name counts
 */
export function locate(path: string, place?: LegacyPlace): Located | { refused: Issue } {
  const segments = path.split('/')
  const file = segments.at(-1) ?? ''
  if (!file.endsWith('.json')) return { refused: issue('not_json_name') }
  const base = file.slice(0, -'.json'.length)
  if (place) return locateGiven(path, base, place)
  const city = segments.at(-2) ?? ''
  if (segments[0] === 'data' && segments.length === 4) return located('institution', city, base, '', '')
  if (segments[0] === 'arhiva' && (segments.length === 3 || segments.length === 4))
    return locateArchive(path, city, base)
  return { refused: issue('bad_path') }
}

function locateGiven(path: string, base: string, { city, institution }: LegacyPlace): Located | { refused: Issue } {
  const name = [city, institution].find((text) => nameKey(text) === '' || !isCleanText(text))
  if (name !== undefined) return { refused: issue('bad_name', name) }
  const parts = archiveParts(path, base)
  return { kind: 'institution', stamp: '', twin: '', ...parts, city: city.trim(), institution: institution.trim() }
}

/** What an archive's name says; null for a file that is none. */
export function archiveParts(path: string, base: string) {
  const parts = archiveName.exec(base)?.groups
  if (!parts) return null
  const { name = '', day = '', time = '', after } = parts
  const twin = path.slice(0, path.lastIndexOf('/') + 1) + `${name}_${day}_${time}`
  const kind = after ? ('after_reset' as const) : ('archive' as const)
  return { kind, institution: name, stamp: `${day} ${time.replaceAll('-', ':')}`, twin }
}

function locateArchive(path: string, city: string, base: string): Located | { refused: Issue } {
  const parts = archiveParts(path, base)
  if (!parts) return { refused: issue('archive_name') }
  return located(parts.kind, city, parts.institution, parts.stamp, parts.twin)
}

function located(kind: Located['kind'], folder: string, file: string, stamp: string, twin: string) {
  const city = nameFromFile(folder)
  const institution = nameFromFile(file)
  if (city === null) return { refused: issue('bad_name', folder) }
  if (institution === null) return { refused: issue('bad_name', file) }
  return { kind, city, institution, stamp, twin }
}
