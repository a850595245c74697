import type { Access } from '../domain/access.ts'

export type { Access }

/*
 * What pages and the service worker say to each other directly, with postMessage: never on the channel, a token is for one
 * reader.
 */
const version = 1

/** To a waiting worker: take over. Outside the versions, for it comes from the page of an older release. */
export const takeOver = 'punctaj:take-over'

/** From the worker that takes over to the one that runs: begin nothing new. Outside the versions too. */
export const standDown = 'punctaj:stand-down'

/** From the worker that takes over to all pages: for a moment, neither messages nor requests. Outside the versions too. */
export const standStill = 'punctaj:stand-still'

/** Tag of the Background Sync that pushes when no page is left. */
export const syncTag = 'punctaj-push'

export type ToWorker =
  /** Each second from a visible page, or as the answer to a ping; `open` names the institutions on its screen. */
  | { is: 'tick'; visible: boolean; user: string; open: string[] }
  | { is: 'access'; access: Access }
  /** Run now: an edit, a click on download, back online. */
  | { is: 'wake'; user: string }
  | { is: 'cancel'; user: string }
  /** The person's session has ended on this device; null = anybody's (an older page says so). */
  | { is: 'signed-out'; user: string | null }

export type ToPage =
  /** The answer to a tick: when this run of the worker began, and when its last step ended. Epoch ms. */
  | { is: 'alive'; bornAt: number; stepAt: number | null }
  /** A token is missing or was refused; `refused` is the one to replace. */
  | { is: 'need-access'; refused: string | null }
  /** Hidden pages answer with a tick: only that keeps a worker alive. */
  | { is: 'ping' }

interface Wrapped<T> {
  punctaj: number
  message: T
}

/** A message with the version that its reader must know. */
export const wrap = <T extends ToWorker | ToPage>(message: T): Wrapped<T> => ({ punctaj: version, message })

function unwrap(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  const { punctaj, message } = value as Partial<Wrapped<unknown>>
  if (punctaj !== version || typeof message !== 'object' || message === null) return null
  return message as Record<string, unknown>
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** More institutions than that, or longer ids, are on nobody's screen. */
const [mostOpen, longestId] = [1000, 100]
const isOpen = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= mostOpen && value.every((id) => isText(id) && id.length <= longestId)

/** Whose token it says it is; null for what is no token, which the cloud refuses anyway. */
function subjectOf(token: string): unknown {
  try {
    const part = token.split('.')[1] ?? ''
    const { sub } = JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))) as { sub?: unknown }
    return sub ?? null
  } catch {
    return null
  }
}

/** With somebody else's token this person's data would seem to be out of reach, and be deleted. */
function isAccess(value: unknown): value is Access {
  if (typeof value !== 'object' || value === null) return false
  const { accessToken, expiresAt, user, url, key } = value as Record<string, unknown>
  if (!isText(accessToken) || ![user, url, key].every(isText) || typeof expiresAt !== 'number') return false
  const subject = subjectOf(accessToken)
  return subject === null || subject === user
}

/** A page's message, or null for what is none. */
export function readToWorker(value: unknown): ToWorker | null {
  const message = unwrap(value)
  switch (message?.['is']) {
    case 'tick': {
      const { visible, user, open } = message
      const fits = typeof visible === 'boolean' && isText(user) && isOpen(open)
      return fits ? { is: 'tick', visible, user, open } : null
    }
    case 'access':
      return isAccess(message['access']) ? { is: 'access', access: message['access'] } : null
    case 'wake':
    case 'cancel':
      return isText(message['user']) ? { is: message['is'], user: message['user'] } : null
    case 'signed-out':
      return { is: 'signed-out', user: isText(message['user']) ? message['user'] : null }
    default:
      return null
  }
}

/** The worker's message, or null for what is none. */
export function readToPage(value: unknown): ToPage | null {
  const message = unwrap(value)
  switch (message?.['is']) {
    case 'alive': {
      const { bornAt, stepAt } = message
      if (typeof bornAt !== 'number' || (stepAt !== null && typeof stepAt !== 'number')) return null
      return { is: 'alive', bornAt, stepAt }
    }
    case 'need-access': {
      const { refused } = message
      return refused === null || isText(refused) ? { is: 'need-access', refused } : null
    }
    case 'ping':
      return { is: 'ping' }
    default:
      return null
  }
}
