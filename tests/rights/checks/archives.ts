import { maker } from '../fixture.ts'
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

/** The storage's verbs for one path: what its API does with replace, move, copy and remove. */
const writesOn = (archive: Archive): Record<string, string> => {
  const here = `bucket_id = 'arhiva' and name = ${text(archive.path)}`
  return {
    replace: `${object(archive.path)} on conflict (bucket_id, name) do update set metadata = '{}'`,
    change: `update storage.objects set metadata = '{}' where ${here}`,
    move: `update storage.objects set name = name || '.old' where ${here}`,
    'move elsewhere': `update storage.objects set bucket_id = 'elsewhere' where ${here}`,
    copy: `insert into storage.objects (bucket_id, name) select 'arhiva', name || '.copy' from storage.objects where ${here}`,
    remove: `delete from storage.objects where ${here}`,
    'write into another bucket': object(archive.path, 'elsewhere'),
    'write in a folder of that name': object(`x/${archive.path}`),
    'write under another letter case': object(archive.path.toUpperCase()),
  }
}

async function* verbsOn(world: World, subject: Subject, archive: Archive): AsyncGenerator<string> {
  const read = `select to_jsonb(count(*)) from storage.objects where bucket_id = 'arhiva' and name = ${text(archive.path)}`
  const writes = writesOn(archive)
  const [created, seen, ...others] = await world.attempt(subject, [
    object(archive.path),
    read,
    ...Object.values(writes),
  ])
  const isUploader = mayUpload(subject, archive)
  if (isUploader ? !hasWritten(created) : refusal(created) !== '42501')
    yield `create answers ${JSON.stringify(created)}`
  const isThere = archive.isStored && sees(subject, archive)
  if (answer(seen) !== (isThere ? 1 : 0)) yield `select answers ${JSON.stringify(seen)}`
  for (const [n, verb] of Object.keys(writes).entries()) {
    // Where no row lies in the way, what would replace is the creation that was tried above.
    const isCreation = verb === 'replace' && isUploader
    if (hasWritten(others[n]) && !isCreation) yield `${verb} writes`
  }
}

/** Files: written once by who may upload, read by who sees the archive, never changed by anybody. */
export const storage: Check = async function* (world) {
  for (const subject of everybody)
    for (const archive of world.archives)
      for await (const what of verbsOn(world, subject, archive)) yield `${subject.name} at ${archive.path}: ${what}`
  yield* buckets(world)
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
      `delete from storage.objects`,
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
