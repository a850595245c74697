import { describe, expect, it } from 'vitest'
import { parseLegacyTime } from '../../src/domain/legacy/time.ts'

const at = (text: string) => {
  const time = parseLegacyTime(text)
  return typeof time === 'object' ? new Date(time.at).toISOString() : time
}
const doubt = (text: string) => {
  const time = parseLegacyTime(text)
  return typeof time === 'object' ? time.doubt : time
}

describe('times of the old program', () => {
  it('reads a naive winter time as two hours ahead of UTC', () => {
    expect(at('2026-02-15 01:14:36')).toBe('2026-02-14T23:14:36.000Z')
  })

  it('reads a naive summer time as three hours ahead of UTC', () => {
    expect(at('2026-07-01 12:00:00')).toBe('2026-07-01T09:00:00.000Z')
  })

  it('changes sides at the very second the clocks change', () => {
    expect(at('2026-03-29 02:59:59')).toBe('2026-03-29T00:59:59.000Z')
    expect(at('2026-03-29 04:00:00')).toBe('2026-03-29T01:00:00.000Z')
    expect(at('2026-10-25 02:59:59')).toBe('2026-10-24T23:59:59.000Z')
    expect(at('2026-10-25 04:00:00')).toBe('2026-10-25T02:00:00.000Z')
  })

  it('takes the first of the hour that comes twice, and says so', () => {
    expect(at('2026-10-25 03:30:00')).toBe('2026-10-25T00:30:00.000Z')
    expect(doubt('2026-10-25 03:30:00')).toBe('time_twice')
    expect(doubt('2026-10-25 04:00:00')).toBeNull()
  })

  it('takes the hour that never was as an hour later, and says so', () => {
    expect(at('2026-03-29 03:30:00')).toBe('2026-03-29T01:30:00.000Z')
    expect(doubt('2026-03-29 03:30:00')).toBe('time_never')
  })

  it('believes an offset where there is one', () => {
    expect(at('2026-01-30T18:52:13.119419+00:00')).toBe('2026-01-30T18:52:13.119Z')
    expect(at('2026-10-25T03:30:00+0200')).toBe('2026-10-25T01:30:00.000Z')
    expect(at('2026-07-01T12:00:00Z')).toBe('2026-07-01T12:00:00.000Z')
    expect(at('2026-07-01T12:00:00.5-03:30')).toBe('2026-07-01T15:30:00.500Z')
  })

  it('tells blank from unreadable', () => {
    for (const blank of ['', '  ', null, undefined]) expect(parseLegacyTime(blank)).toBe('blank')
    for (const bad of [
      'ieri',
      1771102476,
      true,
      {},
      '2026-02-30 10:00:00',
      '2026-02-15 25:00:00',
      '15.02.2026 10:00:00',
      '1999-12-31 23:59:59',
      '2026-02-15',
      '2026-02-15T10:00:00+99:00',
      '2026-13-01 00:00:00',
      '2026-02-15 10:61:00',
    ])
      expect(parseLegacyTime(bad), JSON.stringify(bad)).toBe('bad')
  })
})
