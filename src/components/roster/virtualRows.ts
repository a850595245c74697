import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, nextTick, onMounted, ref, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Id } from '../../domain/model.ts'
import type { RosterRow } from '../../domain/views.ts'

/** From this many rows on only those that are seen are rendered. */
const virtualFrom = 200

/** Rows that get their buttons, and what else they lack, within a frame. */
const handful = 12

/** Rows that are rendered, from which one on, and how high the space before and after them is, in px. */
interface Visible {
  from: number
  items: RosterRow[]
  before: number
  after: number
}

interface VirtualRows {
  visible: ComputedRef<Visible>
  /** Of each visible row: which elements draw it. */
  keys: ComputedRef<number[]>
  /** So many of the visible rows have their buttons. */
  dressed: Ref<number>
  /** Scrolls to a row and waits until it is rendered: far away that takes a frame or two. */
  showRow: (index: number) => Promise<HTMLElement | null>
}

/**
 * What of a long table is rendered in its scroller.
 *
 * @param active whose row may have the focus
 */
export function useVirtualRows(
  rows: () => RosterRow[],
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  rowHeight: number,
  active: () => Id | null,
): VirtualRows {
  const isVirtual = () => rows().length >= virtualFrom
  const dressed = ref(Infinity)
  const isFlying = () => dressed.value === 0
  const beyond = rowsBeyond(isFlying)
  const virtualizer = useVirtualizer(
    computed(() => ({
      ...fixed(scroller, rowHeight),
      count: rows().length,
      enabled: isVirtual(),
      overscan: beyond.value,
    })),
  )
  const visible = computed((): Visible => {
    const all = rows()
    if (!isVirtual()) return { from: 0, items: all, before: 0, after: 0 }
    const items = virtualizer.value.getVirtualItems()
    const from = items[0]?.index ?? 0
    const to = from + items.length
    return { from, items: all.slice(from, to), before: from * rowHeight, after: (all.length - to) * rowHeight }
  })

  landing(dressed, visible, () => virtualizer.value.isScrolling)
  const keys = drawing(visible, isFlying, active)

  async function showRow(index: number): Promise<HTMLElement | null> {
    if (isVirtual()) virtualizer.value.scrollToIndex(index)
    for (let frame = 0; frame < 10; frame++) {
      await nextTick()
      const row = scroller.value?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)
      if (row) return row
      await new Promise(requestAnimationFrame)
    }
    return null
  }

  return { visible, keys, dressed, showRow }
}

/** What does not change: rows of one height, under a sticky header as high as one. */
const fixed = (scroller: Readonly<ShallowRef<HTMLElement | null>>, rowHeight: number) => ({
  getScrollElement: () => scroller.value,
  estimateSize: () => rowHeight,
  scrollMargin: rowHeight,
  scrollPaddingStart: rowHeight,
})

/** How many rows are rendered beyond each edge: none in flight, nor in the first frame: what is in sight comes first. */
function rowsBeyond(isFlying: () => boolean): ComputedRef<number> {
  const isShown = ref(false)
  onMounted(() => requestAnimationFrame(() => requestAnimationFrame(() => (isShown.value = true))))
  return computed(() => (isShown.value && !isFlying() ? 6 : 0))
}

/**
 * Which elements draw which row, by their keys: a row keeps its own as long as it is visible. Those that fly past are drawn with
 * the elements of those that have gone: a thousand new ones a second would be as much garbage. Never with those of the active
 * row: its focus would go over to somebody else.
 */
function drawing(
  visible: ComputedRef<Visible>,
  isFlying: () => boolean,
  active: () => Id | null,
): ComputedRef<number[]> {
  let drawn = new Map<Id, number>()
  let last = 0

  function draw(ids: ReadonlySet<Id>): Map<Id, number> {
    const gone = [...drawn].filter(([id]) => isFlying() && !ids.has(id) && id !== active())
    const free = gone.map(([, key]) => key)
    return new Map([...ids].map((id) => [id, drawn.get(id) ?? free.pop() ?? ++last]))
  }
  return computed(() => {
    drawn = draw(new Set(visible.value.items.map(({ id }) => id)))
    return [...drawn.values()]
  })
}

/**
 * Says in `dressed` how many of the visible rows have their buttons: none while rows pass by faster than anybody could use them
 * (most of those of the last frame are gone), and a handful more with each frame once they stand, so that no frame waits for all.
 */
function landing(dressed: Ref<number>, visible: ComputedRef<Visible>, isScrolling: () => boolean): void {
  watch(visible, (now, before) => {
    const isElsewhere = Math.abs(now.from - before.from) * 2 > now.items.length
    if (isElsewhere && isScrolling()) dressed.value = 0
  })

  function dress(): void {
    if (isScrolling()) return
    dressed.value += handful
    if (dressed.value < visible.value.items.length) requestAnimationFrame(dress)
    else dressed.value = Infinity
  }
  watch(isScrolling, (is) => is || dress())
}
