import { comboOf, type Press } from '../../domain/command.ts'
import type { Capability } from '../../domain/model.ts'

/** What a key press on a row of the roster asks for. */
export type GridKey =
  | { does: 'move'; by: number; extend: boolean }
  | { does: 'edge'; end: boolean }
  /** `range`: all from the row that was selected last. */
  | { does: 'toggle'; range: boolean }
  | { does: 'all' }
  | { does: 'points'; sign: 1 | -1 }
  | { does: 'set' }
  | { does: 'edit' }
  | { does: 'remove' }
  | { does: 'history' }

/** One line of the sheet of keys: what the keys do, in `keys.row`, and who may do it. */
interface RowKeys {
  name: 'move' | 'extend' | 'select' | 'range' | 'all' | 'set' | 'edit' | 'history'
  needs: Capability
  asks: Readonly<Record<string, GridKey>>
}

const move = (by: number, extend = false): GridKey => ({ does: 'move', by, extend })

/** The keys of a row that are nobody else's; those of points and deletion belong to the page's own commands too. */
export const rowKeys: readonly RowKeys[] = [
  {
    name: 'move',
    needs: 'view',
    asks: {
      ArrowDown: move(1),
      ArrowUp: move(-1),
      PageDown: move(10),
      PageUp: move(-10),
      Home: { does: 'edge', end: false },
      End: { does: 'edge', end: true },
    },
  },
  {
    name: 'extend',
    needs: 'view',
    asks: {
      'Shift+ArrowDown': move(1, true),
      'Shift+ArrowUp': move(-1, true),
      'Shift+PageDown': move(10, true),
      'Shift+PageUp': move(-10, true),
    },
  },
  { name: 'select', needs: 'view', asks: { ' ': { does: 'toggle', range: false } } },
  { name: 'range', needs: 'view', asks: { 'Shift+ ': { does: 'toggle', range: true } } },
  { name: 'all', needs: 'view', asks: { 'Mod+a': { does: 'all' } } },
  { name: 'set', needs: 'score', asks: { F2: { does: 'set' } } },
  { name: 'edit', needs: 'edit', asks: { Enter: { does: 'edit' } } },
  { name: 'history', needs: 'view', asks: { h: { does: 'history' } } },
]

const asks: Readonly<Record<string, GridKey>> = Object.assign(
  {
    '+': { does: 'points', sign: 1 },
    '=': { does: 'points', sign: 1 },
    '-': { does: 'points', sign: -1 },
    Delete: { does: 'remove' },
  },
  ...rowKeys.map((line) => line.asks),
) as Record<string, GridKey>

export const gridKey = (press: Press): GridKey | null => asks[comboOf(press) ?? ''] ?? null
