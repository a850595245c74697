import { computed, onScopeDispose, ref, type Ref } from 'vue'
import { keepOrder, type Sort, sortRoster } from '../domain/rosterSort.ts'
import type { RosterRow } from '../domain/views.ts'

/** How long a mouse or a finger is still before rows may move under it, ms. */
const restMs = 3000

/**
 * Rows in order. While somebody points at them they stay where they are, whatever their points become: the second of two clicks
 * would be somebody else's. Then they take their places.
 *
 * @returns `point`: to be called when a mouse or a finger moves or presses
 */
export function useSortedRows(rows: () => readonly RosterRow[], sort: Readonly<Ref<Sort>>) {
  const rests = ref(0)
  let last: { rows: RosterRow[]; sort: Sort | null; isHeld: boolean } = { rows: [], sort: null, isHeld: false }
  const hand = useHand(() => {
    if (last.isHeld) rests.value += 1
  })
  const sorted = computed(() => {
    void rests.value
    const isHeld = hand.isAtWork() && last.sort === sort.value
    const inOrder = isHeld ? keepOrder(rows(), last.rows) : sortRoster(rows(), sort.value)
    last = { rows: inOrder, sort: sort.value, isHeld }
    return inOrder
  })
  return { sorted, point: hand.move }
}

/** @param rested called back when the hand has come to rest */
function useHand(rested: () => void) {
  let movedAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const left = (): number => movedAt + restMs - performance.now()

  function look(): void {
    timer = undefined
    if (left() > 0) timer = setTimeout(look, left())
    else rested()
  }
  onScopeDispose(() => clearTimeout(timer))

  return {
    isAtWork: (): boolean => left() > 0,
    move(): void {
      movedAt = performance.now()
      timer ??= setTimeout(look, restMs)
    },
  }
}
