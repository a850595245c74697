import { nextTick, type Ref, watch } from 'vue'

/** The addresses before and after this one in the tab's history, as the router notes them. */
function neighbours(): string[] {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null) return []
  const { back, forward } = state as { back?: unknown; forward?: unknown }
  return [forward, back].filter((path) => typeof path === 'string')
}

const isFree = (): boolean => document.activeElement === null || document.activeElement === document.body

/** Where a link back to `path` leads: to the page as it was left, with what it was narrowed to. */
export const backTo = (path: string): string =>
  neighbours().find((one) => one === path || one.startsWith(`${path}?`)) ?? path

/** The focus goes to a page's heading when a link has led here, whose own place is gone. */
export function useHeadingFocus(heading: Readonly<Ref<HTMLElement | null>>): void {
  watch(heading, (element) => {
    if (element && neighbours().length > 0 && isFree()) element.focus({ preventScroll: true })
  })
}

/** The focus goes back to the link to which this page was left, as soon as `ready`. */
export function useReturnFocus(root: Readonly<Ref<HTMLElement | null>>, ready: () => boolean): void {
  const stop = watch(
    ready,
    async (isReady) => {
      if (!isReady) return
      await nextTick()
      stop()
      const links = [...(root.value?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? [])]
      const link = links.find(({ pathname }) => neighbours().some((path) => isUnder(path, pathname)))
      if (link && isFree()) link.focus()
    },
    { immediate: true, flush: 'post' },
  )
}

const isUnder = (path: string, page: string): boolean =>
  path === page || path.startsWith(`${page}/`) || path.startsWith(`${page}?`)
