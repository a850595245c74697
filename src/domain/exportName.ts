import { clean } from './names.ts'

const most = 80

/** A name as files may be called everywhere: as archives are in the storage, no diacritics, the rest outside A-Z, 0-9, `_`, `-` as `_`. */
export function namePart(name: string): string {
  const plain = clean(name)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
  return plain.replace(/[^A-Za-z0-9_-]/gu, '_').slice(0, most) || '_'
}

/** `Politia_2026-11-16.csv`: what it is of, days (or none), and what it is. */
export const exportName = (of: string, days: readonly string[], extension: string): string =>
  `${[namePart(of), ...days].join('_')}.${extension}`

/** The last part of an archive's path: the name under which the storage has the very same file. */
export const storedName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
