import { createPinia, setActivePinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import type { Picked } from '../../src/composables/import/pickedFiles.ts'
import { useImport } from '../../src/composables/import/useImport.ts'
import { setCurrentDb } from '../../src/db/current.ts'
import type { Role } from '../../src/domain/model.ts'
import { type Runtime, setRuntime } from '../../src/stores/runtime.ts'
import { useSession } from '../../src/stores/session.ts'
import { beforeImport, importArchives, importOps } from '../../src/sync/importing.ts'
import { archive, archivePath, dataPath, institution, person } from '../fixtures/legacyFiles.ts'
import { award, type Device, makePlace, openCloud, openDevice, type Person } from './world.ts'

/* An import as its page runs it, over the real engine and cloud. */

let cloud: Cloud
let device: Device
let job: ReturnType<typeof useImport>
const state = () => job.state.value

/** The page of somebody who has signed in on a device. */
async function signIn(who: Person & Role): Promise<void> {
  device = await openDevice(cloud, who)
  await device.sync()
  const { id: user, name } = demoPeople[who]
  const me = { id: user, name, discord_id: null, role: who, permissions: [] }
  useSession().state = { is: 'signed-in', user, me, email: null }
  setCurrentDb(device.db)
  const { engine, memory, online } = device
  setRuntime({
    beforeImport: () => beforeImport(engine, memory),
    importOps: (ops) => importOps(engine, ops),
    importArchives: (items) => importArchives(engine, online, items),
    rpc: (name, args) => online.rpc(name, args),
  } as Partial<Runtime> as Runtime)
  job = useImport()
  device.faults.calls.length = 0
}

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  await cloud.db('delete from public.cities')
  await cloud.db('delete from public.archives')
  await cloud.db('delete from public.applied_ops')
  setActivePinia(createPinia())
  await signIn('superuser')
})
afterEach(() => {
  job.clear()
  job.unsent.value = null
  setRuntime(null)
  setCurrentDb(null)
})

/** One call of the cloud fails, as if the network went. */
const cut = (name: string): void =>
  void (device.faults.at = (path, send) => (path === name ? Promise.reject(new TypeError('cut')) : send()))
const count = async (table: string) => (await cloud.db<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n

const picked = (texts: Record<string, string | Uint8Array<ArrayBuffer>>): Picked[] =>
  Object.entries(texts).map(([path, text]) => ({ path, file: new File([text], path.split('/').at(-1) ?? '') }))
/** Files of a city of the test's own: an institution's id, made of its names, is never used a second time. */
let city = ''
let sample: Record<string, string> = {}
let turn = 0
beforeEach(() => {
  city = `Oras ${String(++turn)}`
  sample = {
    [`Punctaj/${inCity(dataPath)}`]: institution([person(), person({ DISCORD: 'x', PUNCTAJ: 'mult' })]),
    [`Punctaj/${inCity(archivePath)}`]: archive([person()], { city }),
    'Punctaj/citeste.exe': 'MZ',
  }
})
const inCity = (path: string) => path.replace('Oras', city)
const result = (now = state()) => ('result' in now ? now.result : null)

describe('an import in the app', () => {
  it('shows what it found before anything is sent', async () => {
    await job.take(picked(sample))
    expect(state()).toMatchObject({
      is: 'preview',
      code: null,
      skipped: 1,
      preview: { people: { fresh: 1 }, archives: { fresh: 1 }, refused: [] },
    })
    expect(device.faults.calls).not.toContain('rpc/sync_push')
  })

  it('is done when all was sent, and adds nothing the second time', async () => {
    await job.take(picked(sample))
    await job.send()
    expect(state()).toMatchObject({ is: 'done', result: { added: 4, there: 0, refused: 1, exceptions: [] } })
    const before = [await count('public.applied_ops'), await count('public.archives')]
    expect(before).toEqual([3, 1])
    await job.take(picked(sample))
    expect(state()).toMatchObject({ is: 'preview', preview: { people: { fresh: 0, there: 1 } } })
    await job.send()
    expect(result()).toMatchObject({ added: 0, there: 4, differs: 0 })
    expect([await count('public.applied_ops'), await count('public.archives')]).toEqual(before)
  })

  it('goes into the places and people that are there under the same names', async () => {
    const { first } = await makePlace(device, city.toUpperCase(), ['Ana Pop'])
    await cloud.db(`update public.institutions set name = 'politie'`)
    await cloud.db(`update public.employees set discord = 'ana_1' where id = $1`, [first])
    await job.take(picked(sample))
    expect(state()).toMatchObject({
      preview: { cities: { there: 1 }, institutions: { differs: 1 }, people: { differs: 1 }, archives: { fresh: 1 } },
    })
  })

  it('goes into what somebody else has made meanwhile', async () => {
    await job.take(picked(sample))
    const other = await openDevice(cloud)
    await other.sync()
    await makePlace(other, city, [])
    await cloud.db(`update public.institutions set name = 'Politie'`)
    await job.send()
    // Only a point that is no number is refused; the city and the institution are there.
    expect(result()).toMatchObject({ added: 2, there: 1, differs: 1, refused: 1 })
    expect([await count('public.cities'), await count('public.institutions')]).toEqual([1, 1])
  })

  it('sends own edits first, which may be about the same places', async () => {
    const { institution: there, first } = await makePlace(device, 'Alt oraș')
    await job.take(picked(sample))
    await device.mutate(award(there, first, 5))
    await job.send()
    const ops = await cloud.db<{ kind: string }>('select kind from public.applied_ops order by version, id')
    // Three made the place; within one call the order is that of the ids.
    expect(ops.map(({ kind }) => kind).indexOf('points.add')).toBe(3)
    expect(ops).toHaveLength(7)
  })

  it('that fails in the middle says so, keeps what was sent, and goes on from there', async () => {
    await job.take(picked(sample))
    cut('rpc/import_archives')
    await job.send()
    expect(state()).toMatchObject({ is: 'halted', code: 'offline', result: { added: 3 } })
    device.faults.at = null
    await job.send()
    expect(state()).toMatchObject({ is: 'done', result: { added: 4, there: 0, refused: 1 } })
  })

  it('that is stopped ends after the call that is under way', async () => {
    const many = Array.from({ length: 600 }, (_, n) => person({ DISCORD: `om_${n}`, 'NUME IC': `Om ${n}` }))
    await job.take(picked({ [inCity(dataPath)]: institution(many) }))
    device.faults.at = (path, send) => {
      if (path === 'rpc/sync_push') {
        job.stop()
        expect(state()).toMatchObject({ is: 'sending', stopping: true })
      }
      return send()
    }
    await job.send()
    expect(state()).toMatchObject({ is: 'halted', code: null, done: 250, total: 602 })
    expect(await count('public.applied_ops')).toBe(250)
    device.faults.at = null
    await job.send()
    expect(state()).toMatchObject({ is: 'done', result: { added: 602 } })
  })

  it('whose reading is stopped is forgotten', async () => {
    const taking = job.take(picked(sample))
    job.stop()
    await taking
    expect(state()).toEqual({ is: 'empty' })
  })

  it('takes no archives of somebody who may not import them, and says so of each', async () => {
    await signIn('admin')
    await job.take(picked(sample))
    expect(state()).toMatchObject({
      preview: {
        archives: { fresh: 0 },
        refused: [{ path: inCity(archivePath), issues: [{ code: 'superuser_only' }] }],
      },
    })
    await job.send()
    expect(device.faults.calls).not.toContain('rpc/import_archives')
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
    const { preview } = state() as Extract<ReturnType<typeof state>, { is: 'preview' }>
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
    const { questions } = state() as Extract<ReturnType<typeof state>, { is: 'asking' }>
    expect(questions).toMatchObject([{ paths: ['Politie.json'], suggestion: { city: '', institution: 'Politie' } }])
    await job.answer(new Map(questions.map(({ key }) => [key, { city: 'Iași', institution: 'Poliția' }])))
    expect(state()).toMatchObject({
      is: 'preview',
      preview: { places: [{ city: 'Iași', institution: 'Poliția' }] },
    })
  })

  it('of unsent edits go another way, and leave this page as it was', async () => {
    await job.take(picked({ 'x.json': JSON.stringify({ format: 'punctaj-unsent', version: 1 }) }))
    expect(job.unsent.value?.name).toBe('x.json')
    expect(state()).toEqual({ is: 'empty' })
  })
})

describe('without the cloud', () => {
  it('shows what it found by the places that this device knows, and compares it later', async () => {
    await makePlace(device, 'Iași')
    device.faults.at = () => Promise.reject(new TypeError('offline'))
    const alone = archive([person()], { city: 'Iași', institution: 'Poliția' })
    await job.take(picked({ 'arhiva/Iași/Poliția_2026-02-15_01-14-36.json': alone }))
    expect(state()).toMatchObject({ is: 'preview', code: 'offline', preview: { archives: { unknown: 1 } } })
    device.faults.at = null
    await job.compare()
    expect(state()).toMatchObject({ is: 'preview', code: null, preview: { archives: { fresh: 1, unknown: 0 } } })
  })
})

describe('an import', () => {
  it('is its person’s: who signs in after them finds nothing of it', async () => {
    await job.take(picked(sample))
    const theirs = job
    await signIn('admin')
    expect(job).not.toBe(theirs)
    expect([state(), theirs.state.value]).toEqual([{ is: 'empty' }, { is: 'empty' }])
  })
})
