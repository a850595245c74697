import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSound } from '../../src/domain/checkOp.ts'
import { levelOf } from '../../src/domain/legacy/issues.ts'
import { opsOfPlan } from '../../src/domain/legacy/ops.ts'
import { parseLegacyTime } from '../../src/domain/legacy/time.ts'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import type { LegacyFile } from '../../src/domain/legacy/types.ts'
import { archivePath, dataPath, idOf, person, planOf } from '../fixtures/legacyFiles.ts'

const known = [{ city: 'Oras', institution: 'Politie' }]
const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.integer(), fc.constant(''))
const column = fc.oneof(fc.constantFrom(...Object.keys(person()), '__proto__', ' RANK', 'constructor'), fc.string())
const row = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(column, value).map((more) => person(more)) },
  { weight: 1, arbitrary: fc.dictionary(column, value) },
)
const table = fc.record(
  {
    columns: value,
    ranks: value,
    rankuri_desc: value,
    rows: fc.oneof({ weight: 5, arbitrary: fc.array(row) }, value),
    archived_at: value,
    city: fc.constantFrom('Oras', 7, ''),
    employee_count: value,
    reset_by: value,
  },
  { requiredKeys: ['rows'] },
)
const text = fc.oneof(
  table.map((each) => JSON.stringify(each)),
  fc.jsonValue().map((each) => JSON.stringify(each)),
  fc.uint8Array().map((bytes) => new TextDecoder().decode(bytes)),
  fc.tuple(table, fc.nat(400)).map(([each, end]) => JSON.stringify(each).slice(0, end)),
)
const path = fc.oneof(
  fc.constantFrom(
    dataPath,
    archivePath,
    archivePath.replace('.json', '_AFTER_RESET.json'),
    'data/beta/Oras/Politie.json',
  ),
  fc.string({ unit: 'binary' }),
)
const files = fc.uniqueArray(fc.record({ path, text }), { selector: (file) => file.path, maxLength: 5 })

describe('whatever is in the folder', () => {
  it('never throws, and reports on every file', () => {
    fc.assert(
      fc.property(files, (all) => {
        const plan = planLegacyImport(all, idOf, known)
        expect(plan.files.map((file) => file.path).toSorted()).toEqual(all.map((file) => file.path).toSorted())
        for (const { outcome, taken } of plan.files) if (outcome !== 'taken') expect(taken).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('counts every row once, and points of exactly the taken ones', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const plan = planOf({ [dataPath]: JSON.stringify({ columns: ['DISCORD', 'NUME IC'], rows }) })
        const [file] = plan.files
        const people = plan.institutions.flatMap(({ employees }) => employees)
        if (file?.outcome === 'refused') return expect(people).toEqual([])
        expect((file?.taken ?? 0) + (file?.refused ?? 0)).toBe(rows.length)
        expect(people).toHaveLength(file?.taken ?? 0)
        expect(people.reduce((sum, { points }) => sum + points, 0)).toBe(file?.points)
        const lost = new Set(file?.issues.filter(({ code }) => levelOf(code) === 'row').map((each) => each.row))
        const kept = rows.filter((_, index) => !lost.has(index + 1)).map((each) => Number(each['PUNCTAJ']))
        expect(kept.reduce((sum, points) => sum + points, 0)).toBe(file?.points)
        expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
      }),
    )
  })

  it('gives the same plan and the same ops, to the byte, in any order of files', () => {
    fc.assert(
      fc.property(files, fc.infiniteStream(fc.nat()), (all, noise) => {
        const shuffled = all.map((file) => ({ file, key: noise.next().value })).toSorted((a, b) => a.key - b.key)
        const plan = planLegacyImport(all, idOf, known)
        const again = planLegacyImport(
          shuffled.map(({ file }): LegacyFile => file),
          idOf,
          known,
        )
        expect(JSON.stringify(again)).toBe(JSON.stringify(plan))
        expect(JSON.stringify(opsOfPlan(again, 'me', idOf))).toBe(JSON.stringify(opsOfPlan(plan, 'me', idOf)))
      }),
    )
  })

  it('makes only ops that the cloud would look at', () => {
    const uuid = (name: string) => idOf(name).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    fc.assert(
      fc.property(files, (all) => {
        for (const { id, ...op } of opsOfPlan(planLegacyImport(all, uuid, known), uuid('me'), uuid)) {
          expect(isSound(op), id).toBe(true)
          if (op.kind === 'employee.create') {
            expect(op.rank === null || op.rank <= 9999).toBe(true)
            expect(Object.is(op.points, -0)).toBe(false)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps no field without its column', () => {
    fc.assert(
      fc.property(files, (all) => {
        for (const { employees, columns } of planLegacyImport(all, idOf, known).institutions) {
          for (const field of employees.flatMap(({ fields }) => Object.keys(fields))) expect(columns).toContain(field)
        }
      }),
    )
  })
})

it('reads any wall clock of Bucharest back to itself, but for the hour that never was', () => {
  const wall = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Bucharest',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 }), (seconds) => {
      const written = wall.format(seconds * 1000)
      const time = parseLegacyTime(written)
      if (typeof time !== 'object') throw new Error(`${written} is ${time}`)
      if (time.doubt === 'time_twice') expect([time.at, time.at + 3_600_000]).toContain(seconds * 1000)
      else expect(time.at).toBe(seconds * 1000)
      expect(time.doubt).not.toBe('time_never')
    }),
  )
})
