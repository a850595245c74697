import { shallowRef } from 'vue'
import { type Code, CloudError, codeOf } from '../../domain/errors.ts'
import { placeIds, placesOf } from '../../domain/legacy/adopt.ts'
import { planInSteps } from '../../domain/legacy/plan.ts'
import { type Held, type ImportPreview, previewOf } from '../../domain/legacy/preview.ts'
import { joinSent, resultOf, withoutArchives } from '../../domain/legacy/result.ts'
import { type Sent, sendPlan, sizeOf } from '../../domain/legacy/send.ts'
import type { LegacyFile, LegacyPlace, LegacyPlan } from '../../domain/legacy/types.ts'
import { placedFiles, questionsOf } from '../../domain/legacy/unplaced.ts'
import type { Directory, Id } from '../../domain/model.ts'
import { useSession } from '../../stores/session.ts'
import { useSync } from '../../stores/sync.ts'
import { idOf } from './idOf.ts'
import { adoptCloud, cloudDirectory, importPort, localPlaces } from './importCloud.ts'
import type { ImportState } from './importState.ts'
import { pacer } from './pacer.ts'
import type { Picked } from './pickedFiles.ts'
import { readFiles, type SortedFile } from './readFiles.ts'

/** What an import has come to so far; the state shows it. */
interface Work {
  stop: AbortController
  sorted: SortedFile[]
  skipped: number
  files: LegacyFile[]
  /** By the files alone, and under the ids that the cloud has. */
  planned: LegacyPlan
  plan: LegacyPlan
  held: Held | null
  preview: ImportPreview
  sent: Sent[]
}

const noPlaces: Directory = { cities: [], institutions: [] }
const noPlan: LegacyPlan = { cities: [], institutions: [], archives: [], files: [] }
const freshWork = (): Work => ({
  stop: new AbortController(),
  sorted: [],
  skipped: 0,
  files: [],
  planned: noPlan,
  plan: noPlan,
  held: null,
  preview: previewOf(noPlan, null),
  sent: [],
})

const complain = (error: unknown): Code => {
  if (!(error instanceof Error && 'code' in error)) console.error(error) // a fault of ours
  return codeOf(error)
}

/** One import from the choice of files to what came of it. */
class ImportJob {
  readonly state = shallowRef<ImportState>({ is: 'empty' })
  /** A file of unsent edits among those chosen: it goes another way. */
  readonly unsent = shallowRef<File | null>(null)
  #work = freshWork()

  clear(): void {
    this.#work.stop.abort()
    this.#work = freshWork()
    this.state.value = { is: 'empty' }
  }

  /** Looks at files; nothing of an older choice is left. */
  async take(picked: Picked[]): Promise<void> {
    if (this.state.value.is === 'sending') return
    this.clear()
    const work = this.#work
    const tell = this.#reading(picked.length)
    await this.#looking(work, async () => {
      const read = await readFiles(picked, work.stop.signal, tell)
      Object.assign(work, read)
      this.unsent.value = read.unsent
      const questions = questionsOf(read.sorted)
      if (read.unsent && read.sorted.length === 1) this.state.value = { is: 'empty' }
      else if (questions.length > 0) this.state.value = { is: 'asking', questions }
      else await this.#plan(work, placedFiles(read.sorted, new Map()))
    })
  }

  /** Whose the files are that were asked about; those without an answer are left out. */
  answer(places: ReadonlyMap<string, LegacyPlace>): Promise<void> {
    const work = this.#work
    return this.#looking(work, () => this.#plan(work, placedFiles(work.sorted, places)))
  }

  /** Once more against the cloud, which could not be asked before. */
  compare(): Promise<void> {
    const work = this.#work
    return this.#looking(work, () => this.#plan(work, work.files))
  }

  /** Sends what was shown. Begun again after a failure, what is there is found there. */
  async send(): Promise<void> {
    if (this.state.value.is !== 'preview' && this.state.value.is !== 'halted') return
    const work = this.#work
    const now: Sent[] = []
    work.stop = new AbortController()
    const tell = (): void => {
      const stopping = work.stop.signal.aborted
      this.state.value = { is: 'sending', done: now.length, total: sizeOf(work.plan), stopping }
    }
    tell()
    const sending = sendAll(work, (some) => {
      now.push(...some)
      tell()
    })
    const code = await sending.then(() => null, complain)
    work.sent = joinSent(work.sent, now)
    const { preview, plan } = work
    const [result, total] = [resultOf(plan, work.sent), sizeOf(plan)]
    const isDone = code === null && now.length === total
    this.state.value = isDone
      ? { is: 'done', preview, result }
      : { is: 'halted', preview, result, code, done: result.added + result.there + result.differs, total }
  }

  /** Reading ends at once, sending after the call that is under way. */
  stop(): void {
    const now = this.state.value
    if (now.is !== 'sending') return this.clear()
    this.#work.stop.abort()
    this.state.value = { ...now, stopping: true }
  }

  #reading(total: number): (done: number) => void {
    const tell = (done: number): void => void (this.state.value = { is: 'reading', done, total })
    tell(0)
    return tell
  }

  /** What fails, or was stopped, of an import that is not on the screen any more is nobody's business. */
  async #looking(work: Work, what: () => Promise<void>): Promise<void> {
    try {
      await what()
    } catch (error) {
      if (work === this.#work) this.state.value = { is: 'failed', code: complain(error) }
    }
  }

  async #plan(work: Work, files: LegacyFile[]): Promise<void> {
    const tell = this.#reading(files.length)
    let code: Code | null = null
    const directory = await cloudDirectory().catch((error: unknown) => {
      code = complain(error)
      return null
    })
    const planned = await planSlowly(files, directory, work.stop.signal, tell)
    Object.assign(work, { files, planned: maySendArchives() ? planned : withoutArchives(planned) })
    const failed = await adopt(work, directory).then(() => null, complain)
    const { preview, skipped } = work
    if (work === this.#work) this.state.value = { is: 'preview', preview, skipped, code: code ?? failed }
  }
}

const session = () => {
  const { state } = useSession()
  if (state.is !== 'signed-in') throw new CloudError('session_ended')
  return state
}

/** The cloud takes archives from superusers only. */
const maySendArchives = (): boolean => session().me?.role === 'superuser'

async function planSlowly(
  files: LegacyFile[],
  directory: Directory | null,
  signal: AbortSignal,
  tell: (done: number) => void,
): Promise<LegacyPlan> {
  const turn = pacer(signal)
  const steps = planInSteps(files, idOf, directory ? placesOf(directory) : await localPlaces())
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await turn(() => tell(step.value))
  }
}

/** Puts the plan under the ids that the cloud has; without the cloud it stays as it is, and nothing can be said of it. */
async function adopt(work: Work, directory: Directory | null): Promise<void> {
  Object.assign(work, { plan: work.planned, held: null, preview: previewOf(work.planned, null) })
  if (!directory) return
  const { plan, held } = await adoptCloud(work.planned, directory)
  Object.assign(work, { plan, held, preview: previewOf(plan, held) })
}

/** @throws CloudError why not all could be sent */
async function sendAll(work: Work, tell: (sent: Sent[]) => void): Promise<void> {
  const { signal } = work.stop
  await useSync().beforeImport()
  // What the cloud has may have changed since it was shown, by this very import too.
  const shown = work.preview
  await adopt(work, await cloudDirectory())
  work.preview = shown
  const { rosters, directory } = work.held ?? { rosters: new Map<string, never>(), directory: noPlaces }
  const world = { user: session().user, rosters, places: placeIds(directory), idOf }
  if (signal.aborted) return
  for await (const sent of sendPlan(importPort(), work.plan, world)) {
    tell(sent)
    if (signal.aborted) return
  }
}

/** The import outlives its page: whoever goes to another one meanwhile finds it again. Who signs in after them finds nothing. */
let current: { user: Id; job: ImportJob } | null = null

/** The import of the person who is signed in. */
export function useImport(): ImportJob {
  const { user } = session()
  if (current?.user !== user) {
    current?.job.clear()
    current = { user, job: new ImportJob() }
  }
  return current.job
}
