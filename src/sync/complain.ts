import { codeOf } from '../domain/errors.ts'

/** A step that failed moved nothing but the time of the next one; when its session has ended under it, nothing is wrong. */
export function complain(error: unknown): void {
  if (codeOf(error) !== 'session_ended') console.warn('sync', error)
}
