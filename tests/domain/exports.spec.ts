import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvText } from '../../src/domain/csv.ts'
import { exportName, storedName } from '../../src/domain/exportName.ts'
import { dayText, type ExportTable, timeText } from '../../src/domain/exportTable.ts'
import { rosterExport } from '../../src/domain/rosterExport.ts'
import { columnName, xlsxParts } from '../../src/domain/xlsx.ts'
import { planOf } from '../fixtures/legacyFiles.ts'
import type { RosterView } from '../../src/domain/views.ts'
import { parseCsv } from '../parseCsv.ts'

const table = (...rows: ExportTable['rows']): ExportTable => ({ name: 'Poliția', head: ['Nume'], rows })
const cells = (...rows: ExportTable['rows']): string[] =>
  csvText(table(...rows))
    .split('\r\n')
    .slice(1, -1)

describe('CSV', () => {
  it('begins with a byte order mark, divides by ; and ends each line with CRLF', () => {
    expect(csvText({ name: '', head: ['Nume', 'Punctaj'], rows: [['Ștefan', 5]] })).toBe(
      '\uFEFFNume;Punctaj\r\nȘtefan;5\r\n',
    )
  })

  it('quotes what would divide, and doubles quotes', () => {
    expect(cells(['a;b', 'a"b', 'a,b', ' a', 'a\r\nb'])).toEqual(['"a;b";"a""b";a,b;" a";"a', 'b"'])
  })

  it.each(['=1+1', '+40', '-cmd', '@SUM(A1)', '\tx', '＝1', '-1+2'])('lets no spreadsheet run %j', (text) => {
    expect(parseCsv(csvText(table([text])))).toEqual([['Nume'], [`'${text}`]])
  })

  it('leaves negative numbers as they are, also written as text', () => {
    expect(cells([-5, '-5', '-3,25', null, ''])).toEqual(['-5;-5;-3,25;;'])
  })

  it('lets no column’s name be a formula either', () => {
    expect(csvText({ name: '', head: ['=A1'], rows: [] })).toBe("\uFEFF'=A1\r\n")
  })

  it('writes times as every spreadsheet reads them, on the clock of who exports', () => {
    const at = new Date(2026, 10, 16, 21, 3, 5).getTime()
    expect(cells([{ at }])).toEqual(['2026-11-16 21:03:05'])
    expect([dayText(at), timeText(at)]).toEqual(['2026-11-16', '2026-11-16 21:03:05'])
  })

  it('is read back as it was, whatever the cells hold', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, fc.integer()), { maxLength: 3 }), (rows) => {
        const [, ...back] = parseCsv(csvText({ name: '', head: ['a', 'b'], rows }))
        expect(back.map(([text = '', n]) => [text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''), Number(n)])).toEqual(
          // An apostrophe of one's own before such a sign is what a reader cannot tell apart.
          rows.map(([text, n]) => [text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''), n]),
        )
      }),
    )
  })
})

describe('an XLSX workbook', () => {
  const sheetOf = (one: ExportTable): string => xlsxParts(one)['xl/worksheets/sheet1.xml'] ?? ''

  it('has a bold header that stays in sight, and columns as wide as their texts', () => {
    const sheet = sheetOf(table(['Ana-Maria Constantinescu']))
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    expect(sheet).toContain('<c r="A1" t="inlineStr" s="1">')
    expect(sheet).toContain('<col min="1" max="1" width="26" customWidth="1"/>')
  })

  it('keeps numbers numbers, and formulas text', () => {
    const sheet = sheetOf(table([-5, '=1+1', null, '']))
    expect(sheet).toContain('<c r="A2"><v>-5</v></c>')
    expect(sheet).toContain('<c r="B2" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c></row>')
  })

  it('holds no character that XML forbids, and no escape that Excel would read', () => {
    const sheet = sheetOf(table(['a\u0001\uD800b <&"> _x0041_ \u{1F44D}']))
    expect(sheet).toContain('>ab &lt;&amp;&quot;&gt; _x005F_x0041_ \u{1F44D}<')
  })

  it('calls its sheet what a sheet may be called', () => {
    const nameOf = (name: string) =>
      /sheet name="([^"]*)"/.exec(xlsxParts({ ...table(), name })['xl/workbook.xml'] ?? '')?.[1]
    expect(nameOf(`Poliția [1/2]: ${'x'.repeat(40)}`)).toBe('Poliția  1 2   xxxxxxxxxxxxxxxxxxx'.slice(0, 31))
    expect(nameOf("''")).toBe('Punctaj')
  })

  it('counts columns past Z', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
})

describe('the name of a file', () => {
  it('is spelled as the storage spells it', () => {
    expect(exportName('Poliția', ['2026-11-16'], 'csv')).toBe('Politia_2026-11-16.csv')
    expect(exportName('Spitalul „Sf. Spiridon”', [], 'xlsx')).toBe('Spitalul__Sf__Spiridon_.xlsx')
    expect(storedName('Iasi/Politia_2026-11-16_21-30-05.json')).toBe('Politia_2026-11-16_21-30-05.json')
  })

  it('is safe on every system, whatever the institution is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        expect(exportName(name, ['2026-11-16'], 'csv')).toMatch(/^[A-Za-z0-9_-]{1,80}_2026-11-16\.csv$/)
      }),
    )
  })
})

describe('the file of a roster', () => {
  const view: RosterView = {
    institution: { id: 'p', name: 'Poliția' },
    city: { id: 'i', name: 'Iași' },
    period: 3,
    ranks: { '1': 'Agent' },
    columns: ['CNP'],
    rows: [
      {
        id: '0e2e0000-0000-4000-8000-000000000101',
        name: 'Ana',
        discord: 'ana',
        rank: 1,
        fields: { CNP: '1' },
        points: 7,
        rev: 3,
        touched: 5,
        role: 'Agent',
        pending: true,
      },
    ],
    can: ['view'],
    unsent: 1,
  }

  it('holds the institution and its people, own unsent edits included, and is read back by the import', () => {
    const file = rosterExport(view, 1_700_000_000_000)
    const { institutions, files } = planOf({ 'x.json': JSON.stringify(file) })
    const { city, institution, columns, ranks, people } = file
    expect(institutions).toMatchObject([{ city, institution, columns, ranks, employees: people }])
    expect(files).toMatchObject([{ issues: [] }])
    expect(file.people).toEqual([
      {
        id: '0e2e0000-0000-4000-8000-000000000101',
        name: 'Ana',
        discord: 'ana',
        rank: 1,
        points: 7,
        fields: { CNP: '1' },
      },
    ])
  })
})
