/*
 * The BroadcastChannel on which whoever waits for a lock asks whether its holder still lives. Frozen and without a version: tabs
 * of every release must understand each other here.
 */
const channelName = 'punctaj:holders'

type Talk = { ask: string } | { alive: string }

const isText = (value: unknown): value is string => typeof value === 'string'

/** One context's end of the channel. */
export interface Holders {
  /** Resolves to whether a context at work under the lock answers in time. */
  ask(lock: string, waitMs: number): Promise<boolean>
  close(): void
}

/**
 * Answers for this context, and lets it ask. A frozen, looping or suspended context does not answer; a crashed or closed one
 * holds no locks.
 *
 * @param isAtWork whether this context works under a lock now
 */
export function joinHolders(isAtWork: (lock: string) => boolean): Holders {
  const channel = new BroadcastChannel(channelName)
  const waiting = new Set<(lock: string) => void>()
  const say = (talk: Talk) => channel.postMessage(talk)
  channel.onmessage = ({ data }: MessageEvent<Partial<Record<'ask' | 'alive', unknown>> | null>) => {
    const { ask, alive } = data ?? {}
    if (isText(ask) && isAtWork(ask)) say({ alive: ask })
    if (isText(alive)) for (const hear of waiting) hear(alive)
  }
  return {
    ask: (lock, waitMs) =>
      new Promise((resolve) => {
        const end = (isAlive: boolean) => {
          clearTimeout(timer)
          waiting.delete(hear)
          resolve(isAlive)
        }
        const hear = (alive: string) => alive === lock && end(true)
        const timer = setTimeout(() => end(false), waitMs)
        waiting.add(hear)
        say({ ask: lock })
      }),
    close: () => channel.close(),
  }
}
