import { erasedFile, maker, strayFile } from '../fixture.ts'
import { may, type Subject } from '../model.ts'
import { anon, everybody, id, signedIn, superuser } from '../subjects.ts'
import {
  answer,
  type Archive,
  call,
  type Check,
  type Outcome,
  refusal,
  same,
  text,
  uuids,
  type World,
} from '../world.ts'

const sees = (subject: Subject, { city, institution }: Archive): boolean => may(subject, 'view', { city, institution })

/** Who made it, or may reset there; a file that is stored stays as it is. */
const mayUpload = (subject: Subject, archive: Archive): boolean =>
  !archive.isStored &&
  sees(subject, archive) &&
  (archive.by === subject.id || may(subject, 'reset', { city: archive.city, institution: archive.institution }))

/** Bodies, one by one and many at once. */
export const archiveBodies: Check = async function* (world) {
  const ids = world.archives.map((archive) => archive.id)
  for (const subject of signedIn) {
    const outcomes = await world.attempt(
      subject,
      ids.map((archive) => call('archive_body', { id: archive })),
    )
    for (const [n, archive] of world.archives.entries()) {
      const isServed = answer<{ id: string }>(outcomes[n])?.id === archive.id
      if (sees(subject, archive) ? !isServed : refusal(outcomes[n]) !== 'archive_gone')
        yield `${subject.name}: archive_body of ${archive.path} answers ${JSON.stringify(outcomes[n])}`
    }
    const many = answer<{ id: string }[]>(
      await world.try(subject, call('archive_bodies', { ids: uuids([...ids, id(66)]) })),
    )
    const wanted = world.archives.filter((archive) => sees(subject, archive)).map((archive) => archive.id)
    const came = (many ?? []).map((one) => one.id)
    if (!same(came.sort(), wanted.sort()))
      yield `${subject.name}: archive_bodies serves ${came.length} of ${wanted.length}`
    const two = answer<{ id: string }[]>(
      await world.try(subject, call('archive_bodies', { ids: uuids(wanted.slice(0, 2)) })),
    )
    if (two?.length !== Math.min(wanted.length, 2))
      yield `${subject.name}: archive_bodies serves what was not asked for`
  }
}

/** What never was is gone for everybody, also for those who see all. */
export const noArchive: Check = async function* (world) {
  for (const name of ['archive_body', 'archive_uploaded']) {
    const came = refusal(await world.try(superuser, call(name, { id: id(66) })))
    if (came !== 'archive_gone') yield `${name} of no archive answers ${came || 'something'}`
  }
}

/** Which files wait for somebody's upload, and who may note that one is there. */
export const uploads: Check = async function* (world) {
  for (const subject of signedIn) {
    const missing = answer<{ id: string }[]>(await world.try(subject, call('archives_missing')))
    const wanted = world.archives.filter((archive) => archive.kind !== 'backup' && mayUpload(subject, archive))
    if (!same((missing ?? []).map((one) => one.id).sort(), wanted.map((one) => one.id).sort()))
      yield `${subject.name}: archives_missing names ${missing?.length ?? 0} instead of ${wanted.length}`
    const outcomes = await world.attempt(
      subject,
      world.archives.map((archive) => call('archive_uploaded', { id: archive.id })),
      { before: ['update public.archives set uploaded_at = null'] },
    )
    for (const [n, archive] of world.archives.entries()) {
      const isRight = sees(subject, archive)
        ? same(answer(outcomes[n]), { uploaded: archive.kind === 'before_restore' })
        : refusal(outcomes[n]) === 'archive_gone'
      if (!isRight) yield `${subject.name}: archive_uploaded of ${archive.path} answers ${JSON.stringify(outcomes[n])}`
    }
  }
}

/** Whether a statement wrote a row: row level security lets what it hides simply not be there. */
const hasWritten = (outcome: Outcome | undefined): boolean => Number(answer(outcome) ?? 0) > 0

const object = (path: string, bucket = 'arhiva'): string =>
  `insert into storage.objects (bucket_id, name) values (${text(bucket)}, ${text(path)})`

/** What nobody may do with any file, but for what an erasure replaced: what the storage's API does with replace, move, copy and remove. */
const writes = (paths: readonly string[]): Record<string, string> => ({
  change: `update storage.objects set metadata = '{}' where bucket_id = 'arhiva'`,
  move: `update storage.objects set name = name || '.old' where bucket_id = 'arhiva'`,
  'move elsewhere': `update storage.objects set bucket_id = 'elsewhere', name = name || '.old'`,
  copy: `insert into storage.objects (bucket_id, name) select 'arhiva', name || '.copy' from storage.objects where bucket_id = 'arhiva'`,
  remove: `delete from storage.objects where bucket_id = 'arhiva' and name <> ${text(erasedFile)}`,
  ...Object.fromEntries(
    paths.flatMap((path) => [
      [`write ${path} into another bucket`, object(path, 'elsewhere')],
      [`write ${path} in a folder`, object(`x/${path}`)],
      [`write ${path} under another letter case`, object(path.toUpperCase())],
    ]),
  ),
})

/** Files: written once by who may upload, read by who sees the archive, never changed by anybody. */
export const storage: Check = async function* (world) {
  const forbidden = writes(world.archives.filter(({ kind }) => kind === 'reset').map(({ path }) => path))
  for (const subject of everybody) {
    const paths = world.archives.map(({ path }) => path)
    const created = await world.attempt(
      subject,
      paths.map((path) => object(path)),
    )
    const replaced = await world.attempt(
      subject,
      paths.map((path) => `${object(path)} on conflict (bucket_id, name) do update set metadata = '{}'`),
    )
    for (const [n, archive] of world.archives.entries()) {
      const isUploader = mayUpload(subject, archive)
      if (isUploader ? !hasWritten(created[n]) : refusal(created[n]) !== '42501')
        yield `${subject.name} creates ${archive.path}: ${JSON.stringify(created[n])}`
      if (!isUploader && hasWritten(replaced[n])) yield `${subject.name} replaces ${archive.path}`
    }
    const read = `select coalesce(jsonb_agg(name order by name), '[]') from storage.objects where bucket_id = 'arhiva'`
    const stored = world.archives
      .filter((archive) => archive.isStored && sees(subject, archive))
      .map(({ path }) => path)
    if (subject === superuser) stored.push(erasedFile)
    const seen = answer<string[]>(await world.try(subject, read)) ?? ['nothing, by an error']
    if (!same(seen.sort(), stored.sort())) yield `${subject.name} reads ${seen.join()}`
    const outcomes = await world.attempt(subject, Object.values(forbidden))
    for (const [n, verb] of Object.keys(forbidden).entries())
      if (hasWritten(outcomes[n])) yield `${subject.name} may ${verb}`
  }
  yield* buckets(world)
}

/** A file that an erasure replaced is removed by superusers, in its bucket, until an archive has that path again. */
export const erasedFiles: Check = async function* (world) {
  const named = `where bucket_id = 'arhiva' and name in (${text(erasedFile)}, ${text(strayFile)})`
  const statements = ['delete from storage.objects', `delete from storage.objects ${named}`]
  const forgotten = 'delete from private.erased_files'
  const taken = `insert into private.erased_files (path) select path from public.archives where kind = 'before_restore'`
  for (const subject of everybody) {
    const removed = subject === superuser ? [1, 1] : [0, 0]
    const counts = async (before: string[]) =>
      (await world.attempt(subject, statements, { before })).map((outcome) => Number(answer(outcome) ?? 0))
    for (const [before, wanted] of [
      [[], removed],
      [[taken], removed],
      [[forgotten], [0, 0]],
    ] satisfies [string[], number[]][]) {
      const came = await counts(before)
      if (!same(came, wanted))
        yield `${subject.name} removes ${came.join()} files, not ${wanted.join()} ${before.join()}`
    }
  }
}

/** Other buckets, the buckets themselves, and paths that no archive has. */
async function* buckets(world: World): AsyncGenerator<string> {
  for (const subject of [anon, ...everybody.slice(1, 3), maker, superuser]) {
    const outcomes = await world.attempt(subject, [
      object('nothing.json'),
      object(`${'a'.repeat(5000)}.json`),
      object(`' or true --`),
      `insert into storage.buckets (id, name, public) values ('mine', 'mine', true)`,
      `update storage.buckets set public = true`,
      `delete from storage.buckets`,
      `update storage.objects set name = name`,
    ])
    if (outcomes.some(hasWritten))
      yield `${subject.name} writes in storage what nobody may: ${JSON.stringify(outcomes)}`
    const reads = await world.attempt(subject, [
      `select to_jsonb(count(*)) from storage.objects where bucket_id <> 'arhiva'`,
      `select to_jsonb(count(*)) from storage.buckets`,
    ])
    if (reads.some((read) => Number(answer(read) ?? 0) > 0)) yield `${subject.name} reads of other buckets`
  }
  const [bucket] = await world.sql(`select public from storage.buckets where id = 'arhiva'`)
  if (bucket?.['public'] !== false) yield 'the bucket is public'
}
