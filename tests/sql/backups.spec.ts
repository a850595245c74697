import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { peopleOf, runJobs } from './nights.ts'
import { add, type ArchiveRow, type Envelope, op } from './shapes.ts'

describeCloud('backups of one institution', (cloud) => {
  it('are listed to who may reset there, and restored like any archive', async () => {
    const place = await cloud().place([4])
    const { institution } = place
    const chief = await cloud().person('user', [
      { institution, capability: 'view' },
      { institution, capability: 'reset' },
    ])
    const scorer = await cloud().person('user', [{ institution, capability: 'score' }])
    const viewer = await cloud().person('viewer', [{ institution, capability: 'reset' }])
    const elsewhere = await cloud().person('user', [
      { institution: (await cloud().place([])).institution, capability: 'reset' },
    ])
    await runJobs(cloud(), '2026-11-10T12:00:00Z')
    await runJobs(cloud(), '2026-11-11T12:00:00Z')
    await cloud().push(scorer, add(scorer, place, 1))
    await runJobs(cloud(), '2026-11-12T12:00:00Z')
    for (const person of [scorer, viewer, elsewhere, await cloud().person()])
      await expect(cloud().rpc(person, 'backups_list', { institution })).rejects.toThrow('denied')
    const list = await cloud().rpc<(ArchiveRow & { first: string })[]>(chief, 'backups_list', { institution })
    expect(list).toMatchObject([
      { kind: 'backup', points: 5, first: '2026-11-12', last: '2026-11-12' },
      { kind: 'backup', points: 4, first: '2026-11-10', last: '2026-11-11' },
    ])
    const { results } = await cloud().rpc<Envelope>(chief, 'restore_archive', {
      op: randomUUID(),
      archive: list[1]?.id,
      expected_period: 1,
    })
    expect(results).toMatchObject([{ status: 'applied', archive: { kind: 'before_restore', points: 5 } }])
    expect(await peopleOf(cloud(), place)).toMatchObject([{ points: 4 }])
  })

  it('of a deleted one are for who may reset in its city, or everywhere', async () => {
    const place = await cloud().place([4])
    const { institution, city } = place
    const mayor = await cloud().person('user', [{ city, capability: 'reset' }])
    const other = await cloud().person('user', [{ city: (await cloud().place([])).city, capability: 'reset' }])
    const admin = await cloud().person('admin')
    await runJobs(cloud(), '2026-11-13T12:00:00Z')
    await cloud().push(admin, op(admin, 'institution.delete', { institution, seen: 1 }))
    for (const person of [mayor, admin])
      expect(await cloud().rpc(person, 'backups_list', { institution })).toHaveLength(1)
    await expect(cloud().rpc(other, 'backups_list', { institution })).rejects.toThrow('denied')
  })
})
