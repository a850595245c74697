import { describe, expect, it } from 'vitest'
import { batches } from '../../src/domain/legacy/batches.ts'
import { joinSent, resultOf, withoutArchives } from '../../src/domain/legacy/result.ts'
import { type ImportPort, type ImportWorld, type Sent, sendPlan, sizeOf } from '../../src/domain/legacy/send.ts'
import type { Id } from '../../src/domain/model.ts'
import type { Op, OpResult } from '../../src/domain/op.ts'
import { archive, archivePath, codesOf, dataPath, idOf, institution, person, planOf } from '../fixtures/legacyFiles.ts'

const people = Array.from({ length: 600 }, (_, n) => person({ DISCORD: `om_${n}`, 'NUME IC': `Om ${n}` }))
const plan = planOf({ [dataPath]: institution(people), [archivePath]: archive([person()]) })
const nothing: ImportWorld = { user: 'me', places: new Set(), rosters: new Map(), idOf }

/** What the cloud holds once the plan was imported. */
const imported = (people = plan.institutions[0]?.employees ?? []): ImportWorld => {
  const [place] = plan.institutions
  if (!place) throw new Error('no institution')
  const employees = people.map((each) => ({ ...each, rev: 1, touched: 0 }))
  const { id, ranks, columns } = place
  const roster = { institution: id, period: 1, ranks, columns, employees }
  return { ...nothing, places: new Set([id, place.cityId]), rosters: new Map([[id, roster]]) }
}

/** A cloud that remembers what it was sent, as the real one does by the ids of ops and archives. */
class FakeCloud implements ImportPort {
  readonly ops = new Map<Id, OpResult>()
  readonly bodies = new Map<Id, string>()
  readonly calls: number[] = []
  /** Judges an op that is new. */
  judge: (op: Op) => Omit<OpResult, 'id'> = () => ({ status: 'applied' })

  async push(ops: Op[]): Promise<OpResult[]> {
    this.calls.push(ops.length)
    return ops.map((op) => {
      const first = this.ops.get(op.id)
      if (first) return { id: op.id, status: 'duplicate', first }
      const result = { id: op.id, ...this.judge(op) }
      if (result.status !== 'failed') this.ops.set(op.id, result)
      return result
    })
  }

  async importArchives(items: { id: Id; doc: object }[]): Promise<OpResult[]> {
    this.calls.push(items.length)
    return items.map(({ id, doc }) => {
      if (this.bodies.has(id)) return { id, status: 'duplicate' }
      this.bodies.set(id, JSON.stringify(doc))
      return { id, status: 'applied' }
    })
  }

  async archiveBody(id: Id): Promise<string> {
    return this.bodies.get(id) ?? ''
  }
}

async function sendAll(cloud: FakeCloud, world = nothing, most = Infinity, what = plan): Promise<Sent[]> {
  const sent: Sent[] = []
  let steps = 0
  for await (const some of sendPlan(cloud, what, world)) {
    sent.push(...some)
    steps += 1
    if (steps >= most) break
  }
  return sent
}
const fates = (sent: Sent[]) => resultOf(plan, sent)

describe('an import', () => {
  it('is sent in calls of a size that the cloud takes, and all of it', async () => {
    const cloud = new FakeCloud()
    const sent = await sendAll(cloud)
    expect(cloud.calls).toEqual([250, 250, 102, 1])
    expect(sent).toHaveLength(sizeOf(plan))
    expect(fates(sent)).toMatchObject({ added: 603, there: 0, differs: 0, refused: 0, exceptions: [] })
  })

  it('adds nothing the second time', async () => {
    const cloud = new FakeCloud()
    await sendAll(cloud)
    const before = [cloud.ops.size, cloud.bodies.size]
    expect(fates(await sendAll(cloud, imported()))).toMatchObject({ added: 0, there: 603, gone: 0 })
    expect([cloud.ops.size, cloud.bodies.size]).toEqual(before)
  })

  it('that is stopped sends nothing more, and goes on where it was when it is begun again', async () => {
    const cloud = new FakeCloud()
    const first = await sendAll(cloud, nothing, 1)
    expect(cloud.calls).toEqual([250])
    const second = await sendAll(cloud, imported())
    expect(fates(second)).toMatchObject({ added: 353, there: 250 })
    expect(fates(joinSent(first, second))).toMatchObject({ added: 603, there: 0 })
  })

  it('that fails in the middle keeps what was told before', async () => {
    const cloud = new FakeCloud()
    cloud.judge = (op) => ({ status: cloud.calls.length > 1 && op.kind === 'employee.create' ? 'failed' : 'applied' })
    const sent: Sent[] = []
    const all = (async () => {
      for await (const some of sendPlan(cloud, plan, nothing)) sent.push(...some)
    })()
    await expect(all).rejects.toMatchObject({ code: 'server_fault' })
    expect(sent).toHaveLength(250)
  })

  it('fails when the cloud leaves an op out of its answer', async () => {
    const cloud = new FakeCloud()
    const short = Object.assign(cloud, {
      push: async (ops: Op[]) => ops.slice(1).map(({ id }) => ({ id, status: 'applied' as const })),
    })
    await expect(sendAll(short)).rejects.toMatchObject({ code: 'server_fault' })
  })

  it('names what the cloud would not have, and what is there with other content', async () => {
    const cloud = new FakeCloud()
    const [first] = plan.archives
    cloud.bodies.set(first?.id ?? '', '{"rows": []}')
    cloud.judge = (op) =>
      op.kind === 'employee.create' && op.name === 'Om 7' ? { status: 'denied', code: 'denied' } : { status: 'applied' }
    const result = fates(await sendAll(cloud))
    expect(result).toMatchObject({ added: 601, differs: 1, refused: 1 })
    expect(result.exceptions).toEqual([
      { kind: 'employee', name: 'Om 7', place: 'Politie, Oras', at: null, fate: { is: 'refused', code: 'denied' } },
      { kind: 'archive', name: 'Politie', place: 'Oras', at: first?.at, fate: { is: 'differs' } },
    ])
  })

  it('says of what was deleted since an earlier import that it stays so', async () => {
    const cloud = new FakeCloud()
    await sendAll(cloud)
    const without = imported(plan.institutions[0]?.employees.slice(1))
    const result = fates(await sendAll(cloud, without))
    expect(result).toMatchObject({ added: 0, there: 602, gone: 1 })
    expect(result.exceptions).toMatchObject([{ kind: 'employee', name: 'Om 0', fate: { is: 'gone' } }])
    expect(fates(await sendAll(cloud)).gone).toBe(602)
  })

  it('says so of an institution whose id nobody can use again, and not of one that is there', async () => {
    const cloud = new FakeCloud()
    cloud.judge = ({ kind }) =>
      kind === 'institution.create' ? { status: 'conflict', code: 'clash' } : { status: 'applied' }
    expect(fates(await sendAll(cloud)).exceptions).toMatchObject([{ kind: 'institution', fate: { is: 'gone' } }])
    expect(fates(await sendAll(cloud, imported()))).toMatchObject({ gone: 0, there: 603 })
  })

  it('counts the files and rows that were refused before', () => {
    const broken = planOf({ [dataPath]: institution([person({ PUNCTAJ: 'x' })]), 'data/a/b/c.json': '{' })
    expect(resultOf(broken, []).refused).toBe(2)
  })
})

describe('an import without the right to archives', () => {
  it('refuses each of them with that reason, and sends the rest', async () => {
    const rest = withoutArchives(plan)
    expect(codesOf(rest, archivePath)).toEqual(['superuser_only'])
    expect(codesOf(rest, dataPath)).toEqual([])
    const cloud = new FakeCloud()
    expect(resultOf(rest, await sendAll(cloud, nothing, Infinity, rest))).toMatchObject({ added: 602, refused: 1 })
    expect(cloud.bodies.size).toBe(0)
  })
})

describe('batches', () => {
  it('hold so many items at most, in order', () => {
    expect([...batches([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]])
    expect([...batches([], 2)]).toEqual([])
  })

  it('hold so many bytes at most, counted as UTF-8; what is larger goes alone', () => {
    expect([...batches(['ab', 'cd', 'ș'.repeat(9), 'ef'], 9, 9)]).toEqual([['ab', 'cd'], ['ș'.repeat(9)], ['ef']])
    expect([...batches(['șș', 'șș'], 9, 11)]).toEqual([['șș'], ['șș']])
  })
})
