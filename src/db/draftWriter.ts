import { deleteDraft, writeDraft } from './drafts.ts'
import type { PunctajDb } from './schema.ts'

/** How long typing must pause before it is written. */
const pauseMs = 250

/** Writes one form as it is being filled in. */
export interface DraftWriter {
  readonly key: string
  /** Writes after a pause in the changes; null deletes the draft, as when the form is as it was opened. */
  write(value: object | null): void
  /** Writes what waits, now; resolves when it is on the device or has failed. Never rejects. */
  flush(): Promise<void>
  /** The person has left this page: what waits is not written, as the database is closed or gone. */
  abandon(): void
  /** The form was saved or given up: deletes the draft, and writes nothing from now on. */
  drop(): Promise<void>
}

const writers = new Set<() => Promise<void>>()

/** Writes what waits in every open form of this page; never rejects. Before anything that ends the page. */
export const flushDrafts = async (): Promise<void> => void (await Promise.all([...writers].map((flush) => flush())))

const save = (db: PunctajDb, key: string, value: object | null): Promise<void> =>
  value === null ? deleteDraft(db, key) : writeDraft(db, key, JSON.parse(JSON.stringify(value)))

/**
 * A writer for one key. Its writes follow one another, so that the last one counts and nothing comes after the end.
 *
 * @param onFailure told of every write that failed; the form goes on without it
 */
export function draftWriter(db: PunctajDb, key: string, onFailure: (error: unknown) => void): DraftWriter {
  let waiting: { value: object | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()
  let isOver = false

  const rest = (): void => void (waiting === null && writers.delete(flush))

  function flush(): Promise<void> {
    clearTimeout(timer)
    const next = waiting
    waiting = null
    const write = () => next && save(db, key, next.value)
    return (last = last.then(write).catch(onFailure).finally(rest)) as Promise<void>
  }

  return {
    key,
    write(value) {
      if (isOver) return
      waiting = { value }
      writers.add(flush)
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), pauseMs)
    },
    flush,
    abandon() {
      isOver = true
      waiting = null
      clearTimeout(timer)
      rest()
    },
    drop() {
      isOver = true
      waiting = { value: null }
      writers.add(flush)
      return flush()
    },
  }
}
