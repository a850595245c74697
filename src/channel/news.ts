import { type Code, isCode } from '../domain/errors.ts'

/*
 * The BroadcastChannel from whoever runs the engine to all tabs. Hints only: a tab that hears one reads the rows again, and a
 * tab that hears none reads them on its next tick.
 */
const channelName = 'punctaj'
/** Messages of another version (an older tab after an update) are ignored. */
const version = 1

export type TabNews =
  | { is: 'polled'; at: number; version: number; minClient: number }
  | { is: 'unreachable'; at: number; code: Code }
  | { is: 'lock' }
  | { is: 'applied'; version: number }
  | { is: 'archive'; held: number; total: number }
  /** The device's storage refused a write of the engine. */
  | { is: 'storage'; code: Code }
  | { is: 'cancel' }
  | { is: 'signed-out' }

interface Envelope {
  v: number
  user: string
  news: TabNews
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** Whether a message is one of ours; own-key copies are not needed, a structured clone has no prototype tricks. */
export function isNews(value: unknown): value is TabNews {
  if (typeof value !== 'object' || value === null || !('is' in value)) return false
  const news = value as Record<string, unknown>
  switch (news['is']) {
    case 'polled':
      return isCount(news['at']) && isCount(news['version']) && isCount(news['minClient'])
    case 'unreachable':
      return isCount(news['at']) && typeof news['code'] === 'string' && isCode(news['code'])
    case 'storage':
      return typeof news['code'] === 'string' && isCode(news['code'])
    case 'applied':
      return isCount(news['version'])
    case 'archive':
      return isCount(news['held']) && isCount(news['total'])
    case 'lock':
    case 'cancel':
    case 'signed-out':
      return true
    default:
      return false
  }
}

/** One context's end of the channel. */
export interface NewsChannel {
  tell(news: TabNews): void
  close(): void
}

/** Joins the channel of one person's tabs; messages for another person's are not heard. */
export function joinNews(user: string, hear: (news: TabNews) => void): NewsChannel {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const data = event.data as Partial<Envelope> | null
    if (data?.v === version && data.user === user && isNews(data.news)) hear(data.news)
  }
  let isClosed = false
  return {
    // A step that is under way when somebody signs out has nobody left to tell.
    tell: (news) => void (isClosed || channel.postMessage({ v: version, user, news } satisfies Envelope)),
    close() {
      isClosed = true
      channel.close()
    },
  }
}
