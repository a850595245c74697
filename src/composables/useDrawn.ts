import { ref, type Ref } from 'vue'
import { whenIdle } from './whenIdle.ts'

/** Lines that fill a screen. */
const screenful = 20

/** How many lines of a long list are drawn: a screenful at once, the rest below it in the browser's idle times. */
export function useDrawn(wanted: () => number): Readonly<Ref<number>> {
  const drawn = ref(screenful)
  whenIdle(wanted, () => {
    if (drawn.value < wanted()) drawn.value += screenful
    return drawn.value >= wanted()
  })
  return drawn
}
