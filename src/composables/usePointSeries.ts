import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { currentDb } from '../db/current.ts'
import { archivePoints } from '../db/queries.ts'
import type { PunctajDb } from '../db/schema.ts'
import { codeOf, type Code } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { type PersonPoints, pointSeries } from '../domain/pointSeries.ts'
import type { ArchiveLine } from '../domain/views.ts'

/** How long documents are read before the page may draw and answer keys again. */
const sliceMs = 12
const rest = (): Promise<void> => new Promise((resume) => setTimeout(resume))

/** Everybody's points over an institution's weeks. Documents are read once, newest first, a few at a time. */
export function usePointSeries(weeks: () => readonly ArchiveLine[]) {
  const known = new Map<Id, PersonPoints[]>()
  const read = shallowRef<ReadonlyMap<Id, PersonPoints[]>>(new Map())
  const reading = ref(true)
  const code = ref<Code | null>(null)
  let turn = 0

  async function readAll(db: PunctajDb, lines: readonly ArchiveLine[]): Promise<void> {
    const own = ++turn
    const due = [...lines].reverse().filter(({ row, local }) => local && !known.has(row.id))
    reading.value = due.length > 0
    let began = performance.now()
    for (const { row } of due) {
      const points = await archivePoints(db, row.id)
      if (points) known.set(row.id, points)
      if (performance.now() - began > sliceMs) {
        await rest()
        began = performance.now()
      }
      if (own !== turn) return
    }
    read.value = new Map(known)
    reading.value = false
  }

  watch(
    weeks,
    (lines) => {
      const db = currentDb()
      if (db) readAll(db, lines).catch((error: unknown) => (code.value = codeOf(error)))
    },
    { immediate: true },
  )
  onScopeDispose(() => turn++)

  return {
    people: computed(() => pointSeries(weeks().map(({ row }) => read.value.get(row.id)))),
    reading,
    code,
    /** Weeks whose file is not on this device. */
    missing: computed(() => weeks().filter(({ local }) => !local).length),
  }
}
