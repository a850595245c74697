import { Dexie, RangeSet } from 'dexie'

/**
 * Live queries hear of a write with its commit's answer. After one whose answer was lost they have heard nothing: all of them,
 * in every tab, look again.
 */
export function refreshAll(db: Dexie): void {
  const parts = db.tables.flatMap(({ name, schema }) =>
    ['', ':dels', ...schema.indexes.map((index) => index.name)].map((part) => `idb://${db.name}/${name}/${part}`),
  )
  Dexie.on.storagemutated.fire(Object.fromEntries(parts.map((part) => [part, new RangeSet(-Infinity, [[]])])))
}
