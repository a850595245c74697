import { unsentView } from '../db/queries.ts'
import type { PunctajDb } from '../db/schema.ts'
import { type UnsentLine, unsentLine } from '../domain/unsentLine.ts'
import { useLive } from './useLive.ts'

/** Every own edit that the cloud does not have; for a page on which the places they speak of are gone. */
async function unsentLines(db: PunctajDb): Promise<UnsentLine[]> {
  const { outbox, tray } = await unsentView(db)
  const waiting = outbox.filter(({ state }) => state === 'unsent')
  return [
    ...tray.map(({ op, result, at, names }) => unsentLine(op, result.code ?? result.status, at, names)),
    ...waiting.map(({ op, names }) => unsentLine(op, null, op.at, names)),
  ]
}

/** The lines as they stand, refused ones first; undefined until they were read. */
export const useUnsentLines = () => useLive(unsentLines).data
