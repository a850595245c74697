import { outboxView, trayView } from '../db/queries.ts'
import type { PunctajDb } from '../db/schema.ts'
import type { Id } from '../domain/model.ts'
import type { OpNames } from '../domain/opNames.ts'
import { type TrayLine, trayLine } from '../domain/trayLine.ts'
import { useLive } from './useLive.ts'

function namesIn(names: OpNames = {}) {
  const name = (id: Id): string => names[id] ?? id.slice(0, 8)
  return { city: name, institution: name, employee: name }
}

/** Every own edit that the cloud does not have; for a page on which the places they speak of are gone. */
async function unsentLines(db: PunctajDb): Promise<TrayLine[]> {
  const [outbox, tray] = [await outboxView(db), await trayView(db)]
  const waiting = outbox.filter(({ state }) => state === 'unsent')
  return [
    ...tray.map(({ op, result, at, names }) => trayLine(op, result, at, namesIn(names))),
    ...waiting.map(({ op, names }) => trayLine(op, { id: op.id, status: 'applied' }, op.at, namesIn(names))),
  ]
}

export const useUnsentLines = () => useLive(unsentLines).data
