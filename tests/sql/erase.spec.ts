import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Cloud, describeCloud, type Person, type Place } from './cloud.ts'
import { expectRecomputable, sha256 } from './recompute.ts'
import { add, type ArchiveRow, type Delta, type Envelope, op } from './shapes.ts'

interface Found {
  employee: string | null
  name: string
  discord: string
  rosters: number
  archives: number
}
interface Spot {
  archive: string | null
  row: number | null
  employee: string | null
  kind: string
  title: string
}
type Erased = Envelope & { erased?: string[]; done: Record<string, number> }

const oldProgram = fileURLToPath(new URL('../fixtures/legacy/', import.meta.url))
const columns = '["CNP"]'

/** Everything that the database holds, as text: of the project's own tables, wherever they are. */
async function everything(cloud: Cloud): Promise<string> {
  const tables = await cloud.sql(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'private')`,
  )
  const texts = await Promise.all(
    tables.map(({ name }) =>
      cloud.sql(`select coalesce(string_agg(t::text, E'\\n'), '') as text from ${String(name)} t`),
    ),
  )
  return texts.map(([row]) => String(row?.['text'])).join('\n')
}

/** Somebody with a name of their own in an institution with others, who did all that leaves a name behind. */
async function known(cloud: Cloud, word = `Ștefana${randomUUID().slice(0, 4)} Țurcanu`) {
  const superuser = await cloud.person('superuser', [], 'Șef')
  const place = await cloud.place([3, 4])
  const [one = '', other = ''] = place.employees
  const nick = `nick_${randomUUID().slice(0, 8)}`
  await cloud.sql(`update institutions set columns = $2 where id = $1`, [place.institution, columns])
  await cloud.sql(
    `update employees set name = $2, discord = $3, fields = jsonb_build_object('CNP', '29901' || $3::text) where id = $1`,
    [one, word, nick],
  )
  await cloud.sql(`update employees set fields = jsonb_build_object('CNP', 'soțul ' || $2::text) where id = $1`, [
    other,
    word,
  ])
  return { superuser, place, one, other, word, nick }
}

describeCloud('erasing a person', (cloud) => {
  const find = (person: Person, query: string) => cloud().rpc<Found[]>(person, 'find_person', { query })
  const spots = (person: Person, args: { employee?: string; name?: string; discord?: string }) =>
    cloud().rpc<Spot[]>(person, 'person_places', args)
  const erase = (person: Person, employees: string[], rows: object[] = [], more: object = {}) =>
    cloud().as(person, async (query) => {
      const args = { reason: '', dry: false, ...more }
      const [row] = await query(
        'select public.erase_person(employees => $1::uuid[], rows => $2::jsonb, reason => $3, dry => $4) as answer',
        [employees, JSON.stringify(rows), args.reason, args.dry],
      )
      return row?.['answer'] as Erased
    })
  const reset = (person: Person, { institution }: Place, period = 1) =>
    cloud()
      .rpc<Envelope>(person, 'reset_points', { op: randomUUID(), institution, expected_period: period })
      .then(({ results }) => results[0]?.archive as ArchiveRow)
  const rowsOf = (list: Spot[]) => list.flatMap(({ archive, row }) => (archive === null ? [] : [{ archive, row }]))

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
    expect(await spots(superuser, { employee: namesake })).toMatchObject([{ kind: 'roster' }, { kind: 'reset' }])
    expect(await everything(cloud())).not.toContain(nick)
    await expectRecomputable(cloud())
  })

  it('what comes later about that person is refused, and nothing brings them back', async () => {
    const { superuser, place, one, word } = await known(cloud())
    const week = await reset(superuser, place)
    await erase(superuser, [one])
    const { institution } = place
    const { results } = await cloud().push(
      superuser,
      add(superuser, { institution, employees: [one] }, 1, { period: 2 }),
      op(superuser, 'employee.edit', { institution, employee: one, set: { name: [word, 'x'] } }),
      op(superuser, 'employee.delete', { institution, employee: one, seen: 1, after: [] }),
      op(superuser, 'employee.create', {
        institution,
        employee: one,
        name: word,
        discord: '',
        rank: null,
        fields: {},
        points: 0,
      }),
    )
    expect(results.map(({ code, theirs }) => [code, theirs?.['by'], theirs?.['people']])).toEqual(
      Array.from({ length: 4 }, () => ['employee_gone', superuser.name, {}]),
    )
    // The archive was left alone, and a restore brings back the others.
    const back = await cloud().rpc<Envelope>(superuser, 'restore_archive', {
      op: randomUUID(),
      archive: week.id,
      expected_period: 2,
    })
    expect(back.results).toMatchObject([{ status: 'applied' }])
    expect(await cloud().sql('select id from employees where institution = $1', [institution])).toEqual([
      { id: place.employees[1] },
    ])
    const doc = { rows: [{ 'NUME IC': word, DISCORD: 'd', PUNCTAJ: '1' }], ids: { employees: [one] } }
    const again = randomUUID()
    await cloud().rpc(superuser, 'import_archives', { items: [{ id: again, institution, doc }] })
    const [row] = await cloud().sql('select body from archives where id = $1', [again])
    expect(String(row?.['body'])).not.toContain(word)
  })

  it('takes people of the old program, who have no id, by their rows', async () => {
    const superuser = await cloud().person('superuser')
    const { institution } = await cloud().place()
    const text = await readFile(`${oldProgram}arhiva/BlackWater/Politie_2026-02-15_02-10-28.json`, 'utf8')
    const id = randomUUID()
    await cloud().rpc(superuser, 'import_archives', { items: [{ id, institution, doc: JSON.parse(text) }] })
    const [person] = await find(superuser, 'Ștefan Țurcanu')
    expect(person).toMatchObject({ employee: null, discord: 'matei_8397' })
    const list = await spots(superuser, { name: person?.name ?? '', discord: person?.discord ?? '' })
    expect(list).toMatchObject([{ archive: id, row: 2, employee: null }])
    expect((await erase(superuser, [], rowsOf(list))).done).toMatchObject({ people: 0, rows: 1, archives: 1 })
    const [row] = await cloud().sql('select body, employees, points from archives where id = $1', [id])
    const [was, is] = [JSON.parse(text), JSON.parse(String(row?.['body']))]
    expect(is.rows[1]).toEqual({
      DISCORD: '',
      'NUME IC': '',
      'SERIE DE BULETIN': '',
      RANK: '',
      ROLE: '',
      PUNCTAJ: '45',
      ULTIMA_MOD: '',
    })
    expect(is.rows[0]).toEqual(was.rows[0])
    expect(row?.['employees']).toBe(was.rows.length)
    expect(String(row?.['body'])).not.toContain('matei_8397')
  })

  it('is the only way to rewrite an archive or a log, while it lasts', async () => {
    const { superuser, place, one } = await known(cloud())
    const week = await reset(superuser, place)
    await erase(superuser, [one], rowsOf(await spots(superuser, { employee: one })))
    const writes = [
      `update archives set body = '{}' where id = '${week.id}'`,
      `update archives set path = 'x' where id = '${week.id}'`,
      `update audit_log set new = null`,
      `update sync_log set error_message = null`,
    ]
    for (const write of writes) {
      await expect(cloud().sql(write), write).rejects.toThrow(/never changes|not allowed/)
      await expect(
        cloud().as(superuser, (query) => query(write)),
        write,
      ).rejects.toThrow(/permission denied/)
      const server = cloud().db.transaction(async (query) => {
        await query('set local role service_role')
        await query(write)
      })
      await expect(server, write).rejects.toThrow(/permission denied|never changes|not allowed/)
    }
    for (const role of ['authenticated', 'service_role']) {
      const opened = cloud().db.transaction(async (query) => {
        await query(`set local role ${role}`)
        await query('insert into private.erasing values (txid_current())')
      })
      await expect(opened).rejects.toThrow(/permission denied/)
    }
    // What an archive is of stays, even in an erasure.
    const moved = cloud().db.transaction(async (query) => {
      await query('insert into private.erasing values (txid_current())')
      await query(`update archives set points = points + 1 where id = '${week.id}'`)
    })
    await expect(moved).rejects.toThrow('never changes')
  })

  it('the replaced files are removed by superusers only, and nobody else’s are', async () => {
    const { superuser, place, one } = await known(cloud())
    const [admin, week, other] = [
      await cloud().person('admin'),
      await reset(superuser, place),
      await reset(superuser, await cloud().place([1])),
    ]
    const upload = (person: Person, path: string, size: number) =>
      cloud().as(person, (query) =>
        query(`insert into storage.objects (bucket_id, name, metadata) values ('arhiva', $1, $2)`, [
          path,
          JSON.stringify({ size }),
        ]),
      )
    for (const { id, path, bytes } of [week, other]) {
      await upload(superuser, path, bytes)
      await cloud().rpc(superuser, 'archive_uploaded', { id })
    }
    const remove = (person: Person) =>
      cloud().as(person, (query) =>
        query(`delete from storage.objects where name = any ($1) returning name`, [[week.path, other.path]]),
      )
    expect(await remove(superuser)).toEqual([])
    await erase(superuser, [one], rowsOf(await spots(superuser, { employee: one })))
    const files = () =>
      cloud()
        .rpc<{ left: string[] }>(superuser, 'erased_files')
        .then(({ left }) => left.filter((path) => [week.path, other.path].includes(path)))
    expect(await files()).toEqual([week.path])
    await expect(upload(superuser, week.path.replace('.json', '_x.json'), 1)).rejects.toThrow(/row-level security/)
    expect(await cloud().rpc<{ id: string }[]>(superuser, 'archives_missing')).toContainEqual(
      expect.objectContaining({ id: week.id }),
    )
    const seen = (person: Person) =>
      cloud().as(person, (query) => query(`select name from storage.objects where name = $1`, [week.path]))
    expect(await seen(admin)).toEqual([])
    expect(await remove(admin)).toEqual([])
    expect(await remove(superuser)).toEqual([{ name: week.path }])
    expect(await files()).toEqual([])
    await expect(upload(superuser, week.path, 1)).rejects.toThrow(/row-level security/)
  })

  it('refuses what makes no sense', async () => {
    const { superuser } = await known(cloud())
    await expect(cloud().rpc(superuser, 'erase_person', { employees: ['x'] })).rejects.toThrow(/uuid/)
    await expect(erase(superuser, [], [1] as never)).rejects.toThrow('bad_op')
    await expect(
      erase(
        superuser,
        Array.from({ length: 101 }, () => randomUUID()),
      ),
    ).rejects.toThrow('too_large')
    await expect(erase(superuser, [], [], { reason: 'x'.repeat(501) })).rejects.toThrow('too_large')
    const nobody = await erase(superuser, [randomUUID()])
    expect(nobody.before).toBe(nobody.after)
  })
})
