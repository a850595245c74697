import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../local/client.ts'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { sampleFiles, sampleFolder } from '../fixtures/legacyFiles.ts'
import { copyOfSample, everything, importInto, makeRole, write } from './importRun.ts'

interface OldFile {
  rows: Record<string, string | number>[]
  ranks: Record<string, string>
}
const old = (text: string) => JSON.parse(text) as OldFile
const policePath = 'data/balcaniwest/BlackWater/Politie.json'

/** One cloud for the file, in order: the first import, then what later ones do to it. */
let cloud: Cloud
let first: Awaited<ReturnType<typeof importInto>>
beforeAll(async () => {
  cloud = await startCloud({ empty: true })
  await makeRole(cloud, demoPeople.admin.email, 'superuser')
  first = await importInto(cloud, sampleFolder)
})
afterAll(() => cloud.stop())

describe('the first import', () => {
  it('prints an aligned line for every file, what was refused and why, and the sum', () => {
    expect(first.code, first.output).toBe(0)
    for (const { path } of sampleFiles())
      expect(first.lines.filter((line) => line.startsWith(`${path} `))).toHaveLength(1)
    const table = first.lines.slice(0, 36)
    const column = table[0]?.indexOf('what') ?? 0
    for (const line of table) expect(line.slice(column - 2, column).trim()).toBe('')
    expect(first.output).toMatch(/BlackWater\/Politie\.json +11 +0 +213 {2}new institution, 11 people added\n/)
    expect(first.output).toMatch(
      /16-49-49_AFTER_RESET\.json +0 +0 +0 {2}refused: written after a reset, .* is missing\n/,
    )
    expect(first.lines.at(-1)).toBe('added: 36, already there: 0, refused: 1')
  })

  it('makes the rosters of the files', async () => {
    for (const { path, text } of sampleFiles().flatMap((file) =>
      'text' in file && file.path.startsWith('data/') ? [file] : [],
    )) {
      const [, , city = '', file = ''] = path.split('/')
      const name = file.replace('.json', '')
      const rows = await cloud.db(
        `select e.name, e.discord, e.rank, e.fields, e.points from cities c join institutions i on i.city = c.id
         join employees e on e.institution = i.id where c.name = $1 and i.name = $2 order by e.discord`,
        [city.replace('_', ' '), name],
      )
      const expected = old(text).rows.map((row) => ({
        name: row['NUME IC'],
        discord: row['DISCORD'],
        rank: Number(row['RANK']),
        fields: row['SERIE DE BULETIN'] ? { 'SERIE DE BULETIN': row['SERIE DE BULETIN'] } : {},
        points: Number(row['PUNCTAJ']),
      }))
      expect(rows).toEqual(expected.toSorted((a, b) => (String(a.discord) < String(b.discord) ? -1 : 1)))
      const [place] = await cloud.db(
        'select i.ranks from cities c join institutions i on i.city = c.id where c.name = $1 and i.name = $2',
        [city.replace('_', ' '), name],
      )
      expect(place).toEqual({ ranks: old(text).ranks })
    }
    expect(await cloud.db('select count(*)::int as n from employees')).toEqual([{ n: 13 }])
  })

  it('opens the ledgers with these points, dated as the old program did', async () => {
    expect(await cloud.db('select count(*)::int as n, sum(effective)::int as points from point_entries')).toEqual([
      { n: 11, points: 540 },
    ])
    const [entry] = await cloud.db<{ at: Date }>(
      `select client_at as at from point_entries e join employees p on p.id = e.employee where p.name = 'Irina Neagu'`,
    )
    expect(new Date(entry?.at ?? 0).toISOString()).toBe('2026-02-18T17:25:45.000Z')
  })

  it('puts every archive into storage, readable and with the hash the cloud names', async () => {
    const { accessToken } = await signIn(cloud.url, cloud.publishableKey, demoPeople.superuser.email, demoPassword)
    const archives = await cloud.db<{ path: string; sha256: string; uploaded: boolean; body: string }>(
      'select path, sha256, uploaded_at is not null as uploaded, body from archives',
    )
    expect(archives).toHaveLength(16)
    for (const { path, sha256, uploaded, body } of archives) {
      expect(uploaded, path).toBe(true)
      const headers = { apikey: cloud.publishableKey, authorization: `Bearer ${accessToken}` }
      const response = await fetch(`${cloud.url}/storage/v1/object/authenticated/arhiva/${path}`, { headers })
      const text = await response.text()
      expect(createHash('sha256').update(text).digest('hex'), path).toBe(sha256)
      expect(text).toBe(body)
    }
  })

  it('keeps the rows of an archive, its UTC time, and its people the ones of the roster', async () => {
    const [kept] = await cloud.db<{ body: string; at: Date; by: string; points: number }>(
      `select body, at, by, points::int from archives where path = 'BlackWater/Politie_2026-02-14_23-45-34.json'`,
    )
    const source = old(await readFile(join(sampleFolder, 'arhiva/BlackWater/Politie_2026-02-15_01-45-34.json'), 'utf8'))
    const body = JSON.parse(kept?.body ?? '') as OldFile & { ids: { employees: string[] } }
    const points = (file: OldFile) => file.rows.map((row) => [row['DISCORD'], row['PUNCTAJ'], row['ROLE']])
    expect(points(body)).toEqual(points(source))
    expect(kept).toMatchObject({ by: 'luca_8215', points: 143 })
    expect(await cloud.db('select name from employees where id = $1', [body.ids.employees[1]])).toEqual([
      { name: 'Dana Neagu' },
    ])
  })
})

describe('a later import', () => {
  it('adds nothing the second time', async () => {
    const before = await everything(cloud)
    const second = await importInto(cloud, sampleFolder)
    expect(second.code).toBe(0)
    expect(second.lines.at(-1)).toBe('added: 0, already there: 36, refused: 1')
    expect(await everything(cloud)).toEqual(before)
  })

  it('adds nothing when another superuser runs it', async () => {
    const before = await everything(cloud)
    const other = await importInto(cloud, sampleFolder, '--email', demoPeople.admin.email)
    expect(other.lines.at(-1), other.output).toBe('added: 0, already there: 36, refused: 1')
    expect(await everything(cloud)).toEqual(before)
  })

  it('reports what differs by now and changes nothing of it', async () => {
    const folder = await copyOfSample()
    const text = await readFile(join(folder, policePath), 'utf8')
    await write(folder, policePath, text.replace('"PUNCTAJ": "44"', '"PUNCTAJ": "45"'))
    const archive = 'arhiva/BlackWater/Politie_2026-02-15_01-14-36.json'
    await write(
      folder,
      archive,
      (await readFile(join(folder, archive), 'utf8')).replace('"PUNCTAJ": "11"', '"PUNCTAJ": "12"'),
    )
    const before = await everything(cloud)
    for (const email of [demoPeople.superuser.email, demoPeople.admin.email]) {
      const later = await importInto(cloud, folder, '--email', email)
      expect(later.output).toContain('10 people already there, 1 person already there, differs: not changed')
      expect(later.output).toContain('  Cristi Țurcanu: already there, differs: not changed')
      expect(later.lines.at(-1)).toBe('added: 0, already there: 34, differs (not changed): 2, refused: 1')
    }
    expect(await everything(cloud)).toEqual(before)
  })

  it('brings back neither points changed nor people deleted in the app', async () => {
    await cloud.db(`update employees set points = 99 where name = 'Dana Neagu'`)
    await cloud.db(`delete from employees where name = 'Luca Neagu'`)
    const again = await importInto(cloud, sampleFolder)
    expect(again.lines.at(-1)).toBe('added: 0, already there: 35, deleted since (not brought back): 1, refused: 1')
    expect(again.output).toContain('  Luca Neagu: deleted since: not brought back')
    expect(await cloud.db(`select name, points from employees where name in ('Dana Neagu', 'Luca Neagu')`)).toEqual([
      { name: 'Dana Neagu', points: 99 },
    ])
  })

  it('adds only the person and the archive that are new', async () => {
    const folder = await copyOfSample()
    const file = old(await readFile(join(folder, policePath), 'utf8'))
    const rows = [{ ...file.rows[0], DISCORD: 'nou_1', 'NUME IC': 'Om Nou', PUNCTAJ: '3' }, ...file.rows]
    await write(folder, policePath, JSON.stringify({ ...file, rows }))
    await write(
      folder,
      'arhiva/BlackWater/Politie_2026-03-29_03-30-00.json',
      JSON.stringify({ rows, archived_at: '2026-03-29 03:30:00' }),
    )
    const later = await importInto(cloud, folder)
    expect(later.lines.at(-1), later.output).toBe(
      'added: 2, already there: 35, deleted since (not brought back): 1, refused: 1',
    )
    expect(later.output).toContain('2026-03-29 03:30:00 never was (clocks went forward): taken as an hour later')
    expect(await cloud.db(`select points from employees where name = 'Om Nou'`)).toEqual([{ points: 3 }])
  })

  it('uploads the file of an archive whose upload was cut off', async () => {
    await cloud.db(`update archives set uploaded_at = null where id in (select id from archives order by at limit 3)`)
    const again = await importInto(cloud, sampleFolder)
    expect(again.code, again.output).toBe(0)
    expect(await cloud.db('select count(*)::int as n from archives where uploaded_at is null')).toEqual([{ n: 0 }])
  })

  it('takes archives alone, by the institutions of the cloud', async () => {
    const archives = await importInto(cloud, join(sampleFolder, 'arhiva'))
    expect(archives.lines.at(-1)).toBe('added: 0, already there: 16, refused: 1')
  })
})

it('brings back the week of an imported archive', async () => {
  const { accessToken } = await signIn(cloud.url, cloud.publishableKey, demoPeople.superuser.email, demoPassword)
  const [archive] = await cloud.db<{ id: string; period: number }>(
    `select a.id, i.period from archives a join institutions i on i.id = a.institution
     where a.path = 'Saint_Denis/Politie_2026-02-10_15-50-23.json'`,
  )
  const response = await fetch(`${cloud.url}/rest/v1/rpc/restore_archive`, {
    method: 'POST',
    headers: {
      apikey: cloud.publishableKey,
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ op: crypto.randomUUID(), archive: archive?.id, expected_period: archive?.period }),
  })
  expect(await response.json()).toMatchObject({ results: [{ status: 'applied' }] })
  const people = await cloud.db(
    `select e.name, e.rank, e.points, e.fields ->> 'SERIE DE BULETIN' as series from employees e
     join institutions i on i.id = e.institution join cities c on c.id = i.city where c.name = 'Saint Denis' order by e.name`,
  )
  expect(people).toEqual([
    { name: 'Irina Voicu', rank: 6, points: 7, series: 'C72Y87V2' },
    { name: 'Paul Drăgan', rank: 7, points: 0, series: 'K53P59F6' },
  ])
})
