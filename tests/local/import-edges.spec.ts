import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { institution, person } from '../fixtures/legacyFiles.ts'
import { emptyFolder, everything, importInto, write } from './importRun.ts'

let cloud: Cloud
let folder: string
beforeAll(async () => {
  cloud = await startCloud({ empty: true })
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  folder = await emptyFolder()
  await mkdir(join(folder, 'data/alfa/Oras'), { recursive: true })
})

describe('a folder with broken files', () => {
  it('gives a reason for each file and row, takes the rest, and succeeds', async () => {
    await write(
      folder,
      'data/alfa/Oras/Bun.json',
      institution([person(), person({ PUNCTAJ: '12 puncte' }), person({ PUNCTAJ: -1 })]),
    )
    await write(folder, 'data/alfa/Oras/Bom.json', `\ufeff[]`)
    await write(folder, 'data/alfa/Oras/Taiat.json', '{"rows": [')
    await write(folder, 'data/alfa/Oras/Latin.json', Uint8Array.from([0x5b, 0xe3, 0x5d]))
    await write(folder, 'data/alfa/Oras/Urias.json', ' '.repeat(16 * 1024 * 1024 + 1))
    await write(folder, 'data/alfa/Oras/note.txt', 'x')
    await symlink('/nowhere', join(folder, 'data/alfa/Oras/Legat.json'))
    const { code, output, lines } = await importInto(cloud, folder)
    expect(code, output).toBe(0)
    expect(output).toMatch(/Bun\.json +1 +2 +5 {2}new institution, 1 person added\n/)
    expect(output).toContain(
      '  row 2: refused: PUNCTAJ is not a number: 12 puncte\n  row 3: refused: PUNCTAJ is negative: -1\n',
    )
    expect(output).toMatch(/Bom\.json +0 +0 +0 {2}new institution, 1 warning\n/)
    expect(output).toMatch(/Taiat\.json .* refused: the file ends in the middle/)
    expect(output).toMatch(/Latin\.json .* refused: the file is not UTF-8 text/)
    expect(output).toMatch(/Urias\.json .* refused: the file is larger than 16 MiB/)
    expect(output).toMatch(/Legat\.json .* refused: the file cannot be read/)
    expect(output).toMatch(/note\.txt .* refused: the name of the file does not end in \.json/)
    expect(lines.at(-1)).toBe('added: 4, already there: 0, refused: 7')
  })

  it('goes into cities, institutions and people that were typed in by hand', async () => {
    await cloud.db(`insert into cities (id, name) values ('11111111-0000-4000-8000-000000000001', 'De Mână')`)
    await cloud.db(`insert into institutions (id, city, name, ranks, columns)
      values ('11111111-0000-4000-8000-000000000002', '11111111-0000-4000-8000-000000000001', 'politie', '{"1": "Ofițer"}', '[]')`)
    await cloud.db(`insert into employees (institution, name, discord, points)
      values ('11111111-0000-4000-8000-000000000002', 'ANA POP', 'ana_1', 2)`)
    await mkdir(join(folder, 'data/alfa/De_Mână'))
    await write(folder, 'data/alfa/De_Mână/Politie.json', institution([person(), person({ DISCORD: 'dan_2' })]))
    const { output, lines } = await importInto(cloud, folder)
    expect(lines.at(-1), output).toBe('added: 1, already there: 1, differs (not changed): 2, refused: 0')
    expect(output).toContain('its ranks or columns differ: not changed')
    const rows = await cloud.db(
      `select discord, points from employees where institution = '11111111-0000-4000-8000-000000000002' order by discord`,
    )
    expect(rows).toEqual([
      { discord: 'ana_1', points: 2 },
      { discord: 'dan_2', points: 5 },
    ])
  })
})

describe('more than one call holds', () => {
  it('goes in whole, and once', async () => {
    const rows = Array.from({ length: 1201 }, (_, n) =>
      person({ DISCORD: `om_${n}`, 'NUME IC': `Om ${n}`, PUNCTAJ: n }),
    )
    await write(folder, 'data/alfa/Oras/Multi.json', institution(rows))
    expect((await importInto(cloud, folder)).output).toMatch(
      /Multi\.json +1201 +0 +720600 {2}new institution, 1201 people added/,
    )
    expect((await importInto(cloud, folder)).lines.at(-1)).toBe('added: 0, already there: 1203, refused: 0')
  })
})

describe('a dry run', () => {
  it('shows the plan and sends nothing', async () => {
    await write(folder, 'data/alfa/Oras/Nou.json', institution([person()]))
    const before = await everything(cloud)
    const { code, lines } = await importInto(cloud, folder, '--dry-run')
    expect(code).toBe(0)
    expect(lines.slice(-2)).toEqual([
      'found: 1 city, 1 institution, 1 person, 0 archives; refused: 0 files, 0 rows',
      'nothing was sent (--dry-run)',
    ])
    expect(await everything(cloud)).toEqual(before)
  })
})

describe('a failure', () => {
  const fails = async (args: string[], expected: RegExp, at: { url: string } = cloud) => {
    const { code, lines } = await importInto(at, ...args)
    expect(code).toBe(1)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(expected)
  }

  it('is one line when there is no such folder', () =>
    fails(['/nowhere/at/all'], /^import: There is no folder \/nowhere\/at\/all$/))
  it('is one line when an option is unknown', () => fails(['x', '--nope'], /^import: Unknown option '--nope'/))

  it('is one line when the cloud is not running', () =>
    fails([folder], /^import: No cloud answers at http:\/\/127\.0\.0\.1:9\. Start it with npm start$/, {
      url: 'http://127.0.0.1:9',
    }))

  it('is one line when the password is wrong', () =>
    fails([folder, '--password', 'nope'], /^import: Sign-in refused \(400\): .*superuser@punctaj\.local/))

  it('is one line when the account is no superuser', async () => {
    await fails([folder, '--email', demoPeople.viewer.email], /^import: viewer@punctaj\.local is not a superuser/)
  })

  it("is one line when the key is not the cloud's", () => fails([folder, '--key', 'sb_publishable_other'], /^import: /))
})
