import { useSync } from '../stores/sync.ts'
import { saveFile } from './saveFile.ts'

/** Saves edits that the cloud does not have as a file. */
export const useSaveUnsent = (): ((file: Blob) => void) => {
  return (file) => saveFile(`punctaj-unsent-${new Date().toISOString().slice(0, 10)}.json`, file)
}

/** Saves every edit of who is signed in that the cloud does not have. */
export function useExportUnsent(): () => Promise<void> {
  const sync = useSync()
  const save = useSaveUnsent()
  return async () => save(await sync.exportUnsent())
}
