import { CloudError, codeOf } from '../domain/errors.ts'

/** Whatever failed moved nothing but the time of its next try; when its session has ended under it, nothing is wrong. */
export function complain(error: unknown): void {
  if (codeOf(error) !== 'session_ended') console.warn('sync', error instanceof CloudError ? error.code : error)
}
