import { describe, expect, it } from 'vitest'
import {
  countStates,
  deviceState,
  filterDevices,
  isOld,
  oldAfterMs,
  silentAfterMs,
} from '../../src/domain/deviceState.ts'
import { forceProgress } from '../../src/domain/forceProgress.ts'
import { type DeviceLine, mergeDevices, mergePage } from '../../src/domain/journal.ts'

const now = 1_800_000_000_000
const head = { version: 20, root: 'r', epoch: 3, nonce: 'n3' }
const device = (more: Partial<DeviceLine> = {}): DeviceLine => ({
  device: 'd1',
  user: 'u1',
  name: 'Ștefan',
  version: 20,
  root: 'r',
  epoch: 3,
  nonce: 'n3',
  unsent: 0,
  tray: 0,
  app: '1.0.0',
  state: 'synced',
  seen_at: now - 1000,
  ...more,
})

describe('the state of a device', () => {
  it.each([
    ['up to date', {}, { is: 'current' }],
    ['behind by its versions', { version: 17 }, { is: 'behind', by: 3 }],
    ['behind by a force alone', { nonce: 'n2' }, { is: 'behind', by: 0 }],
    ['behind on another history', { version: 21 }, { is: 'behind', by: null }],
    ['behind before its first download', { version: null }, { is: 'behind', by: null }],
    ['locked, whatever its version', { state: 'required', version: 17 }, { is: 'locked' }],
    ['downloading', { state: 'downloading', version: 17 }, { is: 'downloading' }],
    ['failed', { state: 'failed', version: 17 }, { is: 'failed' }],
    ['waiting for a newer app', { state: 'outdated' }, { is: 'outdated' }],
    ['up to date, under a state that only a newer app knows', { state: 'dreaming' }, { is: 'current' }],
    [
      'offline once it is silent, whatever it said last',
      { state: 'downloading', seen_at: now - silentAfterMs - 1 },
      { is: 'offline', since: now - silentAfterMs - 1 },
    ],
    ['not yet offline between two reports', { seen_at: now - silentAfterMs }, { is: 'current' }],
  ] as const)('is %s', (_, more, state) => {
    expect(deviceState(device(more), head, now)).toEqual(state)
  })

  it('is counted, and found by name without diacritics or by the beginning of the id', () => {
    const devices = [device(), device({ device: 'ab12', name: 'Ana', version: 3 })].map((line) => ({
      line,
      state: deviceState(line, head, now),
    }))
    expect(countStates(devices)).toMatchObject({ current: 1, behind: 1, offline: 0 })
    const found = (state: 'behind' | '', query: string) =>
      filterDevices(devices, { state, query }).map(({ line }) => line.name)
    expect(found('', 'stefan')).toEqual(['Ștefan'])
    expect(found('', 'AB1')).toEqual(['Ana'])
    expect(found('', 'b12')).toEqual([])
    expect(found('behind', '')).toEqual(['Ana'])
    expect(found('behind', 'stefan')).toEqual([])
  })
})

describe('the progress of a force', () => {
  const force = { by: 'Ioana', at: now - 60_000, reason: '' }
  const progress = (...devices: DeviceLine[]) => {
    const { taken, missing, away } = forceProgress(devices, force, head, now)
    return [taken, missing, away].map((lines) => lines.map((line) => line.device))
  }

  it('tells who has downloaded since, who answers and has not, and who does not answer', () => {
    expect(
      progress(
        device({ device: 'taken' }),
        // A later change has nothing to do with it.
        device({ device: 'taken and behind', version: 2 }),
        device({ device: 'open', nonce: 'n2', epoch: 2 }),
        device({ device: 'closed', nonce: 'n2', epoch: 2, seen_at: now - 86_400_000 }),
      ),
    ).toEqual([['taken', 'taken and behind'], ['open'], ['closed']])
  })

  it('does not wait for a device that was not seen for two weeks before, until it comes back', () => {
    const old = { nonce: 'n2', epoch: 2, seen_at: force.at - oldAfterMs - 1 }
    expect(progress(device(old))).toEqual([[], [], []])
    expect(isOld(device(old), now)).toBe(true)
    expect(progress(device({ ...old, seen_at: now }))).toEqual([[], ['d1'], []])
  })

  it('does not take the nonce of an earlier history for this force', () => {
    expect(progress(device({ epoch: 2 }))).toEqual([[], ['d1'], []])
  })
})

describe('what is known', () => {
  it('of devices is what each said last, per person, whatever answer comes first', () => {
    const known = mergeDevices(new Map(), [device({ version: 4, seen_at: 40 }), device({ user: 'u2' })])
    const merged = mergeDevices(known, [device({ version: 3, seen_at: 30 })])
    expect([...merged.values()].map(({ user, version }) => [user, version])).toEqual([
      ['u1', 4],
      ['u2', 20],
    ])
  })

  const ids = (lines: { id: number }[]) => lines.map(({ id }) => id)
  const lines = (...all: number[]) => all.map((id) => ({ id }))

  it('of a journal is the newest page over the older ones', () => {
    expect(ids(mergePage(lines(5, 4, 3, 2, 1), lines(7, 6, 5), true))).toEqual([7, 6, 5, 4, 3, 2, 1])
    expect(ids(mergePage([], lines(2, 1), false))).toEqual([2, 1])
    expect(ids(mergePage(lines(2, 1), lines(), false))).toEqual([])
  })

  it('of a journal has no hole: what the newest page does not reach goes', () => {
    expect(ids(mergePage(lines(3, 2, 1), lines(9, 8, 7), true))).toEqual([9, 8, 7])
  })
})
