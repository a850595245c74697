import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LeafEntry } from '../../src/domain/head.ts'
import { compareIndexes, cutPulls, type LeafIndex, missingBodies, nextIndex, rootText } from '../../src/domain/plan.ts'

const key = fc.constantFrom('directory', 'roster:a', 'roster:b', 'ledger:a', 'me:u')
const entry: fc.Arbitrary<LeafEntry> = fc.record({
  key,
  version: fc.nat(9),
  hash: fc.constantFrom('', 'h1', 'h2'),
  bytes: fc.nat(900),
})
const index = fc.array(entry, { maxLength: 5 }).map((entries): LeafIndex => nextIndex({}, { since: 0, entries }))

test('entries with a hash are there afterwards, tombstones are not, the rest stays', () => {
  fc.assert(
    fc.property(index, fc.uniqueArray(entry, { selector: (one) => one.key }), (before, entries) => {
      const next = nextIndex(before, { since: 1, entries })
      for (const one of entries) expect(next[one.key]?.hash).toBe(one.hash === '' ? undefined : one.hash)
      for (const name of Object.keys(before)) {
        if (!entries.some((one) => one.key === name)) expect(next[name]).toEqual(before[name])
      }
    }),
  )
})

test('an answer since 0 leaves nothing of the old view', () => {
  const before = nextIndex({}, { since: 0, entries: [{ key: 'roster:a', version: 1, hash: 'h', bytes: 1 }] })
  expect(nextIndex(before, { since: 0, entries: [] })).toEqual({})
  expect(compareIndexes(before, {})).toEqual({ gone: ['roster:a'], changed: [], came: [] })
})

test('the root text is in C order, without me', () => {
  const leaf = { version: 1, hash: 'h', bytes: 1 }
  const text = rootText({ 'roster:b': leaf, 'me:u': leaf, directory: leaf, 'roster:a': leaf, 'archives:z': leaf })
  expect(text).toBe('archives:z h\ndirectory h\nroster:a h\nroster:b h\n')
  expect(rootText({})).toBe('')
})

test('pulls name every missing body exactly once, none over budget unless it is alone', () => {
  fc.assert(
    fc.property(index, fc.integer({ min: 1, max: 1000 }), (next, budget) => {
      const missing = missingBodies(next, (name) => name === 'directory')
      const calls = cutPulls(missing, budget)
      expect(calls.flat()).toEqual(missing)
      for (const call of calls) {
        expect(call.length === 1 || call.reduce((sum, one) => sum + one.bytes, 0) <= budget).toBe(true)
      }
    }),
  )
})
