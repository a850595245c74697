import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeCloud, type Person, type Place } from './cloud.ts'
import { expectRecomputable } from './recompute.ts'
import type { Delta, Envelope } from './shapes.ts'

const oldProgram = fileURLToPath(new URL('../fixtures/legacy/', import.meta.url))

describeCloud('archive files', (cloud) => {
  const reset = (person: Person, { institution }: Place) =>
    cloud()
      .rpc<Envelope>(person, 'reset_points', { op: randomUUID(), institution, expected_period: 1 })
      .then(({ results }) => results[0]?.archive ?? { id: '', path: '', bytes: 0 })
  const upload = (person: Person | null, path: string, size?: number) =>
    cloud().as(person, (query) =>
      query(`insert into storage.objects (bucket_id, name, metadata) values ('arhiva', $1, $2)`, [
        path,
        size === undefined ? null : JSON.stringify({ size }),
      ]),
    )
  const missing = (person: Person) =>
    cloud()
      .rpc<{ id: string; path: string }[]>(person, 'archives_missing')
      .then((list) => list.map(({ id }) => id))

  it('are written once, where an archive waits for its file, by who may reset there', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    const archive = await reset(admin, place)
    const [viewer, resetter, elsewhere] = [
      await cloud().person('user', [{ institution: place.institution, capability: 'view' }]),
      await cloud().person('user', [{ institution: place.institution, capability: 'reset' }]),
      await cloud().person('user', [{ institution: (await cloud().place()).institution, capability: 'reset' }]),
    ]
    expect([await missing(viewer), await missing(resetter), await missing(elsewhere)]).toEqual([[], [archive.id], []])
    for (const person of [null, viewer, elsewhere])
      await expect(upload(person, archive.path)).rejects.toThrow(/row-level security/)
    await expect(upload(resetter, `other/${archive.path}`)).rejects.toThrow(/row-level security/)
    expect(await cloud().rpc(resetter, 'archive_uploaded', { id: archive.id })).toEqual({ uploaded: false })
    await upload(resetter, archive.path, archive.bytes)
    await expect(upload(resetter, archive.path)).rejects.toThrow(/duplicate key/)
    expect(await cloud().rpc(viewer, 'archive_uploaded', { id: archive.id })).toEqual({ uploaded: true })
    expect(await missing(resetter)).toEqual([])
    const names = (person: Person | null) =>
      cloud().as(person, (query) => query(`select name from storage.objects where bucket_id = 'arhiva'`))
    expect(await names(viewer)).toEqual([{ name: archive.path }])
    expect(await names(elsewhere)).toEqual([])
    expect(await names(null)).toEqual([])
    for (const write of [`update storage.objects set name = 'x'`, 'delete from storage.objects'])
      expect(await cloud().as(admin, (query) => query(`${write} returning 1`)), write).toEqual([])
    await expect(cloud().rpc(elsewhere, 'archive_uploaded', { id: archive.id })).rejects.toThrow('archive_gone')
  })

  it('come many to an answer: those that the caller may see, and no others', async () => {
    const admin = await cloud().person('admin')
    const [here, there] = [await cloud().place([1]), await cloud().place([2])]
    const [mine, theirs] = [await reset(admin, here), await reset(admin, there)]
    const person = await cloud().person('user', [{ institution: here.institution, capability: 'view' }])
    const bodies = (who: Person, ids: string[]) =>
      cloud().rpc<{ id: string; body: string }[]>(who, 'archive_bodies', { ids })
    const ids = [mine.id, theirs.id, randomUUID()]
    expect((await bodies(person, ids)).map(({ id }) => id)).toEqual([mine.id])
    expect((await bodies(admin, ids)).map(({ id }) => id).sort()).toEqual([mine.id, theirs.id].sort())
    const [first] = await bodies(person, ids)
    expect(Buffer.byteLength(first?.body ?? '')).toBe(mine.bytes)
    expect(await bodies(await cloud().person('user'), ids)).toEqual([])
  })

  it('of another size are not ours: never noted as uploaded, nor asked for again', async () => {
    const admin = await cloud().person('admin')
    const archive = await reset(admin, await cloud().place([1]))
    await upload(admin, archive.path, archive.bytes + 1)
    expect(await cloud().rpc(admin, 'archive_uploaded', { id: archive.id })).toEqual({ uploaded: false })
    expect(await missing(admin)).not.toContain(archive.id)
  })

  it('are listed under the names that their place has today', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([1])
    await reset(admin, place)
    const names = async () => {
      const { bodies } = await cloud().rpc<Delta>(admin, 'sync_delta', { keep: [place.institution] })
      return JSON.parse(bodies[`archives:${place.institution}`] ?? '{}').names
    }
    await cloud().sql(`update cities set name = 'Oraș F' where id = $1`, [place.city])
    expect(await names()).toMatchObject({ city: 'Oraș F' })
    await cloud().sql(`update institutions set name = 'Pază' where id = $1`, [place.institution])
    expect(await names()).toEqual({ city: 'Oraș F', institution: 'Pază' })
    await expectRecomputable(cloud())
  })

  it('wait in a private bucket', async () => {
    expect(await cloud().sql('select id, name, public from storage.buckets')).toEqual([
      { id: 'arhiva', name: 'arhiva', public: false },
    ])
  })

  it('of the old program are taken over as they are, by superusers, once', async () => {
    const [superuser, admin] = [await cloud().person('superuser'), await cloud().person('admin')]
    const { institution } = await cloud().place()
    const doc = JSON.parse(await readFile(`${oldProgram}arhiva/BlackWater/Politie_2026-02-15_02-10-28.json`, 'utf8'))
    const id = randomUUID()
    const send = (person: Person, ...items: object[]) => cloud().rpc<Envelope>(person, 'import_archives', { items })
    await expect(send(admin, { id, institution, doc })).rejects.toThrow('denied')
    const { results } = await send(
      superuser,
      { id, institution, doc },
      { id, institution, doc },
      { id: randomUUID(), institution: randomUUID(), doc },
      { id: randomUUID(), institution, doc: [] },
      { id: 'x', institution, doc },
      { id: randomUUID(), institution, doc: { ...doc, note: 'x'.repeat(4_000_001) } },
    )
    expect(results.map(({ status, code }) => code ?? status)).toEqual([
      'applied',
      'duplicate',
      'institution_gone',
      'bad_op',
      'bad_op',
      'too_large',
    ])
    const [row] = await cloud().sql('select kind, at, employees, points, path, body from archives where id = $1', [id])
    expect(row).toMatchObject({ kind: 'import', at: new Date('2026-02-15T00:10:28Z'), employees: doc.rows.length })
    expect(JSON.parse(String(row?.['body']))).toEqual(doc)
    expect(row?.['path']).toMatch(/_2026-02-15_00-10-28\.json$/)
    const total = doc.rows.reduce((sum: number, { PUNCTAJ }: { PUNCTAJ: string }) => sum + Number(PUNCTAJ), 0)
    expect(row?.['points']).toBe(total)
    const restored = await cloud().rpc<Envelope>(admin, 'restore_archive', {
      op: randomUUID(),
      archive: id,
      expected_period: 1,
    })
    expect(restored.results).toMatchObject([{ status: 'applied' }])
    const twice = await cloud().rpc<Envelope>(admin, 'restore_archive', {
      op: randomUUID(),
      archive: id,
      expected_period: 2,
    })
    expect(twice.results).toMatchObject([{ status: 'applied' }])
    expect(
      await cloud().sql('select count(*) as n, sum(points) as points from employees where institution = $1', [
        institution,
      ]),
    ).toEqual([{ n: doc.rows.length, points: total }])
    await expectRecomputable(cloud())
  })
})
