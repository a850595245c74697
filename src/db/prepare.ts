import { parseArchives, parseDirectory, parseRoster } from '../domain/bodies.ts'
import { diffRosters } from '../domain/changes.ts'
import { CloudError } from '../domain/errors.ts'
import { directoryKey, parseKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import { compareIndexes, type LeafIndex } from '../domain/plan.ts'
import type { InstitutionChanges } from '../domain/views.ts'
import { namesOfErased, withoutNames } from './forget.ts'
import { readMeta, writeMeta } from './meta.ts'
import type { LeafRow, Prepared, PunctajDb } from './schema.ts'
import { stageRows } from './stage.ts'

/** With more changed rosters than this, what changed is not worked out. */
const mostCompared = 40

/**
 * Writes a download's last bodies and makes it the one that a click applies. Runs inside the caller's transaction.
 *
 * @throws CloudError `session_ended` when the database is another one than the download was made for
 */
export async function writePrepared(
  db: PunctajDb,
  download: Omit<Prepared, 'changes' | 'erasedNames' | 'replaced'>,
  rows: LeafRow[],
): Promise<void> {
  if ((await readMeta(db, 'session')) !== download.session) throw new CloudError('session_ended')
  if (rows.length > 0) await stageRows(db, download.session, download.head.nonce, rows)
  const index = (await readMeta(db, 'index')) ?? {}
  const texts = download.base === null ? [] : await db.leaves.bulkGet(compared(index, download.next))
  const changes = compare(
    new Map(texts.flatMap((row) => (row ? [[`${row.key} ${row.hash}`, row.text]] : []))),
    index,
    download.next,
  )
  const { erased = [] } = download
  const erasedNames = erased.length > 0 ? await namesOfErased(db, index, erased) : []
  const replaced = await replacedArchives(db, index, download.next)
  await writeMeta(db, 'prepared', { ...download, changes: withoutNames(changes, erasedNames), erasedNames, replaced })
}

/** Archives that have another document than before: an erasure rewrote them. */
async function replacedArchives(db: PunctajDb, index: LeafIndex, next: LeafIndex): Promise<Id[]> {
  const keys = compareIndexes(index, next).changed.filter((key) => parseKey(key)?.kind === 'archives')
  if (keys.length === 0) return []
  const bodies = await Promise.all(
    [index, next].map((of) => db.leaves.bulkGet(keys.map((key): [string, string] => [key, of[key]?.hash ?? '']))),
  )
  const [before = [], after = []] = bodies.map((rows) =>
    rows.flatMap((row) => (row ? parseArchives(row.text).archives : [])),
  )
  const now = new Map(after.map(({ id, sha256 }) => [id, sha256]))
  return before.filter(({ id, sha256 }) => now.get(id) !== sha256).map(({ id }) => id)
}

/** The rosters that differ, where they are few enough to be compared. */
function differing(index: LeafIndex, next: LeafIndex): string[] {
  const { gone, changed, came } = compareIndexes(index, next)
  const rosters = [...changed, ...came, ...gone].filter((key) => parseKey(key)?.kind === 'roster')
  return rosters.length > mostCompared ? [] : rosters
}

/** The bodies that a comparison needs, old and new. */
const compared = (index: LeafIndex, next: LeafIndex): [string, string][] =>
  [directoryKey, ...differing(index, next)].flatMap((key) =>
    [index[key]?.hash, next[key]?.hash].flatMap((hash): [string, string][] =>
      hash === undefined ? [] : [[key, hash]],
    ),
  )

/** "Ce s-a schimbat": worked out before the click, so that the click does not wait for it. */
function compare(texts: ReadonlyMap<string, string>, index: LeafIndex, next: LeafIndex): InstitutionChanges[] {
  const bodyOf = (key: string, of: LeafIndex) => texts.get(`${key} ${of[key]?.hash ?? ''}`)
  const rosterOf = (key: string, of: LeafIndex) => {
    const text = bodyOf(key, of)
    return text === undefined ? null : parseRoster(text)
  }
  if (texts.size === 0) return []
  const directories = [bodyOf(directoryKey, index), bodyOf(directoryKey, next)]
  const institutions = directories.flatMap((text) => (text === undefined ? [] : parseDirectory(text).institutions))
  const names = new Map(institutions.map(({ id, name }) => [id, name]))
  return differing(index, next).flatMap((key) => {
    const id = parseKey(key)?.id ?? ''
    const change = diffRosters({ id, name: names.get(id) ?? '' }, rosterOf(key, index), rosterOf(key, next))
    return change === null ? [] : [change]
  })
}
