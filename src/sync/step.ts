import { codeOf, type Code } from '../domain/errors.ts'
import { complain } from './complain.ts'
import { follow } from './follow.ts'
import { logDownload, sendLogs } from './log.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { Engine } from './ports.ts'
import { protocol } from './protocol.ts'
import { report } from './report.ts'

/**
 * One step of the engine, under its lock: poll, and follow what it says. An error of the network moves nothing but the time of
 * the next try.
 *
 * @returns whether the cloud answers and takes edits from this app
 */
export async function step(engine: Engine, memory: Memory, isUrgent: boolean): Promise<boolean> {
  if (!isUrgent && memory.poll.nextAt > engine.clock.now()) return false
  const state = await engine.store.state()
  const polled = await pollOnce(engine, memory)
  if (polled === null) return false
  memory.isTooOld = polled.minClient > protocol
  if (memory.isTooOld) return false
  const now = await engine.store.state()
  // The head moved while the poll was under way (a click applied a download): the answer is about the past.
  if (now.head?.stamp === state.head?.stamp) await follow(engine, memory, now, polled)
  return true
}

/** What nobody waits for: where this device stands, and its log. Under no lock, so that a slow answer holds nothing up. */
export async function tellCloud(engine: Engine, memory: Memory): Promise<void> {
  await report(engine, memory).catch(complain)
  await sendLogs(engine, memory).catch(complain)
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
