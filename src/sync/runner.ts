import { fetchArchives, rehashArchives } from './archives.ts'
import { archivesLock, engineLock, exclusively } from './exclusive.ts'
import { freshMemory, type Memory } from './memory.ts'
import type { Engine } from './ports.ts'
import { step } from './step.ts'
import { uploadMissing } from './upload.ts'

/** Polls are at least this far apart, however many tabs tick. */
export const pollGapMs = 900

/** The engine in one context: many calls, one step at a time. */
export interface Runner {
  readonly engine: Engine
  readonly memory: Memory
  /** When the last step of this context ended; null before the first. */
  lastStepAt(): number | null
  /** Runs a step when none ended within `gapMs`. Resolves when it is done. */
  tick(gapMs?: number): Promise<void>
  /** Runs a step now, after the one that runs: a click, an edit, back online. */
  hurry(): Promise<void>
  /** Ends the downloads of this context; the next step may begin others. */
  cancel(): void
  stop(): void
}

/** Makes the engine run in this context. `isStopped` ends it for good. */
export function createRunner(engine: Engine): Runner {
  const memory = freshMemory()
  let running: Promise<void> | null = null
  let endedAt: number | null = null
  let nonce: string | null = null
  let filesOf: string | null = null
  let isStopped = false

  async function run(isUrgent: boolean): Promise<void> {
    const ran = await exclusively(engineLock, isUrgent, async () => {
      if (isStopped) return true
      await step(engine, memory, isUrgent)
      return true
    })
    if (ran) endedAt = engine.clock.now()
    void files().catch(() => undefined)
  }

  /** Archive files never hold the engine up: they have a lock of their own. */
  const files = () =>
    exclusively(archivesLock, false, async () => {
      const { head } = await engine.store.state()
      if (head === null || isStopped) return
      if (nonce !== null && nonce !== head.nonce) await rehashArchives(engine)
      nonce = head.nonce
      if (filesOf !== head.stamp || memory.files.size > 0) await fetchArchives(engine, memory)
      filesOf = head.stamp
      await uploadMissing(engine, memory)
    })

  function start(isUrgent: boolean): Promise<void> {
    running = run(isUrgent).finally(() => (running = null))
    return running
  }

  return {
    engine,
    memory,
    lastStepAt: () => endedAt,
    tick(gapMs = pollGapMs) {
      if (isStopped) return Promise.resolve()
      if (running) return running
      if (endedAt !== null && engine.clock.now() - endedAt < gapMs) return Promise.resolve()
      return start(false)
    },
    async hurry() {
      await running?.catch(() => undefined)
      if (!isStopped) await (running ?? start(true))
    },
    cancel() {
      engine.cancel.current.abort()
      engine.cancel.current = new AbortController()
    },
    stop() {
      isStopped = true
      engine.cancel.current.abort()
    },
  }
}
