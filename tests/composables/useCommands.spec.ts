// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope, ref } from 'vue'
import { commandsOf, useCommands, useShortcuts } from '../../src/composables/useCommands.ts'
import { useSync } from '../../src/stores/sync.ts'
import { locked } from '../db/filled.ts'

let scope: EffectScope
const [undo, palette] = [vi.fn(), vi.fn()]
const isOff = ref(false)

beforeEach(() => {
  vi.clearAllMocks()
  isOff.value = false
  setActivePinia(createPinia())
  document.body.innerHTML =
    '<button>b</button><input><input type="checkbox"><textarea></textarea><div role="menu" tabindex="0"></div>'
  scope = effectScope()
  scope.run(() => {
    useShortcuts()
    useCommands('page', () => [
      { id: 'undo', label: 'Anulează', keys: ['Mod+z', '+'], enabled: !isOff.value, run: undo },
    ])
    useCommands('app', () => [{ id: 'palette', label: 'Caută', keys: ['Mod+k'], inFields: true, run: palette }])
  })
})
afterEach(() => scope.stop())

function press(key: string, on = 'button', ctrlKey = true): boolean {
  const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true })
  document.querySelector(on)?.dispatchEvent(event)
  return event.defaultPrevented
}

describe('shortcuts', () => {
  it('run what they stand for, and keep the browser from its own', () => {
    expect(press('z')).toBe(true)
    expect(press('+', 'button', false)).toBe(true)
    expect(press('j')).toBe(false)
    expect(undo).toHaveBeenCalledTimes(2)
  })

  it('leave a field its keys, but for those that mean nothing there; a checkbox is no field', () => {
    for (const field of ['input', 'textarea']) {
      expect(press('z', field)).toBe(false)
      expect(press('+', field, false)).toBe(false)
      expect(press('k', field)).toBe(true)
    }
    expect(undo).not.toHaveBeenCalled()
    expect(press('+', '[type=checkbox]', false)).toBe(true)
  })

  it('do nothing under the lock, unless it was passed for reading', () => {
    useSync().lock = locked
    expect([press('z'), press('k')]).toEqual([false, false])
    useSync().readOnly = true
    expect(press('k')).toBe(true)
    expect(undo).not.toHaveBeenCalled()
  })

  it('do nothing under a dialog or in a menu, nor when somebody else has acted on the key', () => {
    expect(press('+', '[role=menu]', false)).toBe(false)
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    expect([press('z'), press('k')]).toEqual([false, false])
    dialog.remove()
    document.querySelector('button')?.addEventListener('keydown', (event) => event.preventDefault())
    press('z')
    expect(undo).not.toHaveBeenCalled()
  })

  it('stay silent while what they do cannot be done', () => {
    isOff.value = true
    expect(press('z')).toBe(false)
    expect(undo).not.toHaveBeenCalled()
  })

  it('go with the part of the screen that offers them', () => {
    expect(commandsOf('page').map(({ id }) => id)).toEqual(['undo'])
    scope.stop()
    expect([commandsOf('page'), commandsOf('app')]).toEqual([[], []])
    expect(press('z')).toBe(false)
  })
})
