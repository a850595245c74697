import { onScopeDispose, ref, type Ref, shallowRef, type ShallowRef, watch, type WatchSource } from 'vue'
import { codeOf, type Code } from '../domain/errors.ts'
import { mergePage } from '../domain/journal.ts'

const pageSize = 50
const exportSize = 1000
/** More than anybody reads; a file that stops somewhere says so by its last line's time. */
const mostExported = 20_000
const everyMs = 15_000

export interface Journal<Line> {
  /** The newest first; undefined until the first answer. */
  lines: ShallowRef<Line[] | undefined>
  /** There are older ones. */
  isMore: Ref<boolean>
  busy: Ref<boolean>
  code: Ref<Code | null>
  more: () => Promise<void>
  /** Every line that the filter lets through, however many are shown. @throws CloudError */
  all: () => Promise<Line[]>
}

type Ask<Line> = (page: { limit: number; before?: number }) => Promise<Line[]>

/**
 * A journal of the cloud, page by page by its ids, so that nothing moves while it grows. The newest page is asked for again while
 * the page is seen, and everything anew when what it is narrowed to changes.
 */
export function useJournal<Line extends { id: number }>(ask: Ask<Line>, filter: WatchSource<unknown>): Journal<Line> {
  const lines = shallowRef<Line[]>()
  const [isMore, busy] = [ref(false), ref(false)]
  const code = ref<Code | null>(null)
  let turn = 0

  async function load(known: Line[], before?: number): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const page = await ask({ limit: pageSize, ...(before !== undefined && { before }) })
      if (mine !== turn) return
      const full = page.length === pageSize
      const merged = before === undefined ? mergePage(known, page, full) : [...known, ...page]
      if (before !== undefined || merged.length === page.length) isMore.value = full
      lines.value = merged
      code.value = null
    } catch (error) {
      if (mine === turn) code.value = codeOf(error)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  async function all(): Promise<Line[]> {
    const found: Line[] = []
    for (;;) {
      const before = found.at(-1)?.id
      const page = await ask({ limit: exportSize, ...(before !== undefined && { before }) })
      found.push(...page)
      if (page.length < exportSize || found.length >= mostExported) return found
    }
  }

  watch(filter, () => void load([]), { immediate: true, deep: true })
  const timer = setInterval(
    () => void (document.visibilityState === 'visible' && !busy.value && load(lines.value ?? [])),
    everyMs,
  )
  onScopeDispose(() => clearInterval(timer))
  return { lines, isMore, busy, code, all, more: () => load(lines.value ?? [], lines.value?.at(-1)?.id) }
}
