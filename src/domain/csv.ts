import { type Cell, type ExportTable, timeText } from './exportTable.ts'

/**
 * A table as CSV (RFC 4180): CRLF, quotes doubled; `;` between cells and a byte order mark in front, which is what Excel opens
 * with a double click where the comma is for decimals.
 */
export function csvText({ head, rows }: ExportTable): string {
  return `\uFEFF${[head, ...rows].map((row) => `${row.map(cellText).join(';')}\r\n`).join('')}`
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return quoted(typeof cell === 'string' ? harmless(cell) : timeText(cell.at))
}

const quoted = (text: string): string => (/[;"\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/
const negative = /^-\d+(?:[.,]\d+)?$/

/** Text that a spreadsheet would run as a formula, told to be text by an apostrophe. A negative number is none. */
const harmless = (text: string): string => (formula.test(text) && !negative.test(text) ? `'${text}` : text)
