import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyToRoster } from './held.ts'
import {
  asNew,
  changedFields,
  clashesOf,
  createOf,
  draftOf,
  editOf,
  followForm,
  openForm,
  settleField,
  type EmployeeForm,
} from '../../src/domain/employeeDraft.ts'
import type { Employee } from '../../src/domain/model.ts'
import type { Op } from '../../src/domain/op.ts'

const institution = 'i'
const columns = ['SERIE']
const ana: Employee = {
  id: 'a',
  name: 'Ana',
  discord: 'ana',
  rank: 1,
  fields: { SERIE: 'MX1', OLD: 'kept' },
  points: 5,
  rev: 1,
  touched: 0,
}

const opened = (employee = ana): EmployeeForm => openForm(employee, columns, 'new')
const typed = (form: EmployeeForm, patch: Partial<EmployeeForm['now']>): EmployeeForm => ({
  ...form,
  now: { ...form.now, ...patch },
})
const at = (employee: Employee) => draftOf(employee, columns)

/** The row after a form was saved onto it, as the server would. */
function saved(form: EmployeeForm, onto: Employee): Employee | undefined {
  const body = editOf(institution, form)
  if (body === null) return onto
  const op: Op = { ...body, id: 'o', user: 'u', at: 0 }
  const roster = { institution, period: 1, ranks: {}, columns, employees: [onto] }
  return applyToRoster(roster, [op]).roster.employees[0]
}

describe('the form of an employee', () => {
  test('asks only for what changed, from old to new', () => {
    expect(editOf(institution, opened())).toBeNull()
    expect(editOf(institution, typed(opened(), { rank: 3, fields: { SERIE: ' MX2 ' } }))).toEqual({
      kind: 'employee.edit',
      institution,
      employee: 'a',
      set: { rank: [1, 3], 'fields.SERIE': ['MX1', 'MX2'] },
    })
  })

  test('leaves alone a text that came with spaces around it', () => {
    expect(editOf(institution, opened({ ...ana, name: ' Ana ' }))).toBeNull()
  })

  test('does not send back what somebody else changed while it was open', () => {
    const theirs = { ...ana, discord: 'ana2', rank: 2 }
    const form = typed(followForm(opened(), at(theirs)), { name: 'Ana M' })
    expect(form.now).toMatchObject({ discord: 'ana2', rank: 2 })
    expect(editOf(institution, form)).toMatchObject({ set: { name: ['Ana', 'Ana M'] } })
    expect(changedFields(form)).toEqual(['name'])
  })

  test('sends a true clash with the value it started from', () => {
    const theirs = at({ ...ana, rank: 2 })
    const form = followForm(typed(opened(), { rank: 3 }), theirs)
    expect(clashesOf(form, theirs)).toEqual([{ field: 'rank', theirs: 2 }])
    expect(editOf(institution, form)).toMatchObject({ set: { rank: [1, 3] } })
  })

  test('has no clash where both wrote the same', () => {
    const theirs = at({ ...ana, name: 'Ana M' })
    const form = followForm(typed(opened(), { name: ' Ana M ' }), theirs)
    expect(clashesOf(form, theirs)).toEqual([])
    expect(editOf(institution, form)).toBeNull()
  })

  test('takes theirs or knowingly keeps its own where its person decided', () => {
    const theirs = at({ ...ana, rank: 2, fields: { SERIE: 'MX9' } })
    const form = followForm(typed(opened(), { rank: 3, fields: { SERIE: 'MX2' } }), theirs)
    const [rank, serie] = clashesOf(form, theirs)
    if (!rank || !serie) throw new Error('no clash')
    const settled = settleField(settleField(form, rank, true), serie, false)
    expect(clashesOf(settled, theirs)).toEqual([])
    expect(editOf(institution, settled)).toMatchObject({ set: { rank: [2, 3] } })
    expect(settled.now.fields).toEqual({ SERIE: 'MX9' })
  })

  test('of somebody deleted meanwhile becomes one for somebody new, with all that was in it', () => {
    const form = asNew(typed(opened(), { name: ' Ana M ' }), 'b')
    expect(createOf(institution, form)).toEqual({
      kind: 'employee.create',
      institution,
      employee: 'b',
      name: 'Ana M',
      discord: 'ana',
      rank: 1,
      fields: { SERIE: 'MX1' },
      points: 5,
    })
    expect(followForm(form, at(ana))).toBe(form)
    expect(clashesOf(form, at(ana))).toEqual([])
  })
})

describe('three ways', () => {
  const text = fc.constantFrom('', 'x', 'y', ' x ')
  const rank = fc.constantFrom(null, 1, 2, 3)
  const values = fc.record({ name: text, discord: text, rank, serie: text })
  type Values = { name: string; discord: string; rank: number | null; serie: string }
  const row = ({ name, discord, rank: held, serie }: Values): Employee => ({
    ...ana,
    name,
    discord,
    rank: held,
    fields: { SERIE: serie, OLD: 'kept' },
  })
  const clean = (value: string | number | null) => (typeof value === 'string' ? value.trim() : value)
  const flat = ({ name, discord, rank: held, fields }: Employee | EmployeeForm['now']) => [
    name,
    discord,
    held,
    fields['SERIE'] ?? '',
  ]

  test('meet: mine where I changed it, theirs everywhere else, and nothing at all where both did', () => {
    fc.assert(
      fc.property(values, values, values, (before, mine, theirs) => {
        const [base, fresh] = [row(before), row(theirs)]
        const form = typed(opened(base), { ...at(row(mine)) })
        const followed = followForm(form, at(fresh))
        const clashes = clashesOf(followed, at(fresh))
        expect(clashes).toEqual(clashesOf(form, at(fresh)))

        const [was, wanted, is] = [flat(base), flat(form.now), flat(fresh)]
        const expected = was.map((old, i) => {
          const own = wanted[i] ?? null
          return own === old || clean(own) === old ? is[i] : clean(own)
        })
        const after = saved(followed, fresh)
        expect(after && flat(after)).toEqual(clashes.length > 0 ? is : expected)
        expect(after?.fields['OLD']).toBe('kept')
      }),
    )
  })

  test('follow step by step as well as at once', () => {
    fc.assert(
      fc.property(values, values, values, values, (before, mine, one, two) => {
        const form = typed(opened(row(before)), { ...at(row(mine)) })
        const last = at(row(two))
        const steps = followForm(followForm(form, at(row(one))), last)
        const again = followForm(steps, last)
        expect(again).toEqual(steps)
        // Where nobody decided, what was changed by hand is never replaced.
        for (const field of changedFields(steps)) expect(changedFields(form)).toContain(field)
      }),
    )
  })
})
