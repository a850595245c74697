import { CloudError, codeOf } from '../domain/errors.ts'

/** Being offline is how this app is meant to be used, and a session may end under a step: neither is anything wrong. */
const usual = new Set(['offline', 'session_ended'])

/** Whatever failed moved nothing but the time of its next try. */
export function complain(error: unknown): void {
  if (!usual.has(codeOf(error))) console.warn('sync', error instanceof CloudError ? error.code : error)
}
