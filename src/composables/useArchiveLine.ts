import { computed } from 'vue'
import { archivesView } from '../db/queries.ts'
import { codeOf } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { useLive } from './useLive.ts'

/** All archives, and the one that an address names: undefined while it is looked up, null when it is not among them. */
export function useArchiveLine(id: () => Id) {
  const { data: lines, error } = useLive((db) => archivesView(db))
  const line = computed(() => (lines.value ? (lines.value.find(({ row }) => row.id === id()) ?? null) : undefined))
  return { lines, line, code: computed(() => (error.value === undefined ? null : codeOf(error.value))) }
}
