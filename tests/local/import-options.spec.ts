import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFolder } from '../../local/import/folder.ts'
import { readOptions } from '../../local/import/options.ts'
import { alignTable } from '../../local/import/table.ts'
import { sampleFiles, sampleFolder } from '../fixtures/legacyFiles.ts'

describe('the command line', () => {
  const read = (...args: string[]) => readOptions(args, { INIT_CWD: '/home/me' })

  it('means the embedded cloud and its superuser where it says nothing', () => {
    expect(read('old')).toEqual({
      dir: resolve('/home/me/old'),
      url: 'http://localhost:4173',
      email: 'superuser@punctaj.local',
      password: 'punctaj-demo',
      key: undefined,
      dryRun: false,
    })
  })

  it('takes the password from the environment, but rather from itself', () => {
    const env = { PUNCTAJ_PASSWORD: 'from env' }
    expect(readOptions(['x'], env)).toMatchObject({ password: 'from env' })
    expect(readOptions(['x', '--password', 'own'], env)).toMatchObject({ password: 'own' })
  })

  it('is refused in one line', () => {
    expect(() => read()).toThrow(/^Which folder\?/)
    expect(() => read('a', 'b')).toThrow(/^One folder at a time: a b$/)
    expect(() => read('a', '--url', 'here')).toThrow(/^--url here is not a URL$/)
    expect(() => read('a', '--nope')).toThrow(/^Unknown option '--nope' \(see --help\)$/)
    expect(read('--help')).toBe('help')
  })
})

describe('the folder', () => {
  const sorted = (files: { path: string }[]) => files.map(({ path }) => path).toSorted()

  it('is read whole, or the one part that is named', async () => {
    expect(sorted(await readFolder(sampleFolder))).toEqual(sorted(sampleFiles()))
    const data = sampleFiles().filter(({ path }) => path.startsWith('data/'))
    expect(sorted(await readFolder(join(sampleFolder, 'data')))).toEqual(sorted(data))
  })

  it('is refused in one line', async () => {
    await expect(readFolder('package.json')).rejects.toThrow(/^package\.json is not a folder$/)
    await expect(readFolder('src')).rejects.toThrow(/^src holds neither data\/ nor arhiva\/$/)
  })
})

it('aligns a table, numbers to the right', () => {
  expect(
    alignTable(
      ['ă', 'n', 'w'],
      [
        ['Iași', '7', 'x'],
        ['b', '10', ''],
      ],
      [1],
    ),
  ).toEqual(['ă      n  w', '----  --', 'Iași   7  x', 'b     10'])
})
