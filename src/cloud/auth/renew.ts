import { CloudError, codeOf } from '../../domain/errors.ts'
import { isEnd } from '../../domain/sessionEnd.ts'
import type { CloudSettings } from './settings.ts'
import { expiresSoon, readStored, type RawSession, removeStored, store, type StoredSession } from './stored.ts'
import { askToken } from './token.ts'

/** A token is not renewed more often than this, whatever asks for it. */
const leastMs = 30_000
const renewedKey = 'punctaj.renewed'

/**
 * A token in place of a refused or expiring one. All tabs come here one after the other, under a lock (src/page/access.ts); who
 * waited finds the new one stored.
 * When the answer to a renewal is lost, the next one comes with the old token again: GoTrue takes the parent of the active
 * token at any time, and gives the active one.
 *
 * @param refused the token that the cloud would not have; null when it only ends soon
 * @throws CloudError `session_ended` or `account_blocked` when the cloud says so for good: the session is forgotten then.
 *   `not_signed_in` when it was tried just now, anything else when the cloud cannot be asked: nothing has changed
 */
export async function renew(settings: CloudSettings, refused: string | null): Promise<StoredSession> {
  const stored = readStored()
  if (!stored) throw new CloudError('session_ended')
  if (stored.accessToken !== refused && !expiresSoon(stored)) return stored
  if (wasJustTried()) throw new CloudError('not_signed_in')
  localStorage.setItem(renewedKey, String(Date.now()))
  const { refreshToken: refresh_token } = stored
  try {
    return replace(stored, await askToken(settings, { is: 'refresh_token', refresh_token }))
  } catch (error) {
    const code = codeOf(error)
    if (isEnd(code) && isStill(stored)) removeStored(code)
    throw error
  }
}

/** A clock that was set back must not hold renewals up: a time to come counts as long ago. */
function wasJustTried(): boolean {
  const since = Date.now() - Number(localStorage.getItem(renewedKey) ?? 0)
  return since >= 0 && since < leastMs
}

/** A sign-out does not wait for this lock: what it removed must not come back. */
const isStill = ({ refreshToken }: StoredSession): boolean => readStored()?.refreshToken === refreshToken

function replace(stored: StoredSession, fresh: RawSession): StoredSession {
  if (fresh.user.id !== stored.user) throw new CloudError('bad_answer', 'a session of somebody else')
  if (isStill(stored)) store(fresh)
  const now = readStored()
  if (!now) throw new CloudError('session_ended')
  return now
}
