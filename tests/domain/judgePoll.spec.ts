import { expect, test } from 'vitest'
import type { AppliedHead, PolledHead } from '../../src/domain/head.ts'
import { judgePoll } from '../../src/domain/judgePoll.ts'
import type { Lock } from '../../src/domain/lock.ts'

const head: AppliedHead = { version: 5, root: 'r5', epoch: 1, nonce: 'n1', view_root: 'v', me: 'm' }
const polled = (change: Partial<PolledHead> = {}): PolledHead => ({
  version: 5,
  root: 'r5',
  epoch: 1,
  nonce: 'n1',
  me: 'm',
  by: null,
  at: null,
  forcedBy: null,
  forcedAt: null,
  minClient: 1,
  ...change,
})
const synced: Lock = { is: 'synced' }

test('the same head is no news', () => {
  expect(judgePoll(head, synced, polled(), 0)).toEqual({ is: 'same' })
})

test('without a replica everything is fetched', () => {
  expect(judgePoll(null, synced, polled(), 0)).toMatchObject({ reason: 'first', full: true })
})

test('version and root say changed, the nonce says forced, me asks for the whole view', () => {
  expect(judgePoll(head, synced, polled({ version: 6 }), 0)).toMatchObject({ reason: 'changed', full: false })
  expect(judgePoll(head, synced, polled({ root: 'x' }), 0)).toMatchObject({ reason: 'changed' })
  expect(judgePoll(head, synced, polled({ nonce: 'n2', epoch: 2 }), 0)).toMatchObject({ reason: 'forced', full: true })
  expect(judgePoll(head, synced, polled(), 0, true)).toMatchObject({ own: true, full: true })
  expect(judgePoll(head, synced, polled({ me: 'other' }), 0)).toMatchObject({ own: true, full: true })
})

test('lower than what was seen must be said twice', () => {
  expect(judgePoll(head, synced, polled({ version: 4 }), 0)).toEqual({ is: 'suspect' })
  expect(judgePoll(head, synced, polled({ version: 4 }), 1)).toMatchObject({ reason: 'forked', full: true })
  expect(judgePoll(head, synced, polled({ epoch: 0, nonce: '' }), 0)).toEqual({ is: 'suspect' })
})

test('a lower poll cannot take a demand back', () => {
  const lock: Lock = {
    is: 'required',
    failures: 0,
    cause: { reason: 'changed', by: null, at: null, why: null, head: { ...head, version: 7 } },
  }
  expect(judgePoll(head, lock, polled(), 0)).toEqual({ is: 'suspect' })
})
