import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { measured, prices, scaleTable } from '../bench/scale.ts'

const cells = (line: string) => line.split('|').map((cell) => cell.trim())
const document = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8')

test('the table of docs/scale.md is what its numbers give', () => {
  const held = document
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => cells(line).join('|'))
  for (const line of scaleTable().filter((one) => !one.includes('---'))) expect(held).toContain(cells(line).join('|'))
})

test('the numbers that it was worked out with stand in it', () => {
  for (const number of [measured.pollUp, measured.pollDown, measured.deltaDown])
    expect(document).toContain(`${number.toLocaleString('en')} `)
  expect(document).toContain(`$${String(prices.egressPerGb)}`)
})
