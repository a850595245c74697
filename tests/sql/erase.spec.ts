import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { eraser, everything, known } from './erasing.ts'
import { expectRecomputable, sha256 } from './recompute.ts'
import { add, type Delta, op } from './shapes.ts'

describeCloud('erasing a person', (cloud) => {
  const { find, spots, erase, reset, rowsOf } = eraser(cloud)

  it('is for superusers, and so is the search', async () => {
    const { one } = await known(cloud())
    for (const person of [
      await cloud().person('admin'),
      await cloud().person('user', [{ capability: 'delete' }]),
      await cloud().person('viewer'),
    ]) {
      await expect(find(person, 'ștefana')).rejects.toThrow('denied')
      await expect(spots(person, { employee: one })).rejects.toThrow('denied')
      await expect(erase(person, [one])).rejects.toThrow('denied')
      await expect(cloud().rpc(person, 'erased_files')).rejects.toThrow('denied')
    }
    await expect(cloud().rpc(null, 'find_person', { query: 'xy' })).rejects.toThrow('permission denied')
    expect(await cloud().sql('select id from employees where id = $1', [one])).toHaveLength(1)
  })

  it('begins with a search over rosters and archives, of places that are gone too, without marks or capitals', async () => {
    const { superuser, place, one, word, nick } = await known(cloud())
    await reset(superuser, place)
    const query = word.toLowerCase().replace('ș', 's').replace('ț', 't')
    expect(await find(superuser, query)).toMatchObject([
      { employee: one, name: word, discord: nick, rosters: 1, archives: 1 },
    ])
    await cloud().sql('delete from cities where id = $1', [place.city])
    expect(await find(superuser, nick.slice(1))).toMatchObject([{ employee: one, rosters: 0, archives: 1 }])
    expect(await find(superuser, one)).toMatchObject([{ employee: one }])
    expect(await find(superuser, 'x')).toEqual([])
    expect(await find(superuser, '%')).toEqual([])
  })

  it('finds a person by id under every name, and who is called exactly so without that id', async () => {
    const { superuser, place, one, word, nick } = await known(cloud())
    await reset(superuser, place)
    await cloud().sql(`update employees set name = 'Altfel' where id = $1`, [one])
    await reset(superuser, place, 2)
    const doc = {
      rows: [
        { 'NUME IC': ` ${word} `, DISCORD: nick.toUpperCase(), PUNCTAJ: '7' },
        { 'NUME IC': word, DISCORD: 'altcineva' },
      ],
    }
    const old = randomUUID()
    await cloud().rpc(superuser, 'import_archives', { items: [{ id: old, institution: place.institution, doc }] })
    const list = await spots(superuser, { employee: one })
    expect(list.map(({ kind, employee }) => `${kind} ${String(employee)}`).sort()).toEqual(
      ['import null', `reset ${one}`, `reset ${one}`, `roster ${one}`].sort(),
    )
    expect(list[0]?.kind).toBe('roster')
    expect(list.filter(({ archive }) => archive === old)).toMatchObject([{ row: 1 }])
    expect(await spots(superuser, { name: word, discord: 'altcineva' })).toMatchObject([{ archive: old, row: 2 }])
  })

  it('leaves no name, nick or column anywhere in the database; points stay sums, hashes are sound, and it is one version', async () => {
    const { superuser, place, one, other, word, nick } = await known(cloud())
    const admin = await cloud().person('admin', [], 'Martor')
    const words = (text: string) =>
      add(admin, { institution: place.institution, employees: [other] }, 1, { reason: text })
    await cloud().push(
      admin,
      add(admin, place, 5, { reason: `pentru ${word}` }),
      words(`l-a ajutat pe ${word.toUpperCase()}, bine`),
      words(`cu\n${nick}.`),
      op(admin, 'employee.edit', {
        institution: place.institution,
        employee: one,
        set: { rank: [null, 1], name: [word, `${word} B`] },
      }),
      op(admin, 'employee.edit', {
        institution: place.institution,
        employee: one,
        set: { name: ['cineva', 'altcineva'], 'fields.CNP': ['1', '2'] },
      }),
    )
    const week = await reset(superuser, place)
    await cloud().sql(`select private.make_archive(i, 'backup') from institutions i where id = $1`, [place.institution])
    await cloud().push(admin, words(`iar ${word}`), add(admin, place, 2, { period: 2, reason: 'pentru toți' }))
    await cloud().rpc(superuser, 'log_sync', {
      entries: [{ id: randomUUID(), type: 'upload', status: 'failed', error: `x ${nick} y` }],
    })
    await cloud().sql(`select private.note('reset', jsonb_build_object('reason', 'din cauza lui ' || $1::text))`, [
      word,
    ])
    const before = await cloud().version()
    const held = await cloud().rpc<Delta>(admin, 'sync_delta')
    expect(await everything(cloud())).toContain(`29901${nick}`)
    const list = await spots(superuser, { employee: one })
    const dry = await erase(superuser, [one], rowsOf(list), { dry: true })
    expect(await cloud().version()).toBe(before)
    const answer = await erase(superuser, [one], rowsOf(list), { reason: `cererea lui ${word}` })
    expect(answer.done).toEqual(dry.done)
    expect(answer.done).toMatchObject({ people: 1, rows: 2, archives: 2 })
    expect([answer.before, answer.after, await cloud().version()]).toEqual([before, before + 1, before + 1])
    const left = await everything(cloud())
    const secrets = [word, word.toUpperCase(), nick, `29901${nick}`]
    expect(left.split('\n').filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
    await expectRecomputable(cloud())

    const rows = await cloud().sql(
      'select id, body, sha256, bytes, path, employees, points from archives where institution = $1',
      [place.institution],
    )
    for (const row of rows) {
      const doc = JSON.parse(String(row['body']))
      expect(sha256(String(row['body']))).toBe(row['sha256'])
      expect(Buffer.byteLength(String(row['body']))).toBe(row['bytes'])
      expect(doc.rows.reduce((sum: number, one: { PUNCTAJ: string }) => sum + Number(one.PUNCTAJ), 0)).toBe(
        doc.total_points,
      )
      expect(doc.rows).toHaveLength(doc.employee_count)
      expect(doc.revised_at).toMatch(/^\d{4}-\d\d-\d\dT/)
    }
    const now = rows.find(({ id }) => id === week.id)
    expect(now).toMatchObject({ employees: week.employees, points: week.points })
    expect(now?.['path']).not.toBe(week.path)
    const fresh = await cloud().rpc<Delta & { erased: string[] }>(admin, 'sync_delta', {
      since: held.version,
      root: held.root,
    })
    expect(fresh.erased).toEqual([one])
    expect(JSON.parse(fresh.bodies[`archives:${place.institution}`] ?? '{}').archives).toMatchObject([
      { id: week.id, sha256: now?.['sha256'], path: now?.['path'] },
    ])
    const ledger = await cloud().sql(
      'select sum(effective)::int as sum from point_entries where institution = $1 and period = 2 and employee = $2',
      [place.institution, one],
    )
    expect(ledger).toEqual([{ sum: 0 }])
    const audits = await cloud().sql(
      `select subject, institution, new from audit_log where action = 'person.erase' and subject = $1`,
      [one],
    )
    expect(audits).toMatchObject([{ institution: place.institution, new: { people: 1, reason: 'cererea lui […]' } }])
  })

  it('twice is once: nothing changes, and nothing more is noted', async () => {
    const { superuser, place, one } = await known(cloud())
    await reset(superuser, place)
    const rows = rowsOf(await spots(superuser, { employee: one }))
    const first = await erase(superuser, [one], rows)
    const state = await everything(cloud())
    const second = await erase(superuser, [one], rows)
    expect(second).toMatchObject({
      before: first.after,
      after: first.after,
      done: { people: 0, rows: 0, archives: 0, entries: 0, texts: 0, logs: 0 },
    })
    expect(await everything(cloud())).toBe(state)
  })

  it('touches nobody else: namesakes stay, rows that were not chosen stay, two letters are no name', async () => {
    const { superuser, place, one, other, word, nick } = await known(cloud())
    const [namesake, two] = [randomUUID(), randomUUID()]
    const insert = 'insert into employees (id, institution, name, discord, points) values ($1, $2, $3, $4, 2)'
    await cloud().sql(insert, [namesake, place.institution, word, 'altul'])
    await cloud().sql(insert, [two, place.institution, 'Jo', ''])
    await cloud().push(
      superuser,
      add(superuser, { institution: place.institution, employees: [other] }, 1, { reason: 'Jo, Joana' }),
    )
    await reset(superuser, place)
    await erase(superuser, [two], rowsOf(await spots(superuser, { employee: two })))
    expect(
      await cloud().sql(`select reason from point_entries where institution = $1 and employee = $2`, [
        place.institution,
        other,
      ]),
    ).toEqual([{ reason: 'Jo, Joana' }])
    await erase(
      superuser,
      [one],
      rowsOf((await spots(superuser, { employee: one })).filter(({ employee }) => employee === one)),
    )
    expect(await cloud().sql('select name, discord from employees where id = $1', [namesake])).toEqual([
      { name: word, discord: 'altul' },
    ])
    const [, kept] = await spots(superuser, { employee: namesake })
    expect(await spots(superuser, { employee: namesake })).toMatchObject([{ kind: 'roster' }, { kind: 'reset' }])
    const faces = 'select f.name, f.discord from archives a, private.archive_faces(a.body::jsonb) f where a.id = $1'
    expect(await cloud().sql(`${faces} and f.employee = $2`, [kept?.archive, namesake])).toEqual([
      { name: word, discord: 'altul' },
    ])
    expect(await everything(cloud())).not.toContain(nick)
    await expectRecomputable(cloud())
  })
})
