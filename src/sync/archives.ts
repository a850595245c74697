import { CloudError, codeOf } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { cutPulls } from '../domain/plan.ts'
import { digest } from './digest.ts'
import { type Memory, noteFailure } from './memory.ts'
import type { ArchiveRef, Engine } from './ports.ts'
import { tellFault } from './tellFault.ts'

/** Files fetched one by one at a time; when more are missing, their bodies come many to a call. */
const atOnce = 8
const bulkBytes = 1_000_000
const bulkAtOnce = 2

type Missing = ArchiveRef & { institution: Id }

/** The text of an archive, verified: the stored object, else the body that Postgres keeps. */
export async function fetchArchive(engine: Engine, ref: ArchiveRef): Promise<string> {
  const stored = await engine.cloud.archiveFile(ref.path).catch((error: unknown) => {
    const code = codeOf(error)
    if (code === 'offline' || code === 'timeout' || code === 'not_signed_in') throw error
    return null
  })
  if (stored !== null && (await digest(stored)) === ref.sha256) return stored
  return fetchBody(engine, ref)
}

/** The text of an archive, verified, as Postgres keeps it: all that there is of a backup. */
export async function fetchBody(engine: Engine, ref: ArchiveRef): Promise<string> {
  const kept = await engine.cloud.archiveBody(ref.id)
  if ((await digest(kept)) !== ref.sha256) throw new CloudError('hash_mismatch', ref.path)
  return kept
}

/**
 * Fetches every archive of the view whose file is not here, a few at a time; one that fails is tried again later.
 *
 * @returns how many came
 */
export async function fetchArchives(engine: Engine, memory: Memory): Promise<number> {
  const all = await engine.store.archivesToFetch()
  const now = engine.clock.now()
  const due = all.filter(({ id }) => (memory.files.get(id)?.nextAt ?? 0) <= now)
  if (due.length === 0) return 0
  let held = 0
  const got = (count: number) => {
    held += count
    engine.tabs.tell({ is: 'archive', held, total: all.length })
  }
  const calls = due.length > atOnce ? cutPulls(due, bulkBytes) : []
  await inTurns(calls, bulkAtOnce, async (call) => got(await fetchMany(engine, call).catch(() => 0)))
  const here = new Set(calls.length > 0 ? await engine.store.fileIds() : [])
  const rest = due.filter(({ id }) => !here.has(id))
  await inTurns(rest, atOnce, async (ref) => got((await fetchOne(engine, memory, ref)) ? 1 : 0))
  return held
}

/** Works through a list, a few at a time. */
async function inTurns<T>(list: T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...list]
  async function turn(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, list.length) }, turn))
}

/** Many bodies with one call. What is missing from the answer or does not fit its hash is left to {@link fetchOne}. */
async function fetchMany(engine: Engine, refs: Missing[]): Promise<number> {
  const byId = new Map(refs.map((ref) => [ref.id, ref]))
  const bodies = await engine.cloud.archiveBodies([...byId.keys()])
  const rows = await Promise.all(
    bodies.map(async ({ id, body }) => {
      const ref = byId.get(id)
      if (ref === undefined || (await digest(body)) !== ref.sha256) return []
      return [{ id, institution: ref.institution, sha256: ref.sha256, text: body }]
    }),
  )
  await engine.store.putFiles(rows.flat())
  return rows.flat().length
}

async function fetchOne(engine: Engine, memory: Memory, ref: Missing): Promise<boolean> {
  try {
    const text = await fetchArchive(engine, ref)
    await engine.store.putFiles([{ id: ref.id, institution: ref.institution, sha256: ref.sha256, text }])
    memory.files.delete(ref.id)
    return true
  } catch (error) {
    tellFault(engine, error)
    const backoff = memory.files.get(ref.id) ?? { failures: 0, nextAt: 0 }
    noteFailure(backoff, engine.clock)
    memory.files.set(ref.id, backoff)
    return false
  }
}

/** Hashes every held file again, as a forced resync demands; what does not fit is fetched anew. */
export async function rehashArchives(engine: Engine): Promise<number> {
  let bad = 0
  for (const id of await engine.store.fileIds()) {
    const file = await engine.store.file(id)
    if (!file || (await digest(file.text)) === file.sha256) continue
    await engine.store.dropFile(id)
    bad += 1
  }
  return bad
}
