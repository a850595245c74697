import { codeOf, type Code } from '../domain/errors.ts'
import { follow } from './follow.ts'
import { logDownload, sendLogs } from './log.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { Engine } from './ports.ts'
import { push } from './push.ts'
import { report } from './report.ts'

/** The oldest protocol number that this app speaks; a cloud that asks for more gets no edits and no downloads. */
export const protocol = 1

/**
 * One step of the engine: poll, follow what it says, push, report. Runs under the engine's lock, so that no poll overlaps a
 * push. An error of the network moves nothing but the time of the next try.
 */
export async function step(engine: Engine, memory: Memory, isUrgent: boolean): Promise<void> {
  if (!isUrgent && memory.poll.nextAt > engine.clock.now()) return
  const state = await engine.store.state()
  const polled = await pollOnce(engine, memory)
  if (polled === null) return
  if (polled.minClient > protocol) return
  const now = await engine.store.state()
  // The head moved while the poll was under way (a click applied a download): the answer is about the past.
  if (now.head?.stamp === state.head?.stamp) await follow(engine, memory, now, polled)
  await push(engine, memory, isUrgent).catch(noteOnly)
  await report(engine, memory).catch(noteOnly)
  await sendLogs(engine, memory).catch(noteOnly)
}

async function pollOnce(engine: Engine, memory: Memory) {
  try {
    const polled = await engine.cloud.poll()
    noteSuccess(memory.poll)
    const { version, minClient } = polled
    engine.tabs.tell({ is: 'polled', at: engine.clock.now(), version, minClient })
    return polled
  } catch (error) {
    noteFailure(memory.poll, engine.clock)
    await failClick(engine, codeOf(error))
    engine.tabs.tell({ is: 'unreachable', at: engine.clock.now(), code: codeOf(error) })
    return null
  }
}

/** A download that somebody waits for fails with the poll: the screen says so, and offers what is left to do. */
async function failClick(engine: Engine, code: Code): Promise<void> {
  if ((await engine.store.state()).lock.is !== 'downloading') return
  const lock = await engine.store.lock({ is: 'failed', code, at: engine.clock.now() })
  if (lock.is === 'failed') await logDownload(engine, lock, await engine.store.state(), false)
  engine.tabs.tell({ is: 'lock' })
}

/** The tabs see the link's state from the polls; these have their own times for another try. */
function noteOnly(error: unknown): void {
  console.warn('sync', codeOf(error))
}
