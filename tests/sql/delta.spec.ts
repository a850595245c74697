import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { chainOf, hashOf, rootOf } from './recompute.ts'
import { add, type Delta, type Envelope, op, type Pulled } from './shapes.ts'

describeCloud('sync_delta and sync_pull', (cloud) => {
  const delta = (person: Person, args: object = {}) =>
    cloud().rpc<Delta>(person, 'sync_delta', { budget: 8_000_000, ...args })
  const keys = (answer: Delta) => answer.entries.map(({ key }) => key)
  const since = ({ version, root }: Delta) => ({ since: version, root })

  it('give everything at first: every hash and the root are those of the bytes', async () => {
    const admin = await cloud().person('admin')
    await cloud().place([1, 2])
    const answer = await delta(admin)
    expect(answer).toMatchObject({ since: 0, forked: false, policy: 'strict', min_client: 1 })
    expect(keys(answer).slice(0, 2)).toEqual([`me:${admin.id}`, 'directory'])
    for (const { key, hash, bytes } of answer.entries) {
      expect(hashOf(key, answer.bodies[key] ?? ''), key).toBe(hash)
      expect(Buffer.byteLength(answer.bodies[key] ?? ''), key).toBe(bytes)
    }
    expect(rootOf(answer.entries)).toBe(answer.root)
    expect(answer.view_root).toBe(answer.root)
    const pulled = await cloud().rpc<Pulled[]>(admin, 'sync_pull', {
      keys: [...keys(answer), 'global_version', 'roster:nothing'],
      since: 0,
    })
    expect(Object.fromEntries(pulled.map(({ key, body }) => [key, body]))).toEqual(answer.bodies)
  })

  it('give what is newer than a known head, and the ledger from where it was held', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    await cloud().push(admin, add(admin, place, 1))
    const held = await delta(admin)
    await cloud().push(admin, add(admin, place, 2))
    const last = await cloud().push(admin, add(admin, place, 3))
    const answer = await delta(admin, since(held))
    expect(keys(answer)).toEqual([`ledger:${place.institution}`, `roster:${place.institution}`])
    const ledger = answer.bodies[`ledger:${place.institution}`] ?? ''
    const [head = '', ...batches] = ledger.split('\n').slice(0, -1)
    expect(JSON.parse(head)).toEqual({ period: 1, from: 1 })
    expect(batches.length).toBe(2)
    const before = held.bodies[`ledger:${place.institution}`] ?? ''
    expect(chainOf(place.institution, `${before}${batches.join('\n')}\n`)).toBe(answer.entries[0]?.hash)
    expect(answer.entries[0]?.bytes).toBe(Buffer.byteLength(ledger))
    expect(await delta(admin, since(answer))).toMatchObject({ entries: [], bodies: {}, root: last.root })
    const rewritten = await cloud()
      .sql('delete from point_entries where institution = $1 and delta = 2', [place.institution])
      .then(() => delta(admin, since(held)))
    const whole = rewritten.bodies[`ledger:${place.institution}`] ?? ''
    expect(chainOf(place.institution, whole)).toBe(rewritten.entries.find(({ key }) => key.startsWith('ledger:'))?.hash)
  })

  it('name a fork and give everything, for a head that never was', async () => {
    const admin = await cloud().person('admin')
    const { version, root } = await delta(admin)
    for (const head of [
      { since: version, root: 'f'.repeat(64) },
      { since: version + 1, root },
      { since: version, root: null },
    ]) {
      const answer = await delta(admin, head)
      expect(answer).toMatchObject({ forked: true, since: 0 })
      expect(rootOf(answer.entries)).toBe(answer.root)
    }
  })

  it('show what is gone, once, and only after a head', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    const held = await delta(admin)
    await cloud().sql('delete from institutions where id = $1', [place.institution])
    const answer = await delta(admin, since(held))
    expect(answer.entries.filter(({ hash }) => hash === '').map(({ key }) => key)).toEqual([
      `ledger:${place.institution}`,
      `roster:${place.institution}`,
    ])
    expect((await delta(admin)).entries.every(({ hash }) => hash !== '')).toBe(true)
  })

  it('keep to what the device keeps', async () => {
    const admin = await cloud().person('admin')
    const [place, other] = [await cloud().place([1]), await cloud().place([2])]
    const answer = await delta(admin, { keep: [place.institution] })
    expect(keys(answer).sort()).toEqual([
      'directory',
      `ledger:${place.institution}`,
      `me:${admin.id}`,
      `roster:${place.institution}`,
    ])
    expect(answer.view_root).toBe(rootOf(answer.entries))
    await cloud().push(admin, add(admin, other, 1))
    const next = await delta(admin, { ...since(answer), keep: [place.institution] })
    expect(next).toMatchObject({ entries: [], view_root: answer.view_root })
    expect(next.version).toBe(answer.version + 1)
    expect((await delta(admin, { keep: [] })).entries.map(({ key }) => key)).toEqual([`me:${admin.id}`, 'directory'])
  })

  it('fill the budget in order, me and directory first', async () => {
    const admin = await cloud().person('admin')
    await cloud().place([1])
    const all = await delta(admin)
    const [me, directory, third] = all.entries.map(({ bytes }) => bytes)
    const within = async (budget: number) => Object.keys((await delta(admin, { budget })).bodies).length
    expect(await within(0)).toBe(0)
    expect(await within(me ?? 0)).toBe(1)
    expect(await within((me ?? 0) + (directory ?? 0))).toBe(2)
    expect(await within((me ?? 0) + (directory ?? 0) + (third ?? 0) - 1)).toBe(2)
  })

  it('name the pending ops that are in it: own and applied ones', async () => {
    const [admin, other] = [await cloud().person('admin'), await cloud().person('admin')]
    const place = await cloud().place([1])
    const [good, late, theirs] = [add(admin, place, 1), add(admin, place, 1, { period: 7 }), add(other, place, 1)]
    await cloud().push(admin, good, late)
    await cloud().push(other, theirs)
    const answer = await delta(admin, { pending: [good.id, late.id, theirs.id, randomUUID()] })
    expect(answer.contained).toEqual([good.id])
  })

  it('say whether anything but the pending ops moved the version', async () => {
    const [admin, other] = [await cloud().person('admin'), await cloud().person('admin')]
    const place = await cloud().place([1])
    const { version: since, root } = await delta(admin)
    const [first, second, theirs] = [add(admin, place, 1), add(admin, place, 1), add(other, place, 1)]
    await cloud().push(admin, first)
    await cloud().push(admin, second)
    const foreign = async (pending: string[]) => (await delta(admin, { since, root, pending })).foreign
    expect(await foreign([first.id, second.id])).toBe(false)
    expect(await foreign([first.id])).toBe(true)
    await cloud().push(other, theirs)
    expect(await foreign([first.id, second.id, theirs.id])).toBe(true)
  })

  it('tell a person everything about themselves, whatever the version', async () => {
    const person = await cloud().person('user')
    const place = await cloud().place([1])
    const alone = await delta(person)
    expect(keys(alone)).toEqual([`me:${person.id}`])
    await cloud().allow(person, { institution: place.institution, capability: 'score' })
    const after = await delta(person, since(alone))
    expect(JSON.parse(after.bodies[`me:${person.id}`] ?? '{}')).toMatchObject({
      permissions: [{ city: null, institution: place.institution, capability: 'score' }],
    })
    const all = await delta(person)
    expect(keys(all).sort()).toEqual([
      'directory',
      `ledger:${place.institution}`,
      `me:${person.id}`,
      `roster:${place.institution}`,
    ])
    expect(all.view_root).toBe(rootOf(all.entries))
    await cloud().sql('delete from permissions where user_id = $1', [person.id])
    expect(keys(await delta(person))).toEqual([`me:${person.id}`])
    expect((await delta(person)).view_root).toBe(rootOf([]))
  })

  it('make the answer of a push the delta since the head before', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    const held = await delta(admin)
    const envelope = await cloud().push(admin, add(admin, place, 1))
    const { before, before_root, after, results, ...answer } = envelope
    expect([before, before_root]).toEqual([held.version, held.root])
    expect(after).toBe(answer.version)
    const again = await delta(admin, { ...since(held), pending: results.map(({ id }) => id) })
    expect({ ...answer, now: 0 }).toEqual({ ...again, now: 0 })
    const nothing = await cloud().rpc<Envelope>(admin, 'sync_push', { ops: JSON.stringify([op(admin, 'no.such')]) })
    expect(nothing).toMatchObject({ before: after, after, entries: [], bodies: {} })
  })

  it('carry the last forced resync and who changed what was last changed', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    const { nonce, epoch } = await delta(admin)
    await cloud().push(admin, add(admin, place, 1))
    const forced = await cloud().rpc<{ epoch: number; nonce: string; at: number }>(admin, 'force_sync', {
      reason: 'test',
    })
    const answer = await delta(admin)
    expect(answer).toMatchObject({ epoch: epoch + 1, nonce: forced.nonce, changed: { by: admin.name } })
    expect(answer.force).toEqual({ by: admin.name, at: forced.at, reason: 'test' })
    expect(forced.nonce).not.toBe(nonce)
  })
})
