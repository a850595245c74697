import type { Page } from '@playwright/test'

/*
 * What a person waits for in a big roster, by the page's own clock. Drawn: in the task after the frame that shows it.
 */

/** Clicks the link to an institution and measures until its first rows are drawn. Milliseconds. */
export const clickToRows = (page: Page, institution: string): Promise<number> =>
  page.evaluate((id) => {
    const link = document.querySelector<HTMLElement>(`a[href="/institution/${id}"]`)
    if (link === null) throw new Error('no link to the institution')
    return new Promise<number>((resolve) => {
      const start = performance.now()
      const observer = new MutationObserver(() => {
        if (document.querySelector('[role="grid"] tr[aria-rowindex="2"]') === null) return
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
      })
      observer.observe(document, { childList: true, subtree: true })
      link.click()
    })
  }, institution)

/** Writes a search letter by letter. @returns for each letter, how long the page was at work until the rows were the new ones, ms */
export const searchTimes = (
  page: Page,
  query: string,
  at = { field: 'input[type="search"]', list: '[role="grid"]' },
): Promise<number[]> =>
  page.evaluate(
    async ([text, { field, list }]) => {
      const input = document.querySelector<HTMLInputElement>(field)
      const rows = document.querySelector(list)
      if (input === null || rows === null) throw new Error('no search')
      const times: number[] = []
      for (let length = 1; length <= text.length; length++) {
        await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame, 50)))
        input.value = text.slice(0, length)
        const start = performance.now()
        input.dispatchEvent(new InputEvent('input', { bubbles: true }))
        // Vue renders in a microtask, the layout is asked for here.
        await new Promise<void>((done) => queueMicrotask(() => setTimeout(done)))
        rows.getBoundingClientRect()
        times.push(performance.now() - start)
      }
      return times
    },
    [query, at] as const,
  )

/** Scrolls through the whole grid, a screen each frame. @returns how long the frames' tasks of more than 50 ms took, ms */
export const longTasksOfScroll = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const grid = document.querySelector('[role="grid"]')?.parentElement
    if (!grid) throw new Error('no grid')
    const long: number[] = []
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)))
    observer.observe({ entryTypes: ['longtask'] })
    const end = grid.scrollHeight - grid.clientHeight
    while (grid.scrollTop < end) {
      grid.scrollTop = Math.min(end, grid.scrollTop + grid.clientHeight)
      await new Promise(requestAnimationFrame)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    observer.disconnect()
    return long
  })
