import { useSync } from '../stores/sync.ts'
import { saveFile } from './saveFile.ts'

/** Saves every edit that the cloud does not have as a file. */
export function useExportUnsent(): () => Promise<void> {
  const sync = useSync()
  return async () => {
    const day = new Date().toISOString().slice(0, 10)
    saveFile(`punctaj-unsent-${day}.json`, await sync.exportUnsent())
  }
}
