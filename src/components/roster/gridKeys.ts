/** What a key press on a row of the roster asks for. */
export type GridKey =
  | { does: 'move'; by: number; extend: boolean }
  | { does: 'edge'; end: boolean }
  | { does: 'toggle' }
  | { does: 'all' }
  | { does: 'points'; sign: 1 | -1 }
  | { does: 'set' }
  | { does: 'edit' }
  | { does: 'remove' }
  | { does: 'history' }

type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

const plain: Record<string, GridKey> = {
  ' ': { does: 'toggle' },
  Home: { does: 'edge', end: false },
  End: { does: 'edge', end: true },
  F2: { does: 'set' },
  Enter: { does: 'edit' },
  Delete: { does: 'remove' },
  h: { does: 'history' },
  '+': { does: 'points', sign: 1 },
  '=': { does: 'points', sign: 1 },
  '-': { does: 'points', sign: -1 },
}

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

export function gridKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Press): GridKey | null {
  if (altKey) return null
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' ? { does: 'all' } : null
  const by = steps[key]
  if (by !== undefined) return { does: 'move', by, extend: shiftKey }
  return plain[key] ?? null
}
