import { expect, test } from 'vitest'
import { cutLedger, extendChain, joinLedger, ledgerHash, ledgerText, parseEntries } from '../../src/domain/ledger.ts'

const digest = (text: string) => Promise.resolve(`<${text}>`)

test('a ledger reads back what it wrote', () => {
  const text = ledgerText(3, ['[1]', '[2]'])
  expect(cutLedger(text)).toEqual({ period: 3, from: 0, batches: ['[1]', '[2]'] })
  expect(parseEntries(cutLedger(text))).toEqual([1, 2])
  expect(cutLedger(ledgerText(1, []))).toEqual({ period: 1, from: 0, batches: [] })
})

test('a ledger that ends in the middle of a line is cut off', () => {
  expect(() => cutLedger('{"period":1,"from":0}\n[1')).toThrow('cut_off')
  expect(() => cutLedger('')).toThrow('bad_answer')
  expect(() => cutLedger('[]\n')).toThrow('bad_answer')
})

test('a tail fits only where it continues the same period', () => {
  const held = { period: 1, from: 0, batches: ['a', 'b'] }
  expect(joinLedger(held, { period: 1, from: 2, batches: ['c'] })?.batches).toEqual(['a', 'b', 'c'])
  expect(joinLedger(held, { period: 1, from: 1, batches: ['b', 'c'] })?.batches).toEqual(['a', 'b', 'c'])
  expect(joinLedger(held, { period: 1, from: 3, batches: ['d'] })).toBeNull()
  expect(joinLedger(held, { period: 2, from: 2, batches: ['c'] })).toBeNull()
  expect(joinLedger(null, { period: 1, from: 1, batches: ['b'] })).toBeNull()
  expect(joinLedger(held, { period: 2, from: 0, batches: [] })?.period).toBe(2)
})

test('a chain continues from its last hash', async () => {
  const whole = await ledgerHash('i', { period: 1, from: 0, batches: ['a', 'b', 'c'] }, digest)
  const part = await ledgerHash('i', { period: 1, from: 0, batches: ['a'] }, digest)
  expect(await extendChain(part, ['b', 'c'], digest)).toBe(whole)
})
