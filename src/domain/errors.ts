/** Every code that a person may meet; src/domain/catalogue.ts says why it happened and what helps. Codes are never renamed. */
const codes = [
  'not_signed_in',
  'denied',
  'other_user',
  'op_reused',
  'bad_op',
  'too_large',
  'unknown_kind',
  'period_closed',
  'already_reset',
  'employee_gone',
  'institution_gone',
  'city_gone',
  'column_gone',
  'archive_gone',
  'night_gone',
  'clash',
  'changed_since',
  'name_taken',
  'target_gone',
  'member_gone',
  'force_too_soon',
  'self_change',
  'last_superuser',
  'not_allowed_role',
  'bad_zone',
  'fork_lost',
  'bad_file',
  'file_too_large',
  'offline',
  'timeout',
  'server_fault',
  'server_down',
  'bad_answer',
  'hash_mismatch',
  'root_mismatch',
  'cut_off',
  'storage_full',
  'storage_lost',
  'storage_blocked',
  'client_too_old',
  'session_ended',
  'account_blocked',
  'wrong_password',
  'sign_in_refused',
  'edits_left',
  'cancelled',
  'locked',
] as const

export type Code = (typeof codes)[number]

/** Whether a text is a code of the catalogue. */
export const isCode = (text: string): text is Code => codes.some((code) => code === text)

/** A failure of a call to the cloud, or of what it answered. `detail` is for logs, never for people. */
export class CloudError extends Error {
  readonly code: Code
  /** HTTP status of a refusal; 0 when there was none. */
  readonly status: number
  /** What it is about: a leaf's key, a path. */
  readonly detail: string
  override readonly name = 'CloudError'

  constructor(code: Code, detail = '', status = 0) {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.status = status
  }
}

/** The code of anything thrown; what is not ours counts as an answer that makes no sense. */
export function codeOf(error: unknown): Code {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && isCode(error.code))
    return error.code
  return 'bad_answer'
}

/** Whether it is the device's own storage that failed. */
export const isStorageFault = (code: Code): boolean => code.startsWith('storage_')

/**
 * Whether the cloud will not have what was sent, now or later. Other refusals are about the caller, the time, or a function that
 * is being replaced (404): what was sent may be fine.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof CloudError && [400, 409, 413, 422].includes(error.status)
