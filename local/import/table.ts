/**
 * Rows as aligned lines under a header and a rule.
 *
 * @param right the columns that are numbers
 */
export function alignTable(header: string[], rows: string[][], right: number[]): string[] {
  const widths = header.map((name, column) =>
    Math.max(...[[...name], ...rows.map((row) => [...(row[column] ?? '')])].map((text) => text.length)),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, right.includes(column)))
      .join('  ')
      .trimEnd()
  return [
    line(header),
    widths
      .slice(0, -1)
      .map((width) => '-'.repeat(width))
      .join('  '),
    ...rows.map(line),
  ]
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length))
  return right ? space + text : text + space
}
