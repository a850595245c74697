import { useI18n } from 'vue-i18n'
import { directoryView, rosterView, trayView } from '../db/queries.ts'
import { currentDb } from '../db/current.ts'
import { resolveTray } from '../db/resolveTray.ts'
import type { PunctajDb } from '../db/schema.ts'
import { codeOf, errors } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { trayLine, type TrayLine } from '../domain/trayLine.ts'
import { useUi } from '../stores/ui.ts'
import { useLive } from './useLive.ts'

/** The tray with the names of today's people and places; an id stands for who is gone. */
async function namedTray(db: PunctajDb): Promise<TrayLine[]> {
  const rows = await trayView(db)
  const { cities } = await directoryView(db)
  const places = new Map(cities.flatMap((city) => [city, ...city.institutions]).map(({ id, name }) => [id, name]))
  const people = new Map<Id, string>()
  for (const id of new Set(rows.flatMap(({ op }) => ('institution' in op ? [op.institution] : [])))) {
    for (const row of (await rosterView(db, id))?.rows ?? []) people.set(row.id, row.name)
  }
  const place = (id: Id) => places.get(id) ?? id.slice(0, 8)
  const names = {
    city: place,
    institution: place,
    employee: (id: Id) => people.get(id) ?? id.slice(0, 8),
  }
  return rows.map(({ op, result, at }) => trayLine(op, result, at, names))
}

export function useTray() {
  const ui = useUi()
  const { locale } = useI18n()
  const { data } = useLive(namedTray)

  async function resolve(id: Id, keepMine: boolean): Promise<void> {
    const db = currentDb()
    try {
      if (db) await resolveTray(db, id, keepMine)
    } catch (error) {
      const { why, fix } = errors[codeOf(error)][locale.value === 'en' ? 'en' : 'ro']
      ui.toast(`${why} ${fix}`, 'bad')
    }
  }

  return { lines: data, resolve }
}
