import type { ExportFormat } from '../domain/exportFormat.ts'
import { dayText, type ExportTable } from '../domain/exportTable.ts'
import type { Journal } from './useJournal.ts'
import { useExport } from './useExport.ts'
import { useTask, type Task } from './useTask.ts'

/** Saves all that a journal's filter lets through, not only what is shown: the rest is asked for first. */
export function useJournalFile<Line>(
  journal: Journal<Line>,
  of: () => string,
  table: (lines: Line[]) => ExportTable,
  json: (lines: Line[], exportedAt: number) => string,
): Task<[ExportFormat], void> {
  const save = useExport()
  return useTask(async (format: ExportFormat) => {
    const lines = await journal.all()
    const at = Date.now()
    await save(format, { of: of(), days: [dayText(at)], table: () => table(lines), json: () => json(lines, at) })
  })
}
