import { CloudError } from '../domain/errors.ts'

/** Names that only the end of the connection gives, or of the transaction on it. */
const lostNames = ['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'AbortError', 'TransactionInactiveError']
/** No IndexedDB at all, or not for this site. */
const blockedNames = ['SecurityError', 'MissingAPIError', 'NotAllowedError']

/** Names of an error and of all that it wraps: Dexie keeps what IndexedDB threw as `inner`, a bulk write as `failures`. */
function namesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return []
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown[] }
  return [...(typeof name === 'string' ? [name] : []), ...namesOf(inner), ...namesOf(failures?.[0])]
}

const has = (error: unknown, names: readonly string[]): boolean => namesOf(error).some((name) => names.includes(name))
const isFull = (error: unknown): boolean => has(error, ['QuotaExceededError'])
const isBlocked = (error: unknown): boolean => has(error, blockedNames)
const isCoded = (error: unknown): boolean => error instanceof Error && 'code' in error && typeof error.code === 'string'

/** Whether the connection went away, so that the same work on another one may succeed. */
export const isLost = (error: unknown): boolean =>
  !isCoded(error) && !isFull(error) && !isBlocked(error) && has(error, lostNames)

/** What IndexedDB and Dexie throw, as codes of the catalogue; a fault of ours stays what it is. */
export function asCoded(error: unknown): unknown {
  if (isCoded(error)) return error
  if (isFull(error)) return new CloudError('storage_full')
  if (isBlocked(error)) return new CloudError('storage_blocked', String(error))
  if (has(error, ['VersionError'])) return new CloudError('client_too_old')
  return has(error, lostNames) ? new CloudError('storage_lost', String(error)) : error
}
