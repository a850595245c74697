import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Roster } from '../../src/domain/model.ts'
import type { Op, OpBody } from '../../src/domain/op.ts'
import { undoStacks } from '../../src/domain/undoStacks.ts'
import { applyToRoster } from './held.ts'

const roster: Roster = {
  institution: 'i',
  period: 1,
  ranks: {},
  columns: [],
  employees: ['a', 'b'].map((id) => ({
    id,
    name: id,
    discord: '',
    rank: null,
    fields: {},
    points: 3,
    rev: 1,
    touched: 0,
  })),
}

/** What a person does, as plain stacks of lists: the slow and obvious way. */
class Person {
  readonly ops: Op[] = []
  undo: string[][] = []
  redo: string[][] = []
  private moment = 0

  private write(bodies: OpBody[]): string[] {
    this.moment += 1
    const made = bodies.map((body, n): Op => ({ ...body, id: `${this.moment}.${n}`, user: 'u', at: this.moment }))
    this.ops.push(...made)
    return made.map(({ id }) => id).reverse()
  }

  give(deltas: number[], institution = 'i', period = 1): void {
    const body = { institution, period, employees: ['a'], reason: '' }
    const ids = this.write(deltas.map((delta) => ({ kind: 'points.add', ...body, delta })))
    if (institution !== 'i' || period !== 1) return
    this.undo.push(ids)
    this.redo = []
  }

  turn(from: string[][], to: string[][]): void {
    const targets = from.pop()
    if (targets)
      to.push(this.write(targets.map((target) => ({ kind: 'points.undo', institution: 'i', period: 1, target }))))
  }

  stacks() {
    const { undo, redo } = undoStacks(this.ops, 'i', 1)
    return { undo: undo.map(({ targets }) => targets), redo: redo.map(({ targets }) => targets) }
  }

  points = (): number[] => applyToRoster(roster, this.ops).roster.employees.map(({ points }) => points)
}

const deltas = fc.array(
  fc.integer({ min: -9, max: 9 }).filter((delta) => delta !== 0),
  { minLength: 1, maxLength: 3 },
)
const act = fc.oneof(
  deltas.map((some) => (person: Person) => person.give(some)),
  deltas.map((some) => (person: Person) => person.give(some, 'elsewhere')),
  deltas.map((some) => (person: Person) => person.give(some, 'i', 2)),
  fc.constant((person: Person) => person.turn(person.undo, person.redo)),
  fc.constant((person: Person) => person.turn(person.redo, person.undo)),
)

describe('undo and redo from the ops alone', () => {
  it('are what a person’s own stacks would be, whatever they do', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const person = new Person()
        for (const one of acts) one(person)
        expect(person.stacks()).toEqual({ undo: person.undo, redo: person.redo })
      }),
    )
  })

  it('bring back the points of the start when everything is undone, and of the end when all is done again', () => {
    fc.assert(
      fc.property(fc.array(deltas, { maxLength: 8 }), (all) => {
        const person = new Person()
        for (const some of all) person.give(some)
        const end = person.points()
        while (person.undo.length > 0) person.turn(person.undo, person.redo)
        expect(person.points()).toEqual([3, 3])
        while (person.redo.length > 0) person.turn(person.redo, person.undo)
        expect(person.points()).toEqual(end)
      }),
    )
  })

  it('end at the last reset', () => {
    const person = new Person()
    person.give([5])
    expect(undoStacks(person.ops, 'i', 2)).toEqual({ undo: [], redo: [] })
  })

  it('leave out a step whose undo the server refused', () => {
    const person = new Person()
    person.give([5])
    person.give([7])
    const { undo } = undoStacks(person.ops, 'i', 1, new Set(['2.0']))
    expect(undo).toEqual([{ targets: ['1.0'], delta: 5, people: 1 }])
  })

  it('know nothing of an undo whose target is no longer held', () => {
    const stray: Op = { id: 'x', user: 'u', at: 1, kind: 'points.undo', institution: 'i', period: 1, target: 'gone' }
    expect(undoStacks([stray], 'i', 1)).toEqual({ undo: [], redo: [] })
  })
})
