import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud, type Person, type Place } from './cloud.ts'
import { expectRecomputable, sha256 } from './recompute.ts'
import { add, type ArchiveRow, type Delta, type Envelope, op } from './shapes.ts'

type Body = { id: string; path: string; sha256: string; bytes: number; body: string }

describeCloud('archives', (cloud) => {
  const online = async (person: Person, name: string, args: object) => {
    const envelope = await cloud().rpc<Envelope>(person, name, { op: randomUUID(), ...args })
    const [result] = envelope.results
    if (result === undefined) throw new Error('no result')
    return { ...envelope, result, archive: result.archive }
  }
  const reset = (person: Person, { institution }: Place, expected_period = 1, args: object = {}) =>
    online(person, 'reset_points', { institution, expected_period, ...args })
  const restore = (person: Person, archive: ArchiveRow | undefined, expected_period: number, replace = false) =>
    online(person, 'restore_archive', { archive: archive?.id, expected_period, replace })
  const bodyOf = (person: Person, archive: { id: string } | undefined) =>
    cloud().rpc<Body>(person, 'archive_body', { id: archive?.id })
  const points = async ({ institution }: Place) =>
    (await cloud().sql('select points from employees where institution = $1 order by id', [institution])).map(
      (row) => row['points'],
    )
  /** A place with these names, one person in it, and an admin. */
  const named = async (city: string, institution: string, value = 7) => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([value])
    await cloud().sql('update cities set name = $2 where id = $1', [place.city, city])
    await cloud().sql('update institutions set name = $2 where id = $1', [place.institution, institution])
    return { admin, place }
  }

  it('of a reset hold exactly what was there, as the old program wrote it and more', async () => {
    const { admin, place } = await named('Saint Denis', 'Poliție')
    await cloud().sql(`update institutions set columns = '["SERIE DE BULETIN", "CNP"]' where id = $1`, [
      place.institution,
    ])
    await cloud().sql(
      `update employees set rank = 1, discord = 'elena_1', name = 'Elena "Ș" 🐎', fields = '{"CNP": "1", "VECHI": "x"}' where institution = $1`,
      [place.institution],
    )
    await cloud().push(admin, add(admin, place, 3, { reason: 'bine\nfăcut' }))
    const { archive, before, after, bodies } = await reset(admin, place)
    expect(after).toBe(before + 1)
    const stored = await bodyOf(admin, archive)
    expect(sha256(stored.body)).toBe(archive?.sha256)
    expect(Buffer.byteLength(stored.body)).toBe(archive?.bytes)
    const doc = JSON.parse(stored.body)
    expect(doc).toMatchObject({
      city: 'Saint Denis',
      institution: 'Poliție',
      reset_by: admin.name,
      discord_id: admin.id.slice(0, 18),
      columns: ['DISCORD', 'NUME IC', 'SERIE DE BULETIN', 'CNP', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
      ranks: { 1: 'Ofițer' },
      employee_count: 1,
      total_points: 10,
      kind: 'reset',
      period: 1,
      schema: 2,
      ids: { archive: archive?.id, city: place.city, institution: place.institution, employees: place.employees },
    })
    expect(doc.rows).toEqual([
      {
        DISCORD: 'elena_1',
        'NUME IC': 'Elena "Ș" 🐎',
        'SERIE DE BULETIN': '',
        CNP: '1',
        VECHI: 'x',
        RANK: '1',
        ROLE: 'Ofițer',
        PUNCTAJ: '10',
        ULTIMA_MOD: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ])
    expect(doc.entries).toMatchObject([
      { delta: 3, effective: 3, reason: 'bine\nfăcut', by: admin.name, employee: place.employees[0] },
    ])
    expect(doc.archived_at).toBe(`${new Date(archive?.at ?? 0).toISOString().slice(0, 19)}Z`)
    const index = JSON.parse(bodies[`archives:${place.institution}`] ?? '{}')
    expect(index).toMatchObject({
      institution: place.institution,
      city: place.city,
      names: { city: 'Saint Denis', institution: 'Poliție' },
    })
    expect(index.archives).toEqual([archive])
    expect(JSON.parse(bodies[`roster:${place.institution}`] ?? '{}')).toMatchObject({
      period: 2,
      employees: [{ points: 0 }],
    })
    expect(bodies[`ledger:${place.institution}`]).toBe('{"period":2,"from":0}\n')
    expect(
      await cloud().sql(
        'select sync_type, status, items_synced, version, discord_id from sync_log where user_id = $1',
        [admin.id],
      ),
    ).toEqual([
      { sync_type: 'reset', status: 'success', items_synced: 1, version: after, discord_id: admin.id.slice(0, 18) },
    ])
    await expectRecomputable(cloud())
  })

  it('have paths in ASCII, by UTC, that never collide', async () => {
    const cases: [string, string, RegExp][] = [
      ['Iași Țară', 'Poliția șț', /^Iasi_Tara\/Politia_st_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.json$/],
      ['Iaşi Ţară', 'ŞȘ ăâîĂÂÎ', /^Iasi_Tara\/SS_aaiAAI_/],
      ['Ia\u0073\u0326i', '../..//x?&', /^Iasi\/_______x___\d/],
      ['東京', '🐎 a-b_c.', /^__\/__a-b_c__/],
    ]
    for (const [city, institution, path] of cases) {
      const { admin, place } = await named(city, institution)
      const { archive } = await reset(admin, place)
      expect(archive?.path).toMatch(path)
      expect(archive?.path).toMatch(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+\.json$/)
      expect(archive?.path).toContain(
        new Date(archive?.at ?? 0).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-'),
      )
      await cloud().sql('delete from cities where id = $1', [place.city])
    }
    const { place } = await named('Oraș', 'Gardă')
    const made = await cloud().sql(
      `select (private.make_archive(i, 'backup')).path as path from institutions i, generate_series(1, 40) where i.id = $1`,
      [place.institution],
    )
    const paths = made.map(({ path }) => String(path))
    expect(new Set(paths).size).toBe(40)
    expect(paths.filter((path) => /_\d\d-\d\d-\d\d_(2|3)\.json$/.test(path)).length).toBeGreaterThanOrEqual(2)
  })

  it('are one for two resets at once: the second is told of the first', async () => {
    const { admin, place } = await named('Oraș A', 'Gardă')
    const other = await cloud().person('admin')
    const both = await Promise.all([reset(admin, place), reset(other, place)])
    const [winner, loser] = both[0].result.status === 'applied' ? both : [both[1], both[0]]
    expect(loser.result).toMatchObject({ status: 'conflict', code: 'already_reset', archive: winner.archive })
    expect(loser.before).toBe(loser.after)
    expect(
      (await cloud().sql('select count(*) as n from archives where institution = $1', [place.institution]))[0],
    ).toEqual({ n: 1 })
    const late = await cloud().push(admin, add(admin, place, 1))
    expect(late.results).toMatchObject([{ status: 'conflict', code: 'period_closed', theirs: { period: 2 } }])
  })

  it('are made once for one op, however often it arrives', async () => {
    const { admin, place } = await named('Oraș B', 'Gardă')
    const id = randomUUID()
    const first = await reset(admin, place, 1, { op: id })
    const again = await reset(admin, place, 1, { op: id, device: randomUUID() })
    expect(again.result).toMatchObject({ status: 'duplicate', first: first.result, version: first.after })
    const pushed = await cloud().push(admin, op(admin, 'points.reset', { institution: place.institution, period: 2 }))
    expect(pushed.results).toMatchObject([{ status: 'invalid', code: 'unknown_kind' }])
  })

  it('give a week back: points, rank, fields and people, after archiving the present one', async () => {
    const admin = await cloud().person('admin')
    const place = await cloud().place([5, 6, 7])
    const [kept = '', removed = '', moved = ''] = place.employees
    await cloud().sql(`update employees set rank = 1, fields = '{"CNP": "1"}' where id = $1`, [kept])
    const { archive } = await reset(admin, place)
    const there = await cloud().place()
    const later = randomUUID()
    await cloud().sql(`update employees set rank = null, fields = '{}', name = 'Alt nume', points = 2 where id = $1`, [
      kept,
    ])
    await cloud().sql('delete from employees where id = $1', [removed])
    await cloud().sql('update employees set institution = $2 where id = $1', [moved, there.institution])
    await cloud().sql(`insert into employees (id, institution, name, points) values ($1, $2, 'Nou', 4)`, [
      later,
      place.institution,
    ])
    const answer = await restore(admin, archive, 2)
    expect(answer.result.status).toBe('applied')
    expect(answer.archive).toMatchObject({ kind: 'before_restore', points: 6, employees: 2, period: 2 })
    const rows = await cloud().sql(
      'select id, name, points, rank, fields from employees where institution = $1 order by points, id',
      [place.institution],
    )
    expect(rows).toEqual([
      { id: later, name: 'Nou', points: 4, rank: null, fields: {} },
      { id: kept, name: 'Alt nume', points: 5, rank: 1, fields: { CNP: '1' } },
      { id: removed, name: 'Om 1', points: 6, rank: null, fields: {} },
    ])
    const entries = await cloud().sql(
      'select employee, effective, kind from point_entries where institution = $1 and period = 3 order by effective',
      [place.institution],
    )
    expect(entries.map(({ kind, effective }) => [kind, effective])).toEqual([
      ['restore', 4],
      ['restore', 5],
      ['restore', 6],
    ])
    expect(await points(there)).toEqual([0])
    const replaced = await restore(admin, archive, 3, true)
    expect(replaced.result.status).toBe('applied')
    expect(await points(place)).toHaveLength(2)
    expect((await restore(admin, archive, 3)).result).toMatchObject({
      code: 'already_reset',
      archive: replaced.archive,
    })
    expect((await restore(admin, { ...archive, id: randomUUID() } as ArchiveRow, 4)).result).toMatchObject({
      code: 'archive_gone',
    })
    await expectRecomputable(cloud())
  })

  it('of deleted places are seen by those who saw the city, and given back no more', async () => {
    const { admin, place } = await named('Oraș C', 'Gardă')
    const [cityPerson, placePerson] = [
      await cloud().person('user', [{ city: place.city, capability: 'view' }]),
      await cloud().person('user', [{ institution: place.institution, capability: 'reset' }]),
    ]
    await cloud().push(admin, op(admin, 'institution.delete', { institution: place.institution, seen: 1, after: [] }))
    const answer = await cloud().rpc<Delta>(cityPerson, 'sync_delta')
    const index = JSON.parse(answer.bodies[`archives:${place.institution}`] ?? '{}')
    expect(index).toMatchObject({
      city: place.city,
      names: { institution: 'Gardă' },
      archives: [{ kind: 'before_delete', points: 7 }],
    })
    expect(JSON.parse((await bodyOf(cityPerson, index.archives[0])).body)).toMatchObject({
      kind: 'before_delete',
      total_points: 7,
    })
    await expect(bodyOf(placePerson, index.archives[0])).rejects.toThrow('archive_gone')
    expect((await restore(admin, index.archives[0], 1)).result).toMatchObject({
      status: 'conflict',
      code: 'institution_gone',
    })
  })

  it('never change', async () => {
    const { admin, place } = await named('Oraș D', 'Gardă')
    const { archive } = await reset(admin, place)
    await expect(cloud().sql(`update archives set body = '{}' where id = $1`, [archive?.id])).rejects.toThrow(
      'never changes',
    )
  })
})
