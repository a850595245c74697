import { ref, type Ref } from 'vue'
import { whenIdle } from './whenIdle.ts'

/** Lines that fill a screen. */
const screenful = 20

/** Lines that a slow phone draws without keeping a finger waiting (under 50 ms). */
const handful = 6

/** How many lines of a long list are drawn: a screenful at once, the rest below it in the browser's idle times. */
export function useDrawn(wanted: () => number): Readonly<Ref<number>> {
  const drawn = ref(screenful)
  whenIdle(wanted, () => {
    if (drawn.value < wanted()) drawn.value += handful
    return drawn.value >= wanted()
  })
  return drawn
}
