import { readSheet } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { xlsxBytes } from '../../src/composables/xlsxFile.ts'
import type { ExportTable } from '../../src/domain/exportTable.ts'

const readBack = (table: ExportTable) => readSheet(Buffer.from(xlsxBytes(table)))

describe('an exported workbook, read by another library', () => {
  it('has its texts, numbers and times as what they are', async () => {
    const at = new Date(2026, 10, 16, 21, 30, 5).getTime()
    const rows = await readBack({
      name: 'Poliția',
      head: ['Nume', 'Punctaj', 'Ultima modificare'],
      rows: [
        ['Ștefan "Ș" <x> & =1+1', -5, { at }],
        ['', 1234567, null],
      ],
    })
    expect(rows[0]).toEqual(['Nume', 'Punctaj', 'Ultima modificare'])
    expect(rows[1]?.slice(0, 2)).toEqual(['Ștefan "Ș" <x> & =1+1', -5])
    expect(rows[2]).toEqual([null, 1234567, null])
    // A workbook knows no zones: the reader gives the clock's time as UTC.
    const time: unknown = rows[1]?.[2]
    const off = time instanceof Date ? time.getTime() - Date.UTC(2026, 10, 16, 21, 30, 5) : Infinity
    expect(Math.abs(off)).toBeLessThan(1000)
  })

  it('holds a large institution', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => [i + 1, `Om ${i}`, i % 90])
    const rows = await readBack({ name: 'Mare', head: ['#', 'Nume', 'Punctaj'], rows: many })
    expect(rows).toHaveLength(5001)
    expect(rows[5000]).toEqual([5000, 'Om 4999', 4999 % 90])
  })

  it('is written without rows too', async () => {
    expect(await readBack({ name: '', head: ['Nume'], rows: [] })).toEqual([['Nume']])
  })
})
