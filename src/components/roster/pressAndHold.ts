/** How long a finger rests before it means something else than a tap, ms. */
const restMs = 500

/**
 * What a finger that rests does, where a mouse has Shift. The tap that the browser makes of it afterwards is taken back; a
 * finger that scrolls is cancelled by the browser itself.
 */
export function pressAndHold(run: (target: Element) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isHeld = false
  return {
    begin(event: PointerEvent): void {
      isHeld = false
      const { target } = event
      if (event.pointerType !== 'touch' || !(target instanceof Element)) return
      timer = setTimeout(() => {
        isHeld = true
        run(target)
      }, restMs)
    },
    end: (): void => clearTimeout(timer),
    /** Android opens a menu under a finger that rests. */
    menu(event: Event): void {
      if (isHeld) event.preventDefault()
    },
    click(event: Event): void {
      if (!isHeld) return
      isHeld = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
