import { csvText } from '../domain/csv.ts'
import { CloudError } from '../domain/errors.ts'
import type { ExportFormat } from '../domain/exportFormat.ts'
import type { ExportTable } from '../domain/exportTable.ts'
import { exportName } from '../domain/exportName.ts'
import { saveFile } from './saveFile.ts'
import { useTold } from './useTold.ts'

/** Something that can be saved as a file of each format. */
export interface Exported {
  /** What it is of, and its days: the file's name. */
  of: string
  days: string[]
  table: () => ExportTable
  json: () => string | Promise<string>
  /** Where the JSON is a file that has a name already. */
  jsonName?: string
}

const types: Record<ExportFormat, string> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
}

/** Saves a table in the format that was chosen; says so when it cannot. Works offline: nothing of it needs the cloud. */
export function useExport(): (format: ExportFormat, what: Exported) => Promise<void> {
  const told = useTold()
  return async (format, what) => {
    const content = await told(() => contentOf(format, what))
    if (content === null) return
    const name = (format === 'json' && what.jsonName) || exportName(what.of, what.days, format)
    saveFile(name, new Blob([content], { type: types[format] }))
  }
}

async function contentOf(format: ExportFormat, { table, json }: Exported): Promise<BlobPart> {
  switch (format) {
    case 'csv':
      return csvText(table())
    case 'json':
      return json()
    case 'xlsx': {
      const part = await import('./xlsxFile.ts').catch((): never => {
        throw new CloudError('offline', 'a part of the app is not here yet')
      })
      return part.xlsxBytes(table())
    }
  }
}
