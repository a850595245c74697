/** A cell of an exported table: numbers stay numbers, and times stay times where the format knows them. Null is blank. */
export type Cell = string | number | { at: number } | null

/** What CSV and XLSX are made of. */
export interface ExportTable {
  /** Of the sheet. */
  name: string
  head: string[]
  rows: Cell[][]
}

const pad = (value: number, size = 2): string => String(value).padStart(size, '0')

/** A local day as `2026-11-16`. */
export function dayText(at: number): string {
  const time = new Date(at)
  return `${pad(time.getFullYear(), 4)}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}

/** A local time as `2026-11-16 21:30:05`: every spreadsheet reads it as one, in whatever language. */
export function timeText(at: number): string {
  const time = new Date(at)
  return `${dayText(at)} ${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`
}
