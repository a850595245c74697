// @vitest-environment happy-dom
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Picked } from '../../src/composables/import/pickedFiles.ts'
import { useImport } from '../../src/composables/import/useImport.ts'
import { setCurrentDb } from '../../src/db/current.ts'
import { openDb } from '../../src/db/open.ts'
import type { Role } from '../../src/domain/model.ts'
import { type Runtime, setRuntime } from '../../src/stores/runtime.ts'
import { useSession } from '../../src/stores/session.ts'
import { fill, user } from '../db/filled.ts'
import { archive, archivePath, dataPath, institution, person } from '../fixtures/legacyFiles.ts'
import { MemoryCloud } from './memoryCloud.ts'

const job = useImport()
const { state } = job
let cloud: MemoryCloud

function signIn(role: Role): void {
  const me = { id: 'me', name: 'Ștefan', discord_id: null, role, permissions: [] }
  useSession().state = { is: 'signed-in', user: 'me', me, email: null }
}

beforeEach(() => {
  setActivePinia(createPinia())
  signIn('superuser')
  cloud = new MemoryCloud()
  setRuntime(cloud.runtime() as Runtime)
})
afterEach(() => {
  job.clear()
  job.unsent.value = null
  setRuntime(null)
})

const picked = (texts: Record<string, string | Uint8Array<ArrayBuffer>>): Picked[] =>
  Object.entries(texts).map(([path, text]) => ({ path, file: new File([text], path.split('/').at(-1) ?? '') }))
const sample = {
  [`Punctaj/${dataPath}`]: institution([person(), person({ DISCORD: 'x', PUNCTAJ: 'mult' })]),
  [`Punctaj/${archivePath}`]: archive([person()]),
  'Punctaj/citeste.exe': 'MZ',
}
const result = () => ('result' in state.value ? state.value.result : null)

describe('an import in the app', () => {
  it('shows what it found before anything is sent', async () => {
    await job.take(picked(sample))
    expect(state.value).toMatchObject({
      is: 'preview',
      code: null,
      skipped: 1,
      preview: { people: { fresh: 1 }, archives: { fresh: 1 }, refused: [] },
    })
    expect(cloud.calls).not.toContain('importOps')
  })

  it('is done when all was sent, and adds nothing the second time', async () => {
    await job.take(picked(sample))
    await job.send()
    expect(state.value).toMatchObject({ is: 'done', result: { added: 4, there: 0, refused: 1, exceptions: [] } })
    const before = [cloud.ops.size, cloud.archives.size]
    await job.take(picked(sample))
    expect(state.value).toMatchObject({ is: 'preview', preview: { people: { fresh: 0, there: 1 } } })
    await job.send()
    expect(result()).toMatchObject({ added: 0, there: 4, differs: 0 })
    expect([cloud.ops.size, cloud.archives.size]).toEqual(before)
  })

  it('goes into the places and people that are there under the same names', async () => {
    cloud.directory = {
      cities: [{ id: 'c', name: 'ORAS', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'politie', place: null }],
    }
    const employees = [
      { id: 'e', name: 'Ana Pop', discord: 'ana_1', rank: 1, fields: {}, points: 99, rev: 1, touched: 0 },
    ]
    cloud.rosters.set('i', { institution: 'i', period: 1, ranks: {}, columns: [], employees })
    await job.take(picked(sample))
    expect(state.value).toMatchObject({
      preview: { cities: { there: 1 }, institutions: { differs: 1 }, people: { differs: 1 }, archives: { fresh: 1 } },
    })
  })

  it('sends own edits first, which may be about the same places', async () => {
    await job.take(picked(sample))
    await job.send()
    expect(cloud.calls.indexOf('beforeImport')).toBeGreaterThan(0)
    expect(cloud.calls.indexOf('beforeImport')).toBeLessThan(cloud.calls.indexOf('importOps'))
  })

  it('that fails in the middle says so, keeps what was sent, and goes on from there', async () => {
    await job.take(picked(sample))
    cloud.fault = { code: 'offline', after: 3 } // own edits, directory, ops; then the archives fail
    await job.send()
    expect(state.value).toMatchObject({ is: 'halted', code: 'offline', result: { added: 3 } })
    cloud.fault = null
    await job.send()
    expect(state.value).toMatchObject({ is: 'done', result: { added: 4, there: 0, refused: 1 } })
  })

  it('that is stopped ends after the call that is under way', async () => {
    const many = Array.from({ length: 600 }, (_, n) => person({ DISCORD: `om_${n}`, 'NUME IC': `Om ${n}` }))
    await job.take(picked({ [dataPath]: institution(many) }))
    cloud.hear = (name) => {
      if (name !== 'importOps') return
      job.stop()
      expect(state.value).toMatchObject({ is: 'sending', stopping: true })
    }
    await job.send()
    expect(state.value).toMatchObject({ is: 'halted', code: null, done: 250, total: 602 })
    expect(cloud.ops.size).toBe(250)
    cloud.hear = () => undefined
    await job.send()
    expect(state.value).toMatchObject({ is: 'done', result: { added: 602 } })
  })

  it('whose reading is stopped is forgotten', async () => {
    const taking = job.take(picked(sample))
    job.stop()
    await taking
    expect(state.value).toEqual({ is: 'empty' })
  })

  it('takes no archives of somebody who may not import them, and says so of each', async () => {
    signIn('admin')
    await job.take(picked(sample))
    expect(state.value).toMatchObject({
      preview: { archives: { fresh: 0 }, refused: [{ path: archivePath, issues: [{ code: 'superuser_only' }] }] },
    })
    await job.send()
    expect(cloud.calls).not.toContain('importArchives')
  })
})

describe('files that are not what was meant', () => {
  it('are each told why', async () => {
    const broken = new Uint8Array([0x5b, 0xe3, 0x5d])
    await job.take([
      ...picked({
        'data/a/Oras/Latin.json': broken,
        'data/a/Oras/Taiat.json': '{"rows": [',
        'data/a/Oras/note.txt': 'x',
      }),
      { path: 'data/a/Oras/Urias.json', file: Object.defineProperty(new File([], 'x'), 'size', { value: 17_000_000 }) },
      { path: 'data/a/Oras/Inchis.json', file: null },
    ])
    const { preview } = state.value as Extract<typeof state.value, { is: 'preview' }>
    expect(preview.refused.map(({ path, issues }) => [path.slice(12), issues[0]?.code])).toEqual([
      ['Inchis.json', 'unreadable'],
      ['Latin.json', 'not_utf8'],
      ['Taiat.json', 'truncated'],
      ['Urias.json', 'too_large'],
      ['note.txt', 'not_json_name'],
    ])
  })

  it('are asked about when they stand outside their folders', async () => {
    await job.take(picked({ 'Politie.json': institution([person()]) }))
    const { questions } = state.value as Extract<typeof state.value, { is: 'asking' }>
    expect(questions).toMatchObject([{ paths: ['Politie.json'], suggestion: { city: '', institution: 'Politie' } }])
    await job.answer(new Map(questions.map(({ key }) => [key, { city: 'Iași', institution: 'Poliția' }])))
    expect(state.value).toMatchObject({
      is: 'preview',
      preview: { places: [{ city: 'Iași', institution: 'Poliția' }] },
    })
  })

  it('of unsent edits go another way, and leave this page as it was', async () => {
    await job.take(picked({ 'x.json': JSON.stringify({ format: 'punctaj-unsent', version: 1 }) }))
    expect(job.unsent.value?.name).toBe('x.json')
    expect(state.value).toEqual({ is: 'empty' })
  })
})

describe('without the cloud', () => {
  it('shows what it found by the places that this device knows, and compares it later', async () => {
    const db = await openDb(user, { indexedDB: new IDBFactory(), IDBKeyRange })
    await fill(db)
    setCurrentDb(db)
    cloud.fault = { code: 'offline', after: 0 }
    const alone = archive([person()], { city: 'Iași', institution: 'Poliția' })
    await job.take(picked({ 'arhiva/Iași/Poliția_2026-02-15_01-14-36.json': alone }))
    expect(state.value).toMatchObject({ is: 'preview', code: 'offline', preview: { archives: { unknown: 1 } } })
    cloud.fault = null
    cloud.directory = {
      cities: [{ id: 'c', name: 'Iași', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'Poliția', place: null }],
    }
    await job.compare()
    expect(state.value).toMatchObject({ is: 'preview', code: null, preview: { archives: { fresh: 1, unknown: 0 } } })
    setCurrentDb(null)
  })
})
