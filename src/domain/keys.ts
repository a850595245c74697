import type { Id } from './model.ts'

/** The leaves by name (docs/protocol.md, section 1). */
export type LeafKind = 'directory' | 'roster' | 'ledger' | 'archives' | 'me'

export const directoryKey = 'directory'
export const rosterKey = (institution: Id): string => `roster:${institution}`
export const ledgerKey = (institution: Id): string => `ledger:${institution}`
export const archivesKey = (institution: Id): string => `archives:${institution}`
export const meKey = (user: Id): string => `me:${user}`

const named = /^(roster|ledger|archives|me):([0-9a-f-]{36})$/

/** What a `sync_key` names; null for one that this version does not know. */
export function parseKey(key: string): { kind: LeafKind; id: Id } | null {
  if (key === directoryKey) return { kind: 'directory', id: '' }
  const [, kind, id] = named.exec(key) ?? []
  return kind === undefined || id === undefined ? null : { kind: kind as LeafKind, id }
}
