import { describe, expect, it } from 'vitest'
import { archivePoints, archivesView, archiveText as textOf } from '../../src/db/queries.ts'
import { addArchives, addFiles, archiveText, type Week } from './archived.ts'
import { ana, filledDb, ion } from './filled.ts'

const week = (id: string, day: string, more: Partial<Week> = {}): Week => ({
  id,
  day,
  people: [
    { id: ion, name: 'Ion', points: 7 },
    { id: ana, name: 'Ana', points: 12, discord: 'ana' },
  ],
  ...more,
})

describe('the archives of a device', () => {
  it('give the points of their people, and nothing of what has not come yet', async () => {
    const { db } = await filledDb()
    const late = week('b', '2026-11-16', { away: true })
    await addArchives(db, [week('a', '2026-11-09'), late])
    expect(await archivePoints(db, 'a')).toEqual([
      { id: ana, name: 'Ana', discord: 'ana', points: 12 },
      { id: ion, name: 'Ion', discord: '', points: 7 },
    ])
    expect(await archivePoints(db, 'b')).toBeNull()
    await addFiles(db, [late])
    expect(await archivePoints(db, 'b')).toHaveLength(2)
  })

  it('that are damaged hold nobody, and break nothing', async () => {
    const { db } = await filledDb()
    await addArchives(db, [week('a', '2026-11-09', { away: true })])
    await db.files.add({ id: 'a', institution: 'x', sha256: 's', text: '{"rows": 5}' })
    expect(await archivePoints(db, 'a')).toEqual([])
  })

  it('are read once: a chart of many weeks asks the disk for new ones only', async () => {
    const { db } = await filledDb()
    await addArchives(db, [week('a', '2026-11-09')])
    await archivePoints(db, 'a')
    await db.files.delete('a')
    expect(await archivePoints(db, 'a')).toHaveLength(2)
  })

  it('come as the very text that was stored', async () => {
    const { db } = await filledDb()
    const one = week('a', '2026-11-09')
    await addArchives(db, [one])
    expect(await textOf(db, 'a')).toBe(archiveText(one))
    expect(await textOf(db, 'none')).toBeNull()
    expect((await archivesView(db)).map(({ row, local }) => [row.id, local])).toEqual([['a', true]])
  })
})
