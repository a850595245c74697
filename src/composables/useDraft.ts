import { onScopeDispose, ref, type Ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import * as v from 'valibot'
import { currentDb } from '../db/current.ts'
import { DraftWriter } from '../db/draftWriter.ts'
import type { PunctajDb } from '../db/schema.ts'
import { codeOf } from '../domain/errors.ts'
import { useCodeText } from '../i18n/codeText.ts'
import { useSync } from '../stores/sync.ts'
import { useUi } from '../stores/ui.ts'
import { adopt, release } from './draftClaims.ts'

/** A form's values, kept on the device while it is half filled. */
export interface Draft<T> {
  /** What the form shows and changes. */
  values: Ref<T>
  /** The values are those of a draft left behind, or fresh: the form may be shown. */
  ready: Ref<boolean>
  /** To hand to `edit`: the draft goes in the transaction that makes it an op. */
  key: () => string | undefined
  /** The form was saved, or closed on purpose. */
  drop: () => Promise<void>
}

interface DraftOptions<T> {
  /** The form of the values; a draft that an older version wrote otherwise is not taken up. */
  schema: v.GenericSchema<unknown, T>
  /** The values of a form that was never opened before. */
  fresh: () => T
  /** Whether somebody would miss them; without it, when they differ from the fresh ones. */
  touched?: (values: T) => boolean
  /** Opened by hand it begins afresh, as what was left behind may be about other people: only `useReopen` shows that again. */
  onlyReopened?: boolean
  /** How long it is of use to anybody; without it, until it is done with. */
  keptMs?: number
}

/**
 * Keeps a form's values over a reload, a crash and an update of the app: written to the device while they change, and at once
 * when the page is left or the lock comes. Taken up when the form of that name is shown again; `useReopen` opens dialogs.
 *
 * @param name from `formName`
 */
export function useDraft<T extends object>(
  name: string,
  { schema, fresh, touched, onlyReopened = false, keptMs = Infinity }: DraftOptions<T>,
): Draft<T> {
  const db = currentDb()
  const values = ref(fresh()) as Ref<T>
  const ready = ref(false)
  const untouched = JSON.stringify(values.value)
  const isTouched = touched ?? ((now: T) => JSON.stringify(now) !== untouched)
  const tell = useFailure()
  let writer: DraftWriter | null = null
  let isGone = false

  async function begin(from: PunctajDb): Promise<void> {
    const { key, row } = await adopt(from, name, !onlyReopened)
    if (isGone) return release(key)
    const isFresh = row !== null && Date.now() - row.at <= keptMs
    const parsed = isFresh && v.safeParse(schema, row.value)
    if (parsed && parsed.success) values.value = parsed.output
    writer = new DraftWriter(from, key, tell)
    if (!isFresh && (row || isTouched(values.value))) writer.write(isTouched(values.value) ? values.value : null)
  }

  const ended = db ? begin(db).catch(tell) : Promise.resolve()
  void ended.then(() => (ready.value = true))
  watch(values, (now) => writer?.write(isTouched(now) ? now : null), { deep: true, flush: 'sync' })
  flushWith(() => writer)

  onScopeDispose(() => {
    isGone = true
    const mine = writer
    if (!mine) return
    if (currentDb() !== db) mine.abandon()
    void mine.flush().then(() => release(mine.key))
  })

  return {
    values,
    ready,
    key: () => writer?.taken(),
    drop: async () => (currentDb() === db ? writer?.drop() : writer?.abandon()),
  }
}

/** Writes at once whenever the page may end without another word, and with its last one when it does. */
function flushWith(writer: () => DraftWriter | null): void {
  const flush = (): unknown => writer()?.flush()
  const sync = useSync()
  const ended = new AbortController()
  const { signal } = ended
  addEventListener('pagehide', () => writer()?.end(), { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush(), { signal })
  watch(() => sync.lock.is, flush, { flush: 'sync' })
  onScopeDispose(() => ended.abort())
}

/** Says once for a form that it is not kept, and why; the text itself goes nowhere. */
function useFailure(): (error: unknown) => void {
  const ui = useUi()
  const { t } = useI18n()
  const text = useCodeText()
  let isTold = false
  return (error) => {
    const code = codeOf(error)
    // Under a newer app's database the whole page says so.
    if (isTold || code === 'session_ended' || code === 'client_too_old') return
    isTold = true
    ui.toast(t('draft.failed', text(code === 'bad_answer' ? 'storage_lost' : code)), 'bad')
  }
}
