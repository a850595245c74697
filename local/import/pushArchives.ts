import { createHash } from 'node:crypto'
import { archiveDocument } from '../../src/domain/legacy/document.ts'
import { type Fate, sameArchive } from '../../src/domain/legacy/fate.ts'
import type { LegacyPlan, PlannedArchive } from '../../src/domain/legacy/types.ts'
import type { Id } from '../../src/domain/model.ts'
import type { OpResult } from '../../src/domain/op.ts'
import * as answers from './answers.ts'
import { chunksBySize } from './chunks.ts'
import type { ImportCloud } from './cloud.ts'
import { ImportFailure } from './failure.ts'
import type { Sent } from './sent.ts'

/** Imports the archives, then sees to it that each has its file in storage. */
export async function sendArchives(cloud: ImportCloud, plan: LegacyPlan): Promise<Sent[]> {
  const sent: Sent[] = []
  const planned = new Map(plan.archives.map((archive) => [archive.id, archive]))
  const all = plan.archives.map((each) => ({
    id: each.id,
    institution: each.institutionId,
    doc: archiveDocument(each),
  }))
  for (const items of chunksBySize(all, 50, 2_000_000)) {
    const { results } = await cloud.rpc('import_archives', { items }, answers.pushed)
    for (const { id } of items) {
      const archive = planned.get(id)
      const result = results.find((each) => each.id === id)
      if (archive) sent.push({ kind: 'archive', id, fate: await fateOfArchive(cloud, archive, result) })
    }
  }
  await uploadMissing(cloud, new Set(plan.archives.map(({ id }) => id)))
  return sent
}

async function fateOfArchive(cloud: ImportCloud, archive: PlannedArchive, result: OpResult | undefined): Promise<Fate> {
  if (result?.status === 'applied') return { is: 'added' }
  if (result?.status !== 'duplicate') return { is: 'refused', code: result?.code ?? 'bad_answer' }
  const { body } = await readArchive(cloud, archive.id)
  return { is: sameArchive(archive, body) ? 'there' : 'differs' }
}

async function readArchive(cloud: ImportCloud, id: Id) {
  const archive = await cloud.rpc('archive_body', { id }, answers.archiveBody)
  if (sha256(archive.body) !== archive.sha256) throw new ImportFailure(`The cloud's archive ${archive.path} is damaged`)
  return archive
}

/** The cloud names at most 200 at a time, those of others among them. */
async function uploadMissing(cloud: ImportCloud, ours: ReadonlySet<Id>): Promise<void> {
  const done = new Set<Id>()
  for (;;) {
    const missing = await cloud.rpc('archives_missing', {}, answers.missing)
    const next = missing.filter(({ id }) => ours.has(id) && !done.has(id))
    if (next.length === 0) return
    for (const { id } of next) {
      await uploadArchive(cloud, id)
      done.add(id)
    }
  }
}

async function uploadArchive(cloud: ImportCloud, id: Id): Promise<void> {
  const { path, body, sha256: hash } = await readArchive(cloud, id)
  const outcome = await cloud.upload(path, body)
  if (outcome === 'exists' && sha256(await cloud.download(path)) !== hash)
    throw new ImportFailure(`Another file lies at ${path} in the storage bucket`)
  const { uploaded } = await cloud.rpc('archive_uploaded', { id }, answers.uploaded)
  if (!uploaded) throw new ImportFailure(`The file ${path} did not reach the storage bucket: run the import again`)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
