import { fetchArchives, rehashArchives } from './archives.ts'
import { archivesLock, engineLock, exclusively } from './exclusive.ts'
import { complain } from './complain.ts'
import { freshMemory, type Memory } from './memory.ts'
import type { Engine } from './ports.ts'
import { pushInTurn } from './push.ts'
import { freshPace, isDue, pollGapMs, signals } from './pace.ts'
import { step, tellCloud } from './step.ts'
import { tellFault } from './tellFault.ts'
import { uploadMissing, uploadSoon } from './upload.ts'

/** The engine in one context: many calls, one step at a time. */
export interface Runner {
  readonly engine: Engine
  readonly memory: Memory
  /** When the last step of this context ended; null before the first. */
  lastStepAt(): number | null
  /** Runs a step when none began within `gapMs`: a slow answer must not cost the next tick. Resolves when it is done. */
  tick(gapMs?: number): Promise<void>
  /** Runs a step now, after the one that runs: a click, an edit, back online. */
  hurry(): Promise<void>
  /**
   * What others say has happened: a step soon, at once when the last such word is `pollGapMs` old. That is all that a signal
   * can bring about, forged, replayed or a thousand times a second; what it says is not even read.
   */
  onSignal(): Promise<void>
  /** Ends the downloads of this context; the next step may begin others. */
  cancel(): void
  /** The word that a person stopped the downloads: counts when the lock's row says so, too. */
  onCancelled(): Promise<void>
  stop(): void
}

/** Makes the engine run in this context. */
export function createRunner(engine: Engine, pace = freshPace()): Runner {
  const memory = freshMemory()
  const files = filesRunner(engine, memory)
  let running: Promise<boolean> | null = null
  let endedAt: number | null = null
  let isStopped = false

  async function stepOnce(isUrgent: boolean): Promise<boolean> {
    pace.stepAt = engine.clock.now()
    const isUp = await exclusively(engineLock, isUrgent, async () => !isStopped && safeStep(engine, memory, isUrgent))
    if (isUp !== undefined) endedAt = engine.clock.now()
    return isUp ?? false
  }

  /** The step, then what must not hold up the next one: edits on their way, reports, files. */
  async function start(isUrgent: boolean): Promise<void> {
    const isUp = await (running = stepOnce(isUrgent).finally(() => (running = null)))
    if (!isStopped && memory.isTooOld) await tellCloud(engine, memory)
    if (isStopped || !isUp) return
    void files().catch(() => undefined)
    await pushInTurn(engine, memory, isUrgent, false).catch(complain)
    if (!isStopped) await tellCloud(engine, memory)
  }

  async function hurry(): Promise<void> {
    await running
    await (running ?? start(true))
  }

  return {
    engine,
    memory,
    cancel: () => cancelDownloads(engine),
    lastStepAt: () => endedAt,
    tick: async (gapMs = pollGapMs) => void (await (running ?? (isDue(engine, pace, gapMs) && start(false)))),
    hurry,
    onSignal: signals(engine, pace, hurry),
    onCancelled: () => cancelIfStopped(engine),
    stop() {
      isStopped = true
      cancelDownloads(engine)
    },
  }
}

/** A step that fails moved nothing but its own backoff: the next one tries again. */
async function safeStep(engine: Engine, memory: Memory, isUrgent: boolean): Promise<boolean> {
  try {
    return await step(engine, memory, isUrgent)
  } catch (error) {
    complain(error)
    tellFault(engine, error)
    return false
  }
}

/** A storage that cannot be read does not keep a download going. */
async function cancelIfStopped(engine: Engine): Promise<void> {
  const lock = await engine.store.state().then(
    (state) => state.lock.is,
    () => null,
  )
  if (lock === null || lock === 'required') cancelDownloads(engine)
}

function cancelDownloads(engine: Engine): void {
  engine.cancel.current.abort()
  engine.cancel.current = new AbortController()
}

/** Archive files never hold the engine up: they have a lock of their own. */
function filesRunner(engine: Engine, memory: Memory): () => Promise<void> {
  let nonce: string | null = null
  let stamp: string | null = null
  return () =>
    exclusively(archivesLock, false, async () => {
      const { head } = await engine.store.state()
      if (head === null) return
      if (nonce !== null && nonce !== head.nonce) await rehashArchives(engine)
      nonce = head.nonce
      const isDue = stamp !== head.stamp || memory.files.size > 0
      if (isDue && (await fetchArchives(engine, memory)) > 0) uploadSoon(engine, memory)
      stamp = head.stamp
      await uploadMissing(engine, memory)
    })
}
