import { v4 } from 'uuid'
import type { Lock } from '../domain/lock.ts'
import type { Memory } from './memory.ts'
import type { Engine, LocalState, LogEntry } from './ports.ts'

const sendEveryMs = 5000

async function write(engine: Engine, state: LocalState, entry: Partial<LogEntry>): Promise<void> {
  await engine.store.log({
    id: v4(),
    type: 'download',
    status: 'success',
    items: 0,
    error: null,
    at: engine.clock.now(),
    device: state.device,
    version: state.head?.version ?? 0,
    duration_ms: 0,
    ...entry,
  })
}

/** A clicked or failed download is one line; automatic ones are one line a day, written when the next day begins. */
export async function logDownload(engine: Engine, lock: Lock, state: LocalState, isFirst: boolean): Promise<void> {
  const items = state.head?.moved ?? 0
  switch (lock.is) {
    case 'downloading':
      return write(engine, state, { items, duration_ms: engine.clock.now() - lock.progress.startedAt })
    case 'failed':
      return write(engine, state, { status: 'failed', error: lock.code, version: lock.cause.head.version })
    case 'required':
    case 'synced': {
      if (isFirst) return write(engine, state, { items })
      const day = new Date(engine.clock.now()).toISOString().slice(0, 10)
      const past = await engine.store.countDaily(day, items, 0)
      if (past) await write(engine, state, { items: past.items, duration_ms: past.ms })
    }
  }
}

/** A click that found everything prepared. */
export async function logClick(engine: Engine, clickedAt: number): Promise<void> {
  const state = await engine.store.state()
  await write(engine, state, { items: state.head?.moved ?? 0, duration_ms: engine.clock.now() - clickedAt })
}

/** Sends what waits in the log; the server counts each entry once by its id. */
export async function sendLogs(engine: Engine, memory: Memory): Promise<void> {
  if (engine.clock.now() - memory.loggedAt < sendEveryMs) return
  memory.loggedAt = engine.clock.now()
  const entries = (await engine.store.logs()).slice(0, 100)
  if (entries.length === 0) return
  await engine.cloud.log(entries)
  await engine.store.dropLogs(entries.map(({ id }) => id))
}
