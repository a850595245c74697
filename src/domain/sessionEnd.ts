import type { Code } from './errors.ts'

/** Whether the cloud has ended a person's session for good. Nothing else does: not silence, not a refusal of another kind. */
export const isEnd = (code: Code): boolean => code === 'session_ended' || code === 'account_blocked'
