import { fetchArchives, rehashArchives } from './archives.ts'
import { archivesLock, engineLock, exclusively } from './exclusive.ts'
import { complain } from './complain.ts'
import { freshMemory, type Memory } from './memory.ts'
import type { Engine } from './ports.ts'
import { pushInTurn } from './push.ts'
import { step, tellCloud } from './step.ts'
import { tellFault } from './tellFault.ts'
import { uploadMissing, uploadSoon } from './upload.ts'

/** Polls are at least this far apart, however many tabs tick. */
export const pollGapMs = 900

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
  /** Ends the downloads of this context; the next step may begin others. */
  cancel(): void
  stop(): void
}

/** Makes the engine run in this context. */
export function createRunner(engine: Engine): Runner {
  const memory = freshMemory()
  const files = filesRunner(engine, memory)
  let running: Promise<boolean> | null = null
  let startedAt: number | null = null
  let endedAt: number | null = null
  let isStopped = false

  async function stepOnce(isUrgent: boolean): Promise<boolean> {
    startedAt = engine.clock.now()
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

  return {
    engine,
    memory,
    cancel: () => cancelDownloads(engine),
    lastStepAt: () => endedAt,
    async tick(gapMs = pollGapMs) {
      if (running) return void (await running)
      if (startedAt === null || engine.clock.now() - startedAt >= gapMs) await start(false)
    },
    async hurry() {
      await running
      await (running ?? start(true))
    },
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
