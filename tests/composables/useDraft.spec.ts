// @vitest-environment happy-dom
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createPinia, type Pinia } from 'pinia'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import { type Draft, useDraft } from '../../src/composables/useDraft.ts'
import { useReopen } from '../../src/composables/useReopen.ts'
import { setCurrentDb } from '../../src/db/current.ts'
import { listDrafts, writeDraft } from '../../src/db/drafts.ts'
import { openDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { type FormName, formName } from '../../src/domain/formName.ts'
import { i18n, setLocale } from '../../src/i18n/index.ts'
import { useSync } from '../../src/stores/sync.ts'
import { locked } from '../db/filled.ts'
import { Locks } from '../page/locks.ts'

await setLocale('ro')

const form = { schema: v.object({ reason: v.string() }), fresh: () => ({ reason: '' }) }
type Values = { reason: string }
const name = formName('force')

let db: PunctajDb
let pinia: Pinia
let locks: Locks
const open = new Set<() => void>()

beforeEach(async () => {
  locks = new Locks()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: locks.of('here') })
  pinia = createPinia()
  db = await openDb('u', { indexedDB: new IDBFactory(), IDBKeyRange })
  setCurrentDb(db)
})
afterEach(async () => {
  for (const close of open) close()
  await pause()
  setCurrentDb(null)
})

/** Runs a form's part in a component of its own; what it gives closes it. */
function show(setup: () => void): () => void {
  const app = createApp({ setup: () => (setup(), () => h('i')) })
  app.use(i18n).use(pinia).mount(document.createElement('div'))
  const close = () => void (open.delete(close) && app.unmount())
  open.add(close)
  return close
}

async function openForm(options: object = {}): Promise<{ draft: Draft<Values>; close: () => void }> {
  let draft: Draft<Values> | undefined
  const close = show(() => void (draft = useDraft<Values>(name, { ...form, ...options })))
  if (!draft) throw new Error('no draft')
  const made = draft
  await vi.waitFor(() => expect(made.ready.value).toBe(true))
  return { draft: made, close }
}

const kept = async () => (await listDrafts(db)).map(({ value }) => value)
const pause = (ms = 30) => new Promise((done) => setTimeout(done, ms))

/** Letter by letter: the first is written at once, what follows in a moment. */
const write = (draft: Draft<Values>, ...texts: string[]) => texts.forEach((reason) => (draft.values.value = { reason }))

/** As a page that is gone has left it. */
const leave = (value: unknown = { reason: 'scris' }) => writeDraft(db, `${name}~gone`, value)

describe('a form', () => {
  test('shows what a page left behind, and goes on writing it', async () => {
    await leave()
    const { draft, close } = await openForm()
    expect(draft.values.value).toEqual({ reason: 'scris' })
    draft.values.value.reason = 'scris mai departe'
    close()
    await vi.waitFor(async () => expect(await kept()).toEqual([{ reason: 'scris mai departe' }]))
  })

  test('does not show what another version wrote otherwise', async () => {
    await leave({ reason: 7 })
    const { draft } = await openForm()
    expect(draft.values.value).toEqual({ reason: '' })
  })

  test('does not show what is older than it is of use', async () => {
    await db.drafts.put({ key: `${name}~gone`, value: { reason: 'scris' }, at: Date.now() - 3_600_001 })
    const { draft, close } = await openForm({ keptMs: 3_600_000 })
    expect(draft.values.value).toEqual({ reason: '' })
    close()
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
  })

  test('that is as it was opened leaves no draft', async () => {
    const { draft, close } = await openForm()
    draft.values.value.reason = 'x'
    draft.values.value.reason = ''
    close()
    await pause()
    expect(await kept()).toEqual([])
  })

  test('is written at once when the lock comes', async () => {
    const { draft } = await openForm()
    write(draft, 'x', 'xy')
    useSync(pinia).lock = locked
    await pause()
    expect(await kept()).toEqual([{ reason: 'xy' }])
  })

  test('is written at once when the page is hidden or left', async () => {
    const { draft } = await openForm()
    write(draft, 'x', 'xy')
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    await pause()
    expect(await kept()).toEqual([{ reason: 'xy' }])
    hidden.mockRestore()
    write(draft, 'a', 'ab')
    dispatchEvent(new Event('pagehide'))
    await pause()
    expect(await kept()).toEqual([{ reason: 'ab' }])
  })

  test('of who has left the page is not written any more', async () => {
    const { draft, close } = await openForm()
    write(draft, 'x', 'xy')
    setCurrentDb(null)
    close()
    await pause(300)
    expect(await kept()).toEqual([{ reason: 'x' }])
  })

  test('that was saved or closed on purpose leaves nothing', async () => {
    await leave()
    const { draft } = await openForm()
    await draft.drop()
    draft.values.value.reason = 'too late'
    await pause(300)
    expect(await kept()).toEqual([])
  })

  test('that another page has open is left to it', async () => {
    await leave()
    void locks.of('there').request(`punctaj:draft:${name}~gone`, () => new Promise(() => undefined))
    const { draft } = await openForm()
    draft.values.value.reason = 'meu'
    await pause(300)
    expect(await kept()).toEqual([{ reason: 'meu' }, { reason: 'scris' }])
  })

  test('that is closed is free for any page, with what was in it', async () => {
    const { draft, close } = await openForm()
    draft.values.value.reason = 'x'
    close()
    const lock = `punctaj:draft:${draft.key() ?? ''}`
    await vi.waitFor(() => expect(locks.holder(lock)).toBeUndefined())
    expect((await openForm()).draft.values.value.reason).toBe('x')
  })

  test('of points begins afresh, and is shown again only where it is offered', async () => {
    await leave()
    const { draft, close } = await openForm({ onlyReopened: true })
    expect(draft.values.value).toEqual({ reason: '' })
    close()
    await pause()
    const offered: FormName[] = []
    show(() => useReopen({ own: () => true, mayOpen: () => true, open: (one) => void offered.push(one) }))
    await vi.waitFor(() => expect(offered).toEqual([{ form: 'force', institution: null, about: '' }]))
    expect((await openForm({ onlyReopened: true })).draft.values.value).toEqual({ reason: 'scris' })
    await nextTick()
  })
})
