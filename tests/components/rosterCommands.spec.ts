// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import RosterToolbar from '../../src/components/roster/RosterToolbar.vue'
import { commandsOf } from '../../src/composables/useCommands.ts'
import type { Capability } from '../../src/domain/model.ts'
import { useSync } from '../../src/stores/sync.ts'
import { useRosterCommands } from '../../src/views/roster/useRosterCommands.ts'
import { mount, type Mounted } from './mount.ts'

const all: Capability[] = ['view', 'edit', 'delete', 'score', 'reset']
const undo = vi.fn()
const openDialog = vi.fn()
let open: Mounted | undefined

beforeEach(() => {
  vi.clearAllMocks()
  setActivePinia(createPinia())
})
afterEach(() => open?.unmount())

function bar({ can = all, picked = 0, steps = { undo: 0, redo: 0 } } = {}): Mounted {
  const roster = {
    can: () => can,
    picked: () => Array.from({ length: picked }, (_, n) => ({ id: `id-${n}` })),
    steps: () => steps,
    undo,
    open: openDialog,
    search: () => undefined,
    clear: () => undefined,
  }
  const page = defineComponent(() => {
    const { groups } = useRosterCommands(roster)
    return () => h(RosterToolbar, { groups: groups.value })
  })
  return (open = mount(page, {}))
}

const enabled = (): string[] =>
  [...document.querySelectorAll('button')]
    .filter((one) => !one.disabled)
    .map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())

describe('the buttons of a roster', () => {
  it('can be pressed when they have something to do', async () => {
    bar()
    expect(enabled()).toEqual(['🔄 Reset punctaj', 'Adaugă angajat'])
    open?.unmount()
    const page = bar({ picked: 2, steps: { undo: 1, redo: 0 } })
    expect(enabled()).not.toContain('Refă')
    expect(enabled()).not.toContain('Editează angajat')
    await page.press('Anulează')
    await page.press('➖ Scade punctaj')
    expect(undo).toHaveBeenCalledWith('undo')
    expect(openDialog).toHaveBeenCalledWith({ is: 'points', sign: -1 })
  })

  it('are only those of the person’s rights, and dead while reading behind the cloud', () => {
    bar({ can: ['view', 'score'] })
    expect(document.querySelectorAll('button')).toHaveLength(4)
    open?.unmount()
    useSync().readOnly = true
    bar({ picked: 1, steps: { undo: 1, redo: 1 } })
    expect(enabled()).toEqual([])
  })

  it('say their keys', () => {
    const page = bar({ steps: { undo: 1, redo: 1 } })
    expect(page.button('Refă').getAttribute('aria-keyshortcuts')).toBe('Control+Shift+Z Control+Y')
    expect(page.button('➕ Adaugă punctaj').getAttribute('aria-keyshortcuts')).toBe('+')
  })
})

describe('the commands of a roster', () => {
  const ids = () => commandsOf('page').map(({ id }) => id)

  it('are the same as its buttons, with the search and the keys of its rows, as long as it is on the screen', () => {
    bar()
    expect(ids()).toEqual(
      expect.arrayContaining(['roster.search', 'roster.addPoints', 'roster.reset', 'row.move', 'row.many']),
    )
    expect(commandsOf('page').find(({ id }) => id === 'roster.addPoints')).toMatchObject({
      enabled: false,
      keys: ['+'],
    })
    open?.unmount()
    expect(ids()).toEqual([])
  })

  it('offer nobody what they may not do, nor its keys', () => {
    bar({ can: ['view'] })
    expect(ids()).not.toContain('roster.addPoints')
    expect(ids()).not.toContain('row.edit')
    expect(ids()).not.toContain('row.many')
    expect(ids()).toEqual(expect.arrayContaining(['roster.search', 'row.history']))
  })
})
