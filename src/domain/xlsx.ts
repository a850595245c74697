import type { Cell, ExportTable } from './exportTable.ts'

/*
 * The parts of an XLSX workbook with one sheet (ECMA-376, transitional), as texts by their paths in the package. Text cells are
 * strings in place, so nothing in them is ever a formula.
 */

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Styles of cells, by their place in {@link styles}. */
const style = { bold: 1, time: 2 } as const

const styles = `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

/** Everything that goes into the package. */
export function xlsxParts(table: ExportTable): Record<string, string> {
  return {
    '[Content_Types].xml': `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/></Types>`,
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets><sheet name="${escaped(sheetName(table.name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': sheet(table),
  }
}

function relations(...targets: [type: string, target: string][]): string {
  const all = targets.map(([type, to], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${to}"/>`)
  return `${xml}<Relationships xmlns="${packaged}/relationships">${all.join('')}</Relationships>`
}

function sheet({ head, rows }: ExportTable): string {
  const header = row(head, 1, style.bold)
  const body = rows.map((cells, i) => row(cells, i + 2)).join('')
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  return `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${widths(head, rows)}</cols><sheetData>${header}${body}</sheetData></worksheet>`
}

const row = (cells: readonly Cell[], n: number, s?: number): string =>
  `<row r="${n}">${cells.map((cell, i) => cellXml(cell, `${columnName(i)}${n}`, s)).join('')}</row>`

function cellXml(cell: Cell, at: string, s?: number): string {
  if (cell === null || cell === '') return ''
  const look = s === undefined ? '' : ` s="${s}"`
  if (typeof cell === 'number') return `<c r="${at}"${look}><v>${cell}</v></c>`
  if (typeof cell === 'object') return `<c r="${at}" s="${style.time}"><v>${serial(cell.at)}</v></c>`
  return `<c r="${at}" t="inlineStr"${look}><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
}

/** Days since 1899-12-30 as the viewer's clock shows them: a workbook knows no zones. */
const serial = (at: number): number => (at - new Date(at).getTimezoneOffset() * 60_000) / 86_400_000 + 25_569

/** A, B … Z, AA … */
export const columnName = (i: number): string =>
  (i < 26 ? '' : columnName(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26))

function widths(head: readonly string[], rows: readonly Cell[][]): string {
  return head
    .map((name, i) => {
      const longest = rows.reduce((most, cells) => Math.max(most, cellWidth(cells[i] ?? null)), name.length)
      return `<col min="${i + 1}" max="${i + 1}" width="${Math.min(60, Math.max(8, longest + 2))}" customWidth="1"/>`
    })
    .join('')
}

const cellWidth = (cell: Cell): number => (typeof cell === 'object' ? (cell === null ? 0 : 16) : String(cell).length)

/** Text as XML can hold it; `_x0041_` in it would come back as a letter. */
const escaped = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Cs}/gu, '')
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** At most 31 characters, none of those that a sheet's name may not have. */
const sheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31) || 'Punctaj'
