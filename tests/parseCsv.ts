/** Reads CSV as RFC 4180 has it, with `;` between cells and a byte order mark in front. */
export function parseCsv(text: string): string[][] {
  if (!text.startsWith('\uFEFF')) throw new Error('no byte order mark')
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^;"\r\n]*))(;|\r\n)/gy
  cell.lastIndex = 1
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '\r\n') rows.push([])
    if (cell.lastIndex === text.length) return rows.slice(0, -1)
  }
  throw new Error('not CSV')
}
