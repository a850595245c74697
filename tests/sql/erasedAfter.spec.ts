import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { describeCloud, type Person } from './cloud.ts'
import { eraser, known, oldProgram } from './erasing.ts'
import { putBack, runJobs } from './nights.ts'
import { add, type Envelope, op } from './shapes.ts'

describeCloud('after a person was erased', (cloud) => {
  const { find, spots, erase, reset, rowsOf } = eraser(cloud)

  it('what comes later about that person is refused, and nothing brings them back', async () => {
    const { superuser, place, one, word } = await known(cloud())
    const week = await reset(superuser, place)
    const held = await runJobs(cloud(), '2031-03-15T12:00:00Z')
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
    expect(results.map(({ code, theirs: { by, people, erased } = {} }) => [code, by, people, erased])).toEqual(
      Array.from({ length: 4 }, () => ['employee_gone', superuser.name, {}, true]),
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
    expect((await putBack(cloud(), superuser, held?.night ?? '')).results).toMatchObject([{ status: 'applied' }])
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
    // Of no archive that there is, and replaced by nothing.
    const stray = `Altundeva/${randomUUID()}.json`
    await cloud().sql(`insert into storage.objects (bucket_id, name) values ('arhiva', $1)`, [stray])
    const remove = (person: Person) =>
      cloud().as(person, (query) =>
        query(`delete from storage.objects where name = any ($1) returning name`, [[week.path, other.path, stray]]),
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
