import { v4 } from 'uuid'
import { deleteDraft, listDrafts, writeDraft } from '../../src/db/drafts.ts'
import type * as drafts from '../../src/db/drafts.ts'
import { importUnsent, previewImport } from '../../src/db/importUnsent.ts'
import { chooseKeep } from '../../src/db/keep.ts'
import { forget } from '../../src/db/memory.ts'
import { mutate } from '../../src/db/mutate.ts'
import { readNotice, takeNotice, writeNotice } from '../../src/db/notice.ts'
import * as queries from '../../src/db/queries.ts'
import { addRecent, readRecent } from '../../src/db/recent.ts'
import { resolveTray } from '../../src/db/resolveTray.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { localStore } from '../../src/db/store.ts'
import { reverseStep, undoView } from '../../src/db/undo.ts'
import { unsentFile } from '../../src/domain/unsentFile.ts'
import { ana, city, filledDb, institution, ion, locked, user } from './filled.ts'

type Store = ReturnType<typeof localStore>
/** One use of an operation, on a database that {@link filledWith} filled. */
export type Use = (db: PunctajDb, store: Store, known: Known) => Promise<unknown>

/** Looked up while the connection was whole. */
interface Known {
  session: string
  download: Awaited<ReturnType<typeof downloadOf>>
}

const week = { institution, period: 2 }
export const give = (delta: number) => ({ kind: 'points.add' as const, ...week, employees: [ion], delta, reason: '' })
const opIds = [v4(), v4(), v4()] as const
const opOf = (id: string) => ({ ...give(1), id, user, at: 1 })
const leaf = {
  key: `archives:${institution}`,
  hash: 'h',
  text: JSON.stringify({ institution, city, names: { city: 'Iași', institution: 'Poliția' }, archives: [] }),
}
const entry = { id: opIds[0], type: 'download', status: 'success', items: 1 }
const formKey = `employee:${institution}~page`
const imported = [v4(), v4()] as const
const file = unsentFile(
  { user, name: 'Ana', at: 1 },
  [{ op: opOf(imported[0]), state: 'unsent' }],
  [{ op: opOf(imported[1]), result: { id: imported[1], status: 'conflict' }, at: 1 }],
)

const storeUses: Record<Exclude<keyof Store, 'user'>, Use> = {
  state: (_, store) => store.state(),
  lock: (_, store) => store.lock({ is: 'demanded', cause: locked.is === 'required' ? locked.cause : ({} as never) }),
  index: (_, store) => store.index(),
  body: (_, store) => store.body(leaf.key, leaf.hash),
  held: async (_, store, { session }) => [...(await store.held(session, 'n', false))],
  stage: (_, store, { session }) => store.stage(session, 'n', [{ ...leaf, hash: 'staged' }]),
  prepare: (_, store, { download }) => store.prepare(download, [{ ...leaf, hash: 'fresh' }]),
  apply: (_, store) => store.apply(),
  adoptForce: (_, store) => store.adoptForce({ epoch: 2, nonce: 'fresh' }),
  dropPrepared: (_, store) => store.dropPrepared(),
  pending: (_, store) => store.pending(),
  unsent: (_, store) => store.unsent(10),
  settle: (_, store) =>
    store.settle([
      { id: opIds[0], status: 'applied' },
      { id: opIds[1], status: 'conflict', code: 'clash' },
    ]),
  sendAgain: (_, store) => store.sendAgain(),
  draftKeys: (_, store) => store.draftKeys(),
  archivesToFetch: (_, store) => store.archivesToFetch(),
  putFiles: (_, store) => store.putFiles([{ id: opIds[0], institution, sha256: 's', text: 't' }]),
  file: (_, store) => store.file(opIds[2]),
  dropFile: (_, store) => store.dropFile(opIds[2]),
  fileIds: (_, store) => store.fileIds(),
  log: (_, store) => store.log(entry),
  logs: (_, store) => store.logs(),
  dropLogs: (_, store) => store.dropLogs([opIds[2]]),
  countDaily: (_, store) => store.countDaily('2026-11-22', 3, 4),
}

const draftUses: Record<keyof typeof drafts, Use> = {
  listDrafts: (db) => listDrafts(db, 'employee'),
  writeDraft: (db) => writeDraft(db, formKey, { name: 'Io' }),
  deleteDraft: (db) => deleteDraft(db, `employee:${institution}~old`),
}

const queryUses: Record<keyof typeof queries, Use> = {
  archiveDoc: (db) => queries.archiveDoc(db, opIds[2]),
  archivePoints: (db) => queries.archivePoints(db, opIds[2]),
  archiveText: (db) => queries.archiveText(db, opIds[2]),
  archivesView: (db) => queries.archivesView(db),
  contentsView: (db) => queries.contentsView(db, city, institution),
  unsentView: (db) => queries.unsentView(db),
  directoryView: (db) => queries.directoryView(db),
  historyView: (db) => queries.historyView(db, institution, ion),
  keepView: (db) => queries.keepView(db),
  peopleView: (db) => queries.peopleView(db),
  rosterView: (db) => queries.rosterView(db, institution),
  changesView: (db) => queries.changesView(db),
  statusView: (db) => queries.statusView(db),
  trayLines: (db) => queries.trayLines(db),
  trayView: (db) => queries.trayView(db),
}

const otherUses: Record<string, Use> = {
  mutate: (db) => mutate(db, [give(5), { kind: 'points.set', ...week, employee: ana, value: 9, reason: '' }]),
  'mutate of a form': (db) => mutate(db, [give(5)], `employee:${institution}~old`),
  'resolveTray, mine': (db) => resolveTray(db, [opIds[2]], { is: 'send', as: 'again' }),
  'resolveTray, theirs': (db) => resolveTray(db, [opIds[2]], { is: 'drop' }),
  reverseStep: (db) => reverseStep(db, week, 'undo'),
  undoView: (db) => undoView(db, week),
  previewImport: (db) => previewImport(db, file),
  importUnsent: (db) => importUnsent(db, file),
  chooseKeep: (db) => chooseKeep(db, [institution]),
  takeNotice: (db) => takeNotice(db),
  readNotice: (db) => readNotice(db),
  writeNotice: (db) => writeNotice(db, { title: 'Sincronizare', text: 'Acum' }),
  addRecent: (db) => addRecent(db, `person:${ion}`),
  readRecent: (db) => readRecent(db),
}

/** Every operation of the storage that a view or the engine uses. */
export const uses = Object.entries({ ...storeUses, ...draftUses, ...queryUses, ...otherUses })

async function downloadOf(store: Store) {
  const { head, session } = await store.state()
  const next = { ...(await store.index()), [leaf.key]: { version: 2, hash: leaf.hash, bytes: 2 } }
  const rest = { policy: 'strict' as const, minClient: 1, keep: null, lost: [], changedBy: 'Ana' }
  const fresh = { version: 2, root: 'x', epoch: 1, nonce: 'n', view_root: 'w', me: 'm' }
  return { session, base: head?.stamp ?? null, head: fresh, next, contained: [opIds[0]], ...rest }
}

/** A replica with edits on their way, in the tray and sent, a prepared download, a file, a draft, a line of the log. */
export async function filledWith(): Promise<{ db: PunctajDb; store: Store; known: Known }> {
  forget()
  const { db } = await filledDb()
  const store = localStore(db)
  await db.outbox.add({ id: opIds[0], op: opOf(opIds[0]), state: 'unsent' })
  await db.outbox.add({ id: opIds[1], op: opOf(opIds[1]), state: 'acked' })
  await db.tray.add({ id: opIds[2], op: opOf(opIds[2]), result: { id: opIds[2], status: 'conflict' }, at: 1 })
  await db.files.add({ id: opIds[2], institution, sha256: 's', text: 't' })
  await db.drafts.add({ key: `employee:${institution}~old`, value: {}, at: 1 })
  await db.logs.add({ id: opIds[2], entry: {} })
  await db.leaves.add(leaf)
  const index = (await db.meta.get('index'))?.value as object
  await db.meta.put({ key: 'index', value: { ...index, [leaf.key]: { version: 1, hash: leaf.hash, bytes: 1 } } })
  await store.countDaily('2026-11-21', 1, 1)
  const download = await downloadOf(store)
  await store.prepare(download, [])
  return { db, store, known: { session: download.session, download } }
}
