import {
  IDBFactory,
  IDBKeyRange,
  IDBObjectStore as FDBObjectStore,
  IDBTransaction as FDBTransaction,
} from 'fake-indexeddb'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteDraft, listDrafts, writeDraft } from '../../src/db/drafts.ts'
import { DraftWriter, flushDrafts } from '../../src/db/draftWriter.ts'
import { mutate } from '../../src/db/mutate.ts'
import { openDb, wipeDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { localStore } from '../../src/db/store.ts'
import { formKinds, formName, parseFormName } from '../../src/domain/formName.ts'

const user = '5a1e0000-0000-4000-8000-000000000001'
const institution = '5a1e0000-0000-4000-8000-00000000000a'
const other = '5a1e0000-0000-4000-8000-00000000000d'
const city = '5a1e0000-0000-4000-8000-00000000000b'
const employee = '5a1e0000-0000-4000-8000-00000000000c'
const key = `${formName('employee', institution, employee)}~1`
let db: PunctajDb
let failures: unknown[]

/** Makes the given institutions all that this person sees. */
async function see(version: number, ...institutions: string[]) {
  const store = localStore(db)
  const { session, head } = await store.state()
  const me = { id: user, name: 'Eu', role: 'superuser', permissions: [], discord_id: null }
  const places = institutions.map((id) => ({ id, city, name: id }))
  const bodies = {
    [`me:${user}`]: me,
    directory: { cities: [{ id: city, name: 'Iași' }], institutions: places },
    ...Object.fromEntries(
      institutions.map((id) => [`roster:${id}`, { institution: id, period: 1, ranks: {}, columns: [], employees: [] }]),
    ),
  }
  const rows = Object.entries(bodies).map(([name, body]) => ({
    key: name,
    hash: `${name}#${version}`,
    text: JSON.stringify(body),
  }))
  const next = Object.fromEntries(rows.map(({ key: name, hash }) => [name, { version, hash, bytes: 1 }]))
  const to = { version, root: `r${version}`, epoch: 0, nonce: '', view_root: '', me: '' }
  const rest = {
    policy: 'strict' as const,
    minClient: 1,
    keep: null,
    contained: [],
    lost: [],
    changedBy: null,
  }
  await store.prepare({ session, base: head?.stamp ?? null, head: to, next, ...rest }, rows)
  await store.apply()
}

const writer = (of = key) => new DraftWriter(db, of, (error) => failures.push(error))
const values = async () => (await listDrafts(db)).map(({ value }) => value)
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

beforeEach(async () => {
  failures = []
  db = await openDb(user, { indexedDB: new IDBFactory(), IDBKeyRange })
  await see(1, institution, other)
})

describe('a name', () => {
  test('tells form, place and subject, also with the page that wrote it', () => {
    for (const form of formKinds) {
      expect(parseFormName(`${formName(form, institution, 'x')}~ab12`)).toEqual({ form, institution, about: 'x' })
      expect(parseFormName(formName(form))).toEqual({ form, institution: null, about: '' })
    }
    for (const bad of ['', 'employee', 'unheard::', 'employee:nobody:']) expect(parseFormName(bad)).toBeNull()
  })
})

describe('typing', () => {
  test('is written with its first letter, and of what comes at once only the last', async () => {
    const puts = vi.spyOn(FDBObjectStore.prototype, 'put')
    const one = writer()
    one.write({ name: 'A' })
    await vi.waitFor(async () => expect(await values()).toEqual([{ name: 'A' }]), { interval: 5 })
    for (const name of ['An', 'Ana', 'Anab']) one.write({ name })
    await vi.waitFor(async () => expect(await values()).toEqual([{ name: 'Anab' }]))
    expect(puts).toHaveBeenCalledTimes(2)
  })

  test('goes to the browser with its commit, and in the last task of the page without waiting for anything', async () => {
    const one = writer()
    one.write({ name: 'A' })
    // The page ends before a word of that write comes back.
    one.write({ name: 'An' })
    const commits = vi.spyOn(FDBTransaction.prototype, 'commit')
    one.end()
    for (let task = 0; task < 20; task++) await Promise.resolve()
    expect(commits).toHaveBeenCalledTimes(2)
    await vi.waitFor(async () => expect(await values()).toEqual([{ name: 'An' }]))
    await one.flush()
    await deleteDraft(db, key)
    one.end()
    await one.flush()
    expect(await values()).toEqual([])
  })

  test('that an edit has taken along is not written after it', async () => {
    const one = writer()
    one.write({ name: 'A' })
    await one.flush()
    one.write({ name: 'An' })
    await mutate(db, [{ kind: 'city.create', city: other, name: 'Cluj' }], one.taken())
    one.end()
    await pause(150)
    expect(await values()).toEqual([])
    one.write({ name: 'Ana' })
    await one.flush()
    expect(await values()).toEqual([{ name: 'Ana' }])
  })

  test('is written at once when the page may end, in every open form', async () => {
    const [one, two] = [writer(), writer(`${formName('force')}~1`)]
    one.write({ name: 'Ana' })
    two.write({ reason: 'x' })
    // The first change is written by itself; what follows waits a moment.
    one.write({ name: 'Anab' })
    two.write({ reason: 'xy' })
    await flushDrafts()
    expect((await values()).map((value) => JSON.stringify(value)).sort()).toEqual([
      '{"name":"Anab"}',
      '{"reason":"xy"}',
    ])
  })

  test('that is taken back deletes the draft', async () => {
    const one = writer()
    one.write({ name: 'Ana' })
    await one.flush()
    one.write(null)
    await one.flush()
    expect(await values()).toEqual([])
  })

  test('writes nothing after the form was saved, however late', async () => {
    const one = writer()
    one.write({ name: 'A' })
    const flushed = one.flush()
    one.write({ name: 'Ana' })
    const dropped = one.drop()
    one.write({ name: 'Anab' })
    await Promise.all([flushed, dropped, one.flush(), pause(300)])
    expect(await values()).toEqual([])
    expect(failures).toEqual([])
  })

  test('that cannot be written is said, and the next one is tried again', async () => {
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' })
    vi.spyOn(db, 'transaction').mockRejectedValueOnce(full)
    const one = writer()
    one.write({ name: 'A' })
    await one.flush()
    expect(failures).toMatchObject([{ code: 'storage_full' }])
    one.write({ name: 'An' })
    await one.flush()
    expect(await values()).toEqual([{ name: 'An' }])
  })

  test('does not bring back the database of who has signed out', async () => {
    const one = writer()
    one.write({ name: 'A' })
    await wipeDb(db)
    await one.flush()
    expect(failures).toMatchObject([{ code: 'session_ended' }])
    expect(db.isOpen()).toBe(false)
  })

  test('survives that the browser closes the database', async () => {
    const one = writer()
    db.close()
    one.write({ name: 'A' })
    await one.flush()
    expect(await values()).toEqual([{ name: 'A' }])
  })
})

describe('an institution', () => {
  test('has its own drafts, the newest first', async () => {
    await writeDraft(db, `${formName('points', institution)}~1`, {})
    await pause(2)
    await writeDraft(db, `${formName('points', institution)}~2`, {})
    await writeDraft(db, `${formName('points', other)}~1`, {})
    const own = await listDrafts(db, `${formName('points', institution)}~`)
    expect(own.map((row) => row.key.at(-1))).toEqual(['2', '1'])
  })

  test('that leaves the view takes its drafts along, and none comes after it', async () => {
    const late = writer()
    late.write({ name: 'A' })
    await late.flush()
    await writeDraft(db, key.replace('~1', '~2'), { name: 'B' })
    await writeDraft(db, `${formName('points', other)}~1`, {})
    late.write({ name: 'An' })
    await see(2, other)
    await late.flush()
    expect((await listDrafts(db)).map((row) => row.key)).toEqual([`${formName('points', other)}~1`])
    expect(failures).toEqual([])
  })

  test('that was made here and is not sent yet has drafts too', async () => {
    const fresh = '5a1e0000-0000-4000-8000-00000000000e'
    await mutate(db, [{ kind: 'institution.create', institution: fresh, city, name: 'Nou', ranks: {}, columns: [] }])
    await writeDraft(db, `${formName('employee', fresh, 'new')}~1`, { name: 'A' })
    expect(await values()).toEqual([{ name: 'A' }])
  })
})

describe('the draft of an edit', () => {
  test('goes with the op, in one transaction', async () => {
    await writeDraft(db, key, { name: 'A' })
    await mutate(db, [{ kind: 'city.create', city: other, name: 'Cluj' }], key)
    expect(await values()).toEqual([])
    expect(await db.outbox.count()).toBe(1)
  })

  test('stays when the edit is refused', async () => {
    await writeDraft(db, key, { name: 'A' })
    await expect(mutate(db, [{ kind: 'city.create', city: other, name: ' ' }], key)).rejects.toThrow('bad_op')
    expect(await values()).toEqual([{ name: 'A' }])
    expect(await db.outbox.count()).toBe(0)
  })
})
