import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reaches } from '../../src/domain/head.ts'
import { type Lock, type LockCause, type LockEvent, mayReadOnly, nextLock } from '../../src/domain/lock.ts'

const head = fc.record({
  version: fc.nat(5),
  root: fc.constantFrom('a', 'b'),
  epoch: fc.nat(2),
  nonce: fc.constantFrom('n', 'm'),
})
const cause: fc.Arbitrary<LockCause> = fc.record({
  reason: fc.constantFrom('first', 'changed', 'forced', 'forked'),
  by: fc.constant(null),
  at: fc.constant(null),
  why: fc.constantFrom(null, 'why'),
  head,
})
const progress = { items: 1, itemsTotal: 2, bytes: 3, bytesTotal: 4, startedAt: 5 }
const event: fc.Arbitrary<LockEvent> = fc.oneof(
  cause.map((one) => ({ is: 'demanded' as const, cause: one })),
  head.map((one) => ({ is: 'applied' as const, head: one })),
  fc.constantFrom<LockEvent>(
    { is: 'clicked', at: 1 },
    { is: 'progressed', progress },
    { is: 'failed', code: 'offline', at: 2 },
    { is: 'cancelled' },
    { is: 'current' },
  ),
)

test('only an applied head that reaches what is demanded, or a cloud that demands nothing, opens the lock', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let lock: Lock = { is: 'synced' }
      for (const one of events) {
        const next = nextLock(lock, one)
        if (lock.is !== 'synced' && next.is === 'synced') {
          expect(['applied', 'current']).toContain(one.is)
          if (one.is === 'applied') expect(reaches(one.head, lock.cause.head)).toBe(true)
        }
        if (lock.is === 'synced' && next.is !== 'synced') expect(one.is).toBe('demanded')
        lock = next
      }
    }),
  )
})

test('an applied head that reaches what is demanded opens the lock at once', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const lock = events.reduce(nextLock, { is: 'synced' })
      if (lock.is === 'synced') return
      expect(nextLock(lock, { is: 'applied', head: lock.cause.head })).toEqual({ is: 'synced' })
    }),
  )
})

test('a force is never hidden behind a later change', () => {
  fc.assert(
    fc.property(cause, cause, (first, second) => {
      const forced = nextLock({ is: 'synced' }, { is: 'demanded', cause: { ...first, reason: 'forced' } })
      const both = nextLock(forced, { is: 'demanded', cause: { ...second, reason: 'changed' } })
      expect(both).toMatchObject({ cause: { reason: 'forced', head: second.head } })
    }),
  )
})

test('two failures allow reading, a success forgets them', () => {
  const demanded: LockEvent = {
    is: 'demanded',
    cause: { reason: 'changed', by: null, at: null, why: null, head: { version: 2, root: 'a', epoch: 0, nonce: '' } },
  }
  const fail = (lock: Lock) =>
    nextLock(nextLock(lock, { is: 'clicked', at: 0 }), { is: 'failed', code: 'offline', at: 0 })
  const once = fail(nextLock({ is: 'synced' }, demanded))
  expect(mayReadOnly(once)).toBe(false)
  expect(mayReadOnly(fail(once))).toBe(true)
  expect(nextLock(fail(once), { is: 'applied', head: { version: 2, root: 'a', epoch: 0, nonce: '' } })).toEqual({
    is: 'synced',
  })
})

test('what changes nothing gives the same object back', () => {
  const lock: Lock = { is: 'synced' }
  expect(nextLock(lock, { is: 'cancelled' })).toBe(lock)
  expect(nextLock(lock, { is: 'failed', code: 'offline', at: 0 })).toBe(lock)
})
