import { describe, expect, it } from 'vitest'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import type { LegacyFile } from '../../src/domain/legacy/types.ts'
import { placedFiles, questionsOf, rootedPath, sortFile } from '../../src/domain/legacy/unplaced.ts'
import { archive, archivePath, codesOf, dataPath, idOf, institution, person } from '../fixtures/legacyFiles.ts'

const file = (path: string, text = institution([person()])): LegacyFile => ({ path, text })
const sort = (path: string, text?: string) => sortFile(file(path, text)).is
const sorted = (...files: LegacyFile[]) => files.map((one) => ({ file: one, sort: sortFile(one) }))
const stamp = '2026-02-15_01-14-36'

describe('a path', () => {
  it('begins at the program’s own folder, whatever lies above it', () => {
    expect(rootedPath('Punctaj/vechi/data/alfa/Oras/Politie.json')).toBe('data/alfa/Oras/Politie.json')
    expect(rootedPath(dataPath)).toBe(dataPath)
    expect(rootedPath('Oras/Politie.json')).toBe('Oras/Politie.json')
    expect(rootedPath('Oras/data')).toBe('Oras/data')
  })
})

describe('a chosen file', () => {
  it('in its folders is ready', () => {
    expect([sort(dataPath), sort(archivePath, archive([]))]).toEqual(['ready', 'ready'])
  })

  it('without its folders, or with one too few, is asked about', () => {
    expect([sort('Politie.json'), sort('Oras/Politie.json'), sort('data/Oras/Politie.json')]).toEqual([
      'unplaced',
      'unplaced',
      'unplaced',
    ])
    expect(sort('Politie.json', '[]')).toBe('unplaced')
  })

  it('of this app needs no folder; unsent edits go another way', () => {
    const roster = { punctaj: 'roster', version: 1, city: 'a', institution: 'b', people: [] }
    expect(sort('x.json', JSON.stringify(roster))).toBe('ready')
    expect(sort('x.json', JSON.stringify({ format: 'punctaj-unsent' }))).toBe('unsent')
  })

  it('that is of no use is told of when it was chosen by itself, and left aside when it came along', () => {
    for (const text of ['{"a": 1}', '{"rows": ['])
      expect([sort('x.json', text), sort('altul/x.json', text), sort('data/a/x.json', text)]).toEqual([
        'ready',
        'skipped',
        'ready',
      ])
    expect([sort('x.txt', ''), sort('altul/x.exe', ''), sort('arhiva/x.log', '')]).toEqual([
      'ready',
      'skipped',
      'ready',
    ])
  })

  it('that cannot be read is told of wherever it is', () => {
    expect(sortFile({ path: 'altul/x.json', unreadable: 'not_utf8' }).is).toBe('ready')
  })
})

describe('what is asked', () => {
  it('is asked once for an institution and its archives, with what their folder and name suggest', () => {
    const questions = questionsOf(
      sorted(file('Saint_Denis/Politie.json'), file(`Saint_Denis/Politie_${stamp}.json`, '{"rows": []}')),
    )
    expect(questions).toMatchObject([
      {
        suggestion: { city: 'Saint Denis', institution: 'Politie' },
        paths: ['Saint_Denis/Politie.json', `Saint_Denis/Politie_${stamp}.json`],
      },
    ])
  })

  it('suggests what an archive says of itself, and no city where nothing does', () => {
    const [own] = questionsOf(sorted(file(`x_${stamp}.json`, archive([]))))
    expect(own?.suggestion).toEqual({ city: 'Oras', institution: 'Politie' })
    const [bare] = questionsOf(sorted(file('Politie.json')))
    expect(bare?.suggestion).toEqual({ city: '', institution: 'Politie' })
    const [loose] = questionsOf(sorted(file('data/Politie.json')))
    expect(loose?.suggestion.city).toBe('')
  })
})

describe('an answer', () => {
  const answered = (path: string, text: string, place = { city: 'Oras', institution: 'Politie' }) => {
    const all = sorted(file(path, text))
    const answers = new Map(questionsOf(all).map(({ key }) => [key, place]))
    return planLegacyImport(placedFiles(all, answers), idOf, [{ city: 'Oras', institution: 'Politie' }])
  }

  it('puts a roster where the person says, under the ids it would have in its folders', () => {
    const plan = answered('x.json', institution([person()]))
    expect(plan.institutions).toMatchObject([{ city: 'Oras', institution: 'Politie' }])
    const placed = planLegacyImport([file(dataPath)], idOf)
    expect(plan.institutions[0]?.employees).toEqual(placed.institutions[0]?.employees)
  })

  it('puts an archive there by the time in its name', () => {
    const [asked] = answered(`Politie_${stamp}.json`, archive([person()])).archives
    const [placed] = planLegacyImport([file(archivePath, archive([person()]))], idOf, [
      { city: 'Oras', institution: 'Politie' },
    ]).archives
    expect(asked).toEqual({ ...placed, path: `Politie_${stamp}.json` })
  })

  it('does not go against what the archive says of itself', () => {
    const plan = answered(`Politie_${stamp}.json`, archive([]), { city: 'Alt', institution: 'Politie' })
    expect(codesOf(plan, `Politie_${stamp}.json`)).toEqual(['name_mismatch'])
  })

  it('makes no roster of an archive whose name does not say when', () => {
    expect(codesOf(answered('raport.json', archive([])), 'raport.json')).toEqual(['archive_name'])
  })

  it('that is blank is refused', () => {
    const plan = answered('x.json', institution([]), { city: ' ', institution: 'Politie' })
    expect(codesOf(plan, 'x.json')).toEqual(['bad_name'])
  })

  it('that is missing leaves the file out', () => {
    expect(placedFiles(sorted(file('x.json'), file(dataPath)), new Map()).map(({ path }) => path)).toEqual([dataPath])
  })
})
