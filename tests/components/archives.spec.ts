import { describe, expect, it } from 'vitest'
import { filterArchives, noFilter } from '../../src/domain/archiveFilter.ts'
import { archivedColumns, archivePeople } from '../../src/domain/archivePeople.ts'
import type { Employee } from '../../src/domain/model.ts'
import { restorePreview } from '../../src/domain/restorePreview.ts'
import type { ArchiveLine } from '../../src/domain/views.ts'

const employee = (id: string, points: number, name = id): Employee => ({
  id,
  name,
  discord: '',
  rank: null,
  fields: {},
  points,
  rev: 1,
  touched: 0,
})

const doc = {
  columns: ['DISCORD', 'NUME IC', 'SERIE', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
  rows: [
    { DISCORD: 'ana', 'NUME IC': 'Ana', SERIE: 'MX1', RANK: '2', ROLE: 'Ofițer', PUNCTAJ: '7' },
    { DISCORD: 'ion', 'NUME IC': 'Ion', PUNCTAJ: 12 },
    { DISCORD: '', 'NUME IC': 'Zoe', PUNCTAJ: 'n/a' },
  ],
  ids: { employees: ['a', 'i'] },
}

describe('the people of an archive', () => {
  it('come with the most points first, each with its own id', () => {
    expect(archivePeople(doc).map(({ id, name, points }) => [id, name, points])).toEqual([
      ['i', 'Ion', 12],
      ['a', 'Ana', 7],
      [null, 'Zoe', 0],
    ])
    expect(archivedColumns(doc)).toEqual(['SERIE'])
  })
})

describe('what a restore would do', () => {
  it('tells who gets points back, who is re-created, who stays', () => {
    const preview = restorePreview(archivePeople(doc), [employee('a', 2, 'Ana'), employee('new', 4, 'Nou')])
    expect(preview.back).toEqual([{ name: 'Ana', from: 2, to: 7 }])
    expect(preview.recreated.map(({ name }) => name)).toEqual(['Ion', 'Zoe'])
    expect(preview.rest).toEqual([{ name: 'Nou', points: 4 }])
  })

  it('matches people without ids by name and nick, namesakes one by one', () => {
    const old = { ...doc, ids: null, rows: [1, 2].map((n) => ({ DISCORD: 'x', 'NUME IC': 'Ana ', PUNCTAJ: n })) }
    const now = [{ ...employee('1', 5, 'ana'), discord: 'X' }]
    const preview = restorePreview(archivePeople(old), now)
    expect([preview.back.length, preview.recreated.length, preview.rest.length]).toEqual([1, 1, 0])
  })
})

describe('filters of the reports', () => {
  const line = (day: string, city: string): ArchiveLine => ({
    row: {
      id: day,
      kind: 'reset',
      path: '',
      at: new Date(`${day}T23:30`).getTime(),
      by: '',
      period: 1,
      employees: 0,
      points: 0,
      sha256: '',
      bytes: 0,
    },
    city,
    institution: { id: 'i', name: 'Poliția' },
    local: true,
    can: [],
  })
  const lines = [line('2026-11-20', 'Iași'), line('2026-11-13', 'Cluj')]

  it('let everything pass when empty', () => {
    expect(filterArchives(lines, noFilter)).toHaveLength(2)
  })

  it('count both days of a period whole', () => {
    expect(filterArchives(lines, { ...noFilter, from: '2026-11-20', to: '2026-11-20' })).toEqual([lines[0]])
    expect(filterArchives(lines, { ...noFilter, to: '2026-11-19' })).toEqual([lines[1]])
  })

  it('narrow by place and kind together', () => {
    expect(filterArchives(lines, { ...noFilter, city: 'Cluj', kind: 'reset' })).toEqual([lines[1]])
    expect(filterArchives(lines, { ...noFilter, kind: 'import' })).toEqual([])
  })
})
