/** What was found in a file, with the row it is about (counted from 1) or null for the whole file. */
export interface Issue {
  code: IssueCode
  row: number | null
  /** The value, column or name it is about; already shortened, safe to print. */
  about: string
}

export type Level = 'file' | 'row' | 'warning'

/** Every finding, with what it costs: the file, the row, or nothing. What a person reads of each: issueTexts.ts. */
const levels = {
  unreadable: 'file',
  not_utf8: 'file',
  too_large: 'file',
  bad_path: 'file',
  not_json_name: 'file',
  bad_name: 'file',
  truncated: 'file',
  not_json: 'file',
  too_deep: 'file',
  wrong_shape: 'file',
  too_many_rows: 'file',
  too_many_columns: 'file',
  servers_differ: 'file',
  name_mismatch: 'file',
  no_time: 'file',
  orphan: 'file',
  twin_refused: 'file',
  no_institution: 'file',
  institution_refused: 'file',
  archive_name: 'file',
  export_damaged: 'file',
  other_version: 'file',
  unsent_edits: 'file',
  only_to_read: 'file',
  superuser_only: 'file',

  row_shape: 'row',
  points_missing: 'row',
  points_blank: 'row',
  points_negative: 'row',
  points_decimal: 'row',
  points_text: 'row',
  points_large: 'row',
  no_name: 'row',
  bad_text: 'row',
  bad_value: 'row',
  bad_column: 'row',
  bad_rank: 'row',

  bare_list: 'warning',
  no_columns: 'warning',
  bad_column_name: 'warning',
  extra_column: 'warning',
  no_name_column: 'warning',
  name_blank: 'warning',
  ranks_from_text: 'warning',
  ranks_from_rows: 'warning',
  bad_rank_entry: 'warning',
  rank_unknown: 'warning',
  role_mismatch: 'warning',
  same_nickname: 'warning',
  same_person: 'warning',
  same_row: 'warning',
  bad_time: 'warning',
  time_twice: 'warning',
  time_never: 'warning',
  count_differs: 'warning',
  time_from_name: 'warning',
  time_differs: 'warning',
  repeated: 'warning',
} as const satisfies Record<string, Level>

export type IssueCode = keyof typeof levels

export const levelOf = (code: IssueCode): Level => levels[code]

/** A finding; `about` is shortened and freed of control characters, so that a file cannot draw on a terminal. */
export const issue = (code: IssueCode, about: unknown = '', row: number | null = null): Issue => ({
  code,
  row,
  about: printable(asText(about), 60),
})

/** Text with a dot for whatever does not print, cut to so many characters. */
export function printable(text: string, most: number): string {
  const plain = [...text.slice(0, 2 * most)].map((char) => (unprintable.test(char) ? '·' : char))
  return plain.length > most ? `${plain.slice(0, most - 1).join('')}…` : plain.join('')
}

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === null || value === undefined ? 'null' : '{…}'
}
