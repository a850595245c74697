import * as v from 'valibot'
import { type RosterExport, rosterFormat, rosterVersion } from '../domain/rosterExport.ts'

const text = v.pipe(v.string(), v.maxLength(1000))

/** A file of {@link RosterExport}: parsed into own-key copies, whole or not at all. Fields of a later app are left out. */
export const rosterExportSchema = v.object({
  punctaj: v.literal(rosterFormat),
  version: v.literal(rosterVersion),
  exportedAt: v.pipe(v.number(), v.safeInteger()),
  city: text,
  institution: text,
  columns: v.array(text),
  ranks: v.record(text, text),
  people: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.uuid()),
        name: text,
        discord: text,
        rank: v.nullable(v.pipe(v.number(), v.safeInteger())),
        points: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        fields: v.record(text, text),
      }),
    ),
    v.maxLength(100_000),
  ),
}) satisfies v.GenericSchema<unknown, RosterExport>
