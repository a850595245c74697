import { describe, expect, it } from 'vitest'
import { issueText } from '../../src/domain/legacy/issueTexts.ts'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import {
  archive,
  archivePath,
  codesOf,
  dataPath,
  idOf,
  institution,
  person,
  planOf,
  planOfRows,
  reportOf,
} from '../fixtures/legacyFiles.ts'

const after = archivePath.replace('.json', '_AFTER_RESET.json')
const zeros = archive([person({ PUNCTAJ: 0 })], { status: 'after_reset' })
const known = [{ city: 'Oras', institution: 'Politie' }]

describe('a data file', () => {
  it('gives city and institution their names, underscores being spaces', () => {
    const plan = planOf({ 'data/alfa/Saint_Denis/Politia_Locala.json': institution([]) })
    expect(plan.cities.map(({ name }) => name)).toEqual(['Saint Denis'])
    expect(plan.institutions).toMatchObject([{ city: 'Saint Denis', institution: 'Politia Locala' }])
  })

  it('may be a bare list, empty or not', () => {
    const empty = planOf({ [dataPath]: '[]' })
    expect(empty.institutions).toMatchObject([{ institution: 'Politie', columns: [], ranks: {}, employees: [] }])
    expect(codesOf(empty)).toEqual(['bare_list'])
    const full = planOf({ [dataPath]: JSON.stringify([person()]) })
    expect(full.institutions).toMatchObject([{ columns: ['SERIE DE BULETIN'], ranks: { 1: 'Ofițer' } }])
    expect(codesOf(full)).toEqual(['bare_list', 'no_columns', 'ranks_from_rows'])
  })

  it('may begin with a BOM', () => {
    expect(codesOf(planOf({ [dataPath]: `\ufeff${institution([person()])}` }))).toEqual([])
  })

  it('falls back to rankuri_desc where ranks are empty', () => {
    const text = institution([person()], { ranks: {}, rankuri_desc: 'Rank 1: Ofițer\nRank 2: Caporal\n\nfără număr' })
    const plan = planOf({ [dataPath]: text })
    expect(plan.institutions[0]?.ranks).toEqual({ 1: 'Ofițer', 2: 'Caporal' })
    expect(codesOf(plan)).toEqual(['bad_rank_entry', 'ranks_from_text'])
  })

  it('leaves out an entry of the ranks that is none, and says so', () => {
    const plan = planOf({ [dataPath]: institution([], { ranks: { 1: 'Ofițer', sef: 'Sherif', 2: 7 } }) })
    expect(plan.institutions[0]?.ranks).toEqual({ 1: 'Ofițer' })
    expect(codesOf(plan)).toEqual(['bad_rank_entry', 'bad_rank_entry'])
  })

  it.each([
    ['{"rows": [{"DISCORD": "a', 'truncated'],
    ['{"rows": [', 'truncated'],
    ['', 'not_json'],
    ['{"rows": nope}', 'not_json'],
    ['{"rows": []} x', 'not_json'],
    ['null', 'wrong_shape'],
    ['"text"', 'wrong_shape'],
    ['42', 'wrong_shape'],
    ['{}', 'wrong_shape'],
    ['{"rows": {}}', 'wrong_shape'],
    [`${'['.repeat(17)}${']'.repeat(17)}`, 'too_deep'],
    ['['.repeat(1_000_000), 'too_deep'],
    [`[${'0,'.repeat(20_000)}0]`, 'too_many_rows'],
  ])('is refused as a whole when it is broken (%#: %.20s)', (text, code) => {
    const plan = planOf({ [dataPath]: text, 'data/alfa/Oras/Medici.json': institution([person()]) })
    expect(codesOf(plan)).toEqual([code])
    expect(plan.institutions.map(({ institution }) => institution)).toEqual(['Medici'])
  })

  it.each(['not_utf8', 'too_large', 'unreadable'] as const)(
    'is refused when it could not be read (%s)',
    (unreadable) => {
      expect(codesOf(planLegacyImport([{ path: dataPath, unreadable }], idOf))).toEqual([unreadable])
    },
  )

  it.each([
    ['data/Oras/Politie.json', 'bad_path'],
    ['data/a/b/c/Politie.json', 'bad_path'],
    ['alt/alfa/Oras/Politie.json', 'bad_path'],
    ['data/alfa/Oras/Politie.txt', 'not_json_name'],
    ['arhiva/Oras/Politie.json', 'archive_name'],
    ['arhiva/Politie_2026-02-15_01-14-36.json', 'bad_path'],
    ['arhiva/Oras/_2026-02-15_01-14-36.json', 'archive_name'],
    ['', 'not_json_name'],
  ])('is refused where the old program keeps none: %s', (path, code) => {
    expect(codesOf(planOf({ [path]: institution([]) }), path)).toEqual([code])
  })

  it.each([
    'data/alfa/_/Politie.json',
    'data/alfa/Oras/___.json',
    'data/alfa/O\0s/Politie.json',
    `data/alfa/${'x'.repeat(201)}/P.json`,
  ])('is refused when a name is empty, too long or holds NUL (%#)', (path) => {
    expect(codesOf(planOf({ [path]: institution([]) }), path)).toEqual(['bad_name'])
  })

  it('cannot draw on the terminal through what is printed of it', () => {
    const [found] = reportOf(planOfRows(person({ PUNCTAJ: '\u001b[2J\u202e9' })), dataPath).issues
    expect(found && issueText(found)).toBe('PUNCTAJ is not a number: ·[2J·9')
  })
})

describe('two servers', () => {
  const alfa = 'data/alfa/Oras/Politie.json'
  const beta = 'data/beta/oras/POLITIE.json'

  it('share a city of one name', () => {
    const plan = planOf({ [alfa]: institution([]), 'data/beta/oras/Medici.json': institution([]) })
    expect(plan.cities.map(({ name }) => name)).toEqual(['Oras'])
    expect(new Set(plan.institutions.map(({ cityId }) => cityId)).size).toBe(1)
    expect(plan.institutions.map(({ city }) => city)).toEqual(['Oras', 'Oras'])
  })

  it('may hold the same institution when its content is the same, rows in any order', () => {
    const rows = [person(), person({ DISCORD: 'dan_2' })]
    const plan = planOf({ [alfa]: institution(rows), [beta]: institution(rows.toReversed(), { version: 9 }) })
    expect(plan.institutions).toHaveLength(1)
    expect(reportOf(plan, alfa)).toMatchObject({ outcome: 'taken', taken: 2 })
    expect(reportOf(plan, beta)).toMatchObject({ outcome: 'repeated', taken: 0, points: 0 })
  })

  it('are both refused when they disagree on an institution, and so are its archives', () => {
    const plan = planOf({
      [alfa]: institution([person()]),
      [beta]: institution([person({ PUNCTAJ: 6 })]),
      [archivePath]: archive([]),
      [after]: zeros,
    })
    expect(plan.institutions).toEqual([])
    expect(plan.cities).toEqual([])
    expect(codesOf(plan, alfa)).toEqual(['servers_differ'])
    expect(codesOf(plan, beta)).toEqual(['servers_differ'])
    expect(codesOf(plan, archivePath)).toEqual(['institution_refused'])
    expect(codesOf(plan, after)).toEqual(['twin_refused'])
    const [found] = reportOf(plan, alfa).issues
    expect(found && issueText(found)).toContain(beta)
  })

  it('are both refused when they disagree on an archive', () => {
    const other = 'arhiva/beta/Oras/Politie_2026-02-15_01-14-36.json'
    const plan = planOf({ [archivePath]: archive([person()]), [other]: archive([]) }, known)
    expect(plan.archives).toEqual([])
    expect(codesOf(plan, other)).toEqual(['servers_differ'])
  })
})

describe('an archive', () => {
  it('brings its rows, who reset and when', () => {
    const plan = planOf({ [archivePath]: archive([person({ id: 12 })]), [dataPath]: institution([person()]) })
    expect(plan.archives).toMatchObject([
      {
        institutionId: plan.institutions[0]?.id,
        city: 'Oras',
        institution: 'Politie',
        resetBy: 'luca_1',
        discordId: '99',
        ranks: { 1: 'Ofițer' },
      },
    ])
    expect(plan.archives[0]?.at).toBe(Date.UTC(2026, 1, 14, 23, 14, 36))
    expect(plan.archives[0]?.employees[0]).toMatchObject({ points: 5, fields: { id: '12' } })
    expect(plan.archives[0]?.employees[0]?.id).toBe(plan.institutions[0]?.employees[0]?.id)
  })

  it('may lie under a server, and its institution may have underscores', () => {
    const path = 'arhiva/alfa/Saint_Denis/Politia_Locala_2026-02-15_01-14-36.json'
    const plan = planOf({ [path]: archive([], { city: 'Saint_Denis', institution: 'Politia Locala' }) }, [
      { city: 'saint denis', institution: 'politia locala' },
    ])
    expect(codesOf(plan, path)).toEqual([])
    expect(plan.archives).toMatchObject([{ city: 'Saint Denis', institution: 'Politia Locala' }])
  })

  it('needs its institution, in the data folder or in the cloud', () => {
    expect(codesOf(planOf({ [archivePath]: archive([]) }), archivePath)).toEqual(['no_institution'])
    expect(codesOf(planOf({ [archivePath]: archive([]) }, known), archivePath)).toEqual([])
  })

  it('is refused when it says it is of another place', () => {
    for (const more of [{ city: 'Alt' }, { institution: 'Medici' }, { city: 7 }])
      expect(codesOf(planOf({ [archivePath]: archive([], more) }, known), archivePath)).toEqual(['name_mismatch'])
  })

  it('is refused as a bare list: it would not say when or whose', () => {
    expect(codesOf(planOf({ [archivePath]: '[]' }, known), archivePath)).toEqual(['wrong_shape'])
  })

  it('loses only the rows that cannot be taken', () => {
    const plan = planOf({ [archivePath]: archive([person(), person({ PUNCTAJ: 'x' })]) }, known)
    expect(reportOf(plan, archivePath)).toMatchObject({ outcome: 'taken', taken: 1, refused: 1, points: 5 })
  })

  it('warns where its count, or its time and its name, disagree', () => {
    const plan = planOf(
      { [archivePath]: archive([person()], { employee_count: 3, archived_at: '2026-02-15 01:14:37' }) },
      known,
    )
    expect(codesOf(plan, archivePath)).toEqual(['time_differs', 'count_differs'])
  })

  it('takes the time of its name where it has none of its own', () => {
    const plan = planOf({ [archivePath]: archive([], { archived_at: '' }) }, known)
    expect(codesOf(plan, archivePath)).toEqual(['time_from_name'])
    expect(plan.archives[0]?.at).toBe(Date.UTC(2026, 1, 14, 23, 14, 36))
    const never = 'arhiva/Oras/Politie_2026-02-31_01-14-36.json'
    expect(codesOf(planOf({ [never]: archive([], { archived_at: 'ieri' }) }, known), never)).toEqual(['no_time'])
  })
})

describe('an AFTER_RESET file', () => {
  it('is left aside for the file before it, which has the points', () => {
    const plan = planOf({ [after]: zeros, [archivePath]: archive([person()]) }, known)
    expect(reportOf(plan, after)).toMatchObject({ outcome: 'zeros', taken: 0, issues: [] })
    expect(plan.archives).toHaveLength(1)
    expect(plan.archives[0]?.employees[0]?.points).toBe(5)
  })

  it('is refused when there is none before it', () => {
    expect(codesOf(planOf({ [after]: zeros }, known), after)).toEqual(['orphan'])
    expect(planOf({ [after]: zeros }, known).archives).toEqual([])
  })

  it('is refused when the one before it was', () => {
    expect(codesOf(planOf({ [after]: zeros, [archivePath]: '{' }, known), after)).toEqual(['twin_refused'])
  })

  it('is no twin of a file under another server', () => {
    const other = after.replace('arhiva/', 'arhiva/alfa/')
    expect(codesOf(planOf({ [other]: zeros, [archivePath]: archive([]) }, known), other)).toEqual(['orphan'])
  })
})
