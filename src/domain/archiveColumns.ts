/** Columns that every archive has; no column of an institution's own is called so. */
export const archiveColumns: ReadonlySet<string> = new Set([
  'DISCORD',
  'NUME IC',
  'RANK',
  'ROLE',
  'PUNCTAJ',
  'ULTIMA_MOD',
])
