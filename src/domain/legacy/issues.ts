/** What was found in a file, with the row it is about (counted from 1) or null for the whole file. */
export interface Issue {
  code: IssueCode
  row: number | null
  /** The value, column or name it is about; already shortened, safe to print. */
  about: string
}

type Level = 'file' | 'row' | 'warning'

/** Every finding: what it costs (the file, the row, or nothing) and how it reads. `%` stands for what it is about. */
const catalogue = {
  unreadable: ['file', 'the file cannot be read'],
  not_utf8: ['file', 'the file is not UTF-8 text'],
  too_large: ['file', 'the file is larger than 16 MiB'],
  bad_path: ['file', 'not where the old program keeps its files (%)'],
  bad_name: ['file', 'the name % cannot be used: empty, over 200 characters, or with NUL'],
  truncated: ['file', 'the file ends in the middle: it was cut off'],
  not_json: ['file', 'the file is not valid JSON'],
  too_deep: ['file', 'values are nested more than 16 deep'],
  wrong_shape: ['file', 'not a file of the old program: %'],
  too_many_rows: ['file', 'more than 20,000 rows'],
  too_many_columns: ['file', 'more than 50 extra columns or ranks'],
  servers_differ: ['file', 'the same institution with other content in %: keep one of them'],
  name_mismatch: ['file', 'the archive says it is of %, its path says otherwise'],
  no_time: ['file', 'neither the archive nor its name says when it was made'],
  orphan: ['file', 'written after a reset, all points are zero, and the file before the reset is missing'],
  twin_refused: ['file', 'written after a reset, all points are zero, and the file before the reset was refused'],
  no_institution: ['file', 'there is no institution %: create it, then import again'],
  institution_refused: ['file', 'the file of its institution % was refused: settle that, then import again'],

  row_shape: ['row', 'the row is not an object'],
  points_missing: ['row', 'no PUNCTAJ'],
  points_blank: ['row', 'PUNCTAJ is blank'],
  points_negative: ['row', 'PUNCTAJ is negative: %'],
  points_decimal: ['row', 'PUNCTAJ is not a whole number: %'],
  points_text: ['row', 'PUNCTAJ is not a number: %'],
  points_large: ['row', 'PUNCTAJ is over 1,000,000: %'],
  no_name: ['row', 'neither NUME IC nor DISCORD'],
  bad_text: ['row', '% is over 200 characters, or holds NUL or half a character'],
  bad_value: ['row', '% holds neither text nor a plain number'],
  bad_column: ['row', 'a column called % cannot be kept'],
  bad_rank: ['row', 'RANK is not a whole number: %'],

  bare_list: ['warning', 'a bare list: no ranks, no columns of its own'],
  no_columns: ['warning', 'no list of columns: taken from the rows'],
  bad_column_name: ['warning', 'a column called % cannot be kept'],
  extra_column: ['warning', 'column % is not in the list of columns: kept'],
  no_name_column: ['warning', 'no column NUME IC: DISCORD is the name'],
  name_blank: ['warning', 'NUME IC is blank: DISCORD % is the name'],
  ranks_from_text: ['warning', 'ranks taken from rankuri_desc'],
  ranks_from_rows: ['warning', 'ranks taken from RANK and ROLE of the rows'],
  bad_rank_entry: ['warning', 'an entry of the ranks was left out: %'],
  rank_unknown: ['warning', 'RANK % is not among the ranks'],
  role_mismatch: ['warning', 'ROLE differs from the rank: %'],
  same_nickname: ['warning', 'another row has the same DISCORD %: kept as another person'],
  same_person: ['warning', 'another row has the same DISCORD and name %: kept as another person'],
  same_row: ['warning', 'a row just like it stands above: kept as another person'],
  bad_time: ['warning', '% is not a time: left out'],
  time_twice: ['warning', '% came twice that night (clocks went back): the first is taken'],
  time_never: ['warning', '% never was (clocks went forward): taken as an hour later'],
  count_differs: ['warning', 'employee_count is %'],
  time_from_name: ['warning', 'no archived_at: the time is that of the file name'],
  time_differs: ['warning', 'archived_at is %, the file name says otherwise: archived_at is taken'],
  repeated: ['warning', 'the same as %: taken once'],
} as const satisfies Record<string, readonly [Level, string]>

export type IssueCode = keyof typeof catalogue

export const levelOf = (code: IssueCode): Level => catalogue[code][0]

/** One sentence in English, without the row. */
export const issueText = (issue: Issue): string => catalogue[issue.code][1].replace('%', () => issue.about)

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
