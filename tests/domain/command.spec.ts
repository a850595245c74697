import { describe, expect, it, vi } from 'vitest'
import { type Command, comboOf, deedOf, keyNames } from '../../src/domain/command.ts'

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', true>> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

describe('a key press', () => {
  it('is the same combination with Ctrl and with ⌘', () => {
    expect(comboOf(press('k', { ctrlKey: true }))).toBe('Mod+k')
    expect(comboOf(press('k', { metaKey: true }))).toBe('Mod+k')
    expect(comboOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Mod+Shift+z')
  })

  it('is the character where that needs Shift on some keyboards only', () => {
    expect([comboOf(press('?', { shiftKey: true })), comboOf(press('+', { shiftKey: true }))]).toEqual(['?', '+'])
    expect([comboOf(press('+')), comboOf(press('/'))]).toEqual(['+', '/'])
  })

  it('names Shift with keys that mean something else without it', () => {
    expect(comboOf(press('ArrowDown', { shiftKey: true }))).toBe('Shift+ArrowDown')
    expect(comboOf(press(' ', { shiftKey: true }))).toBe('Shift+ ')
  })

  it('is none with Alt, nor of a modifier alone', () => {
    expect([comboOf(press('k', { altKey: true, ctrlKey: true })), comboOf(press('Shift', { shiftKey: true }))]).toEqual(
      [null, null],
    )
  })
})

describe('a command', () => {
  const [undoIt, other, open] = [vi.fn(), vi.fn(), vi.fn()]
  const undo: Command = { id: 'undo', label: 'Anulează', keys: ['Mod+z'], run: undoIt }
  const palette: Command = { id: 'palette', label: 'Caută', keys: ['Mod+k'], inFields: true, run: open }
  const deed = (commands: Command[], key: string, isInField = false) =>
    deedOf(commands, press(key, { ctrlKey: true }), isInField)

  it('runs by its keys, in a field only where it says so', () => {
    expect([deed([undo, palette], 'z'), deed([undo, palette], 'k')]).toEqual([undoIt, open])
    expect([deed([undo, palette], 'z', true), deed([undo, palette], 'k', true)]).toEqual([null, open])
  })

  it('that cannot be done now, or belongs to a part of the screen, runs by no key', () => {
    expect(deed([{ ...undo, enabled: false }], 'z')).toBeNull()
    expect(deed([{ id: 'row', label: 'Rând', keys: ['Mod+z'] }], 'z')).toBeNull()
  })

  it('that cannot be done now may say why', () => {
    expect(deed([{ ...undo, enabled: false, refuse: other }], 'z')).toBe(other)
    expect(deed([{ ...undo, refuse: other }], 'z')).toBe(undoIt)
  })

  it('of the same keys that can be done stands in for one that cannot', () => {
    expect(
      deed(
        [
          { ...undo, enabled: false },
          { ...undo, id: 'other', run: other },
        ],
        'z',
      ),
    ).toBe(other)
  })
})

describe('the names of keys', () => {
  it('are those of the keyboard in front of the person', () => {
    expect(keyNames('Mod+Shift+z', false, 'Spațiu')).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyNames('Mod+Shift+z', true, 'Spațiu')).toEqual(['⌘', '⇧', 'Z'])
  })

  it('know the arrows, the space bar, and a plus that is a key', () => {
    expect(['Shift+ArrowDown', ' ', '+', 'Mod++', '-'].map((combo) => keyNames(combo, false, 'Spațiu'))).toEqual([
      ['Shift', '↓'],
      ['Spațiu'],
      ['+'],
      ['Ctrl', '+'],
      ['−'],
    ])
  })
})
