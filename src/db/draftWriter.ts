import { deleteDraft, writeDraft } from './drafts.ts'
import type { PunctajDb } from './schema.ts'

/** The least time between two writes of one form: what a power cut can take of its text. */
const restMs = 100

const writers = new Set<DraftWriter>()

/** Writes what waits in every open form of this page; never rejects. Before anything that ends the page. */
export const flushDrafts = async (): Promise<void> => void (await Promise.all([...writers].map((one) => one.flush())))

interface Waiting {
  /** Null deletes the draft. */
  value: object | null
}

/** Writes one form as it is being filled in. Its writes follow one another, so that the last one counts and nothing comes after the end. */
export class DraftWriter {
  readonly key: string
  readonly #db: PunctajDb
  readonly #onFailure: (error: unknown) => void
  #waiting: Waiting | null = null
  /** The newest that is not on the device for sure. */
  #unsaved: Waiting | null = null
  #rest: ReturnType<typeof setTimeout> | undefined
  #last: Promise<void> = Promise.resolve()
  #isOver = false

  /** @param onFailure told of every write that failed; the form goes on without it */
  constructor(db: PunctajDb, key: string, onFailure: (error: unknown) => void) {
    this.key = key
    this.#db = db
    this.#onFailure = onFailure
  }

  /** Writes at once, or with what else comes in a moment; null deletes the draft, as when the form is as it was opened. */
  write(value: object | null): void {
    if (this.#isOver) return
    this.#change(value)
    if (this.#rest === undefined) this.#pace()
  }

  /** Writes what waits, now; resolves when it is on the device or has failed. Never rejects. */
  flush(): Promise<void> {
    const next = this.#waiting
    this.#waiting = null
    this.#last = this.#last
      .then(() => (next ? this.#save(next) : undefined))
      .catch(this.#onFailure)
      .finally(() => this.#leave())
    return this.#last
  }

  /** The page ends with this task: what is not on the device for sure is handed to the browser without waiting for anything. */
  end(): void {
    if (this.#unsaved) this.#save(this.#unsaved).catch(() => undefined)
    // For a page that goes on after all.
    void this.flush()
  }

  /** An edit takes the draft along, by this key: until something changes nothing is written, as it would come after the edit. */
  taken(): string {
    this.#forget()
    return this.key
  }

  /** The person has left this page: what waits is not written, as the database is closed or gone. */
  abandon(): void {
    this.#stop()
    this.#forget()
  }

  /** The form was saved or given up: deletes the draft, and writes nothing from now on. */
  drop(): Promise<void> {
    this.#stop()
    this.#change(null)
    return this.flush()
  }

  #forget(): void {
    this.#waiting = this.#unsaved = null
    this.#leave()
  }

  #change(value: object | null): void {
    this.#waiting = this.#unsaved = { value }
    writers.add(this)
  }

  #pace(): void {
    this.#rest = undefined
    if (this.#waiting === null) return
    void this.flush()
    this.#rest = setTimeout(() => this.#pace(), restMs)
  }

  async #save(one: Waiting): Promise<void> {
    if (one.value === null) await deleteDraft(this.#db, this.key)
    else await writeDraft(this.#db, this.key, JSON.parse(JSON.stringify(one.value)))
    if (this.#unsaved === one) this.#unsaved = null
  }

  #leave(): void {
    if (this.#waiting === null) writers.delete(this)
  }

  #stop(): void {
    this.#isOver = true
    clearTimeout(this.#rest)
  }
}
