import { outboxView, trayView } from '../db/queries.ts'
import type { PunctajDb } from '../db/schema.ts'
import { type TrayLine, trayLine } from '../domain/trayLine.ts'
import { useLive } from './useLive.ts'

const short = (id: string): string => id.slice(0, 8)
const names = { institution: short, employee: short }

/** Every own edit that the cloud does not have, oldest first; for a page on which the places they speak of are gone. */
async function unsentLines(db: PunctajDb): Promise<TrayLine[]> {
  const [outbox, tray] = [await outboxView(db), await trayView(db)]
  const waiting = outbox.filter(({ state }) => state === 'unsent')
  return [
    ...tray.map(({ op, result, at }) => trayLine(op, result, at, names)),
    ...waiting.map(({ op }) => trayLine(op, { id: op.id, status: 'applied' }, op.at, names)),
  ]
}

export const useUnsentLines = () => useLive(unsentLines).data
