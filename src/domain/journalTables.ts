import type { AuditLine, Said } from './audit.ts'
import { auditChanges } from './auditChange.ts'
import type { Cell, ExportTable } from './exportTable.ts'
import type { SyncLogLine } from './journal.ts'

/*
 * The journals as files (docs/protocol.md, section 11). Tables say it in words; JSON is what the cloud answered.
 */

const written = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

export const auditFile = (entries: readonly AuditLine[], exportedAt: number): string =>
  written({ punctaj: 'audit', version: 1, exportedAt, entries })

export const syncLogFile = (entries: readonly SyncLogLine[], exportedAt: number): string =>
  written({ punctaj: 'sync_log', version: 1, exportedAt, entries })

/** What an entry is called in words. */
export interface AuditWords {
  what: (line: AuditLine) => string
  where: (line: AuditLine) => string
  about: (line: AuditLine) => string
  said: (said: Said | null) => string
}

/** A row for each thing that was changed; an entry that changed nothing has one. */
export const auditTable = (
  name: string,
  head: string[],
  lines: readonly AuditLine[],
  words: AuditWords,
): ExportTable => ({
  name,
  head,
  rows: lines.flatMap((line): Cell[][] => {
    const entry = [{ at: line.at }, line.by, words.what(line), words.where(line), words.about(line)]
    const changes = auditChanges(line)
    if (changes.length === 0) return [[...entry, '', '', '']]
    return changes.map(({ of, from, to }) => [...entry, words.said(of), words.said(from), words.said(to)])
  }),
})

/** @param word the interface's word for a type or a result */
export const syncLogTable = (
  name: string,
  head: string[],
  lines: readonly SyncLogLine[],
  word: (group: 'type' | 'status', value: string) => string,
): ExportTable => ({
  name,
  head,
  rows: lines.map((line) => [
    { at: line.at },
    line.name ?? line.discord_id,
    word('type', line.type),
    word('status', line.status),
    line.items,
    line.version,
    line.duration_ms,
    line.device,
    line.error,
  ]),
})
