import { useI18n } from 'vue-i18n'
import { type ExportFormat, exportFormats } from '../domain/exportFormat.ts'
import { useCommands } from './useCommands.ts'

/** What a page offers as a file and on paper, for the palette too. `ready`: there is something to take. */
export function useFileCommands(
  ready: () => boolean,
  exportAs: (format: ExportFormat) => unknown,
  print: () => unknown,
): void {
  const { t } = useI18n()
  useCommands('page', () => {
    if (!ready()) return []
    const files = exportFormats.map((format) => ({
      id: `export.${format}`,
      label: `${t('export.menu')}: ${t(`export.as.${format}`)}`,
      run: () => void exportAs(format),
    }))
    return [...files, { id: 'export.print', label: t('export.print'), run: () => void print() }]
  })
}
