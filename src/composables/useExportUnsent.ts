import { useSync } from '../stores/sync.ts'
import { saveUnsent } from './saveFile.ts'
import { useTold } from './useTold.ts'

/** Saves every edit of who is signed in that the cloud does not have; says so when it cannot. */
export function useExportUnsent(): () => Promise<void> {
  const sync = useSync()
  const told = useTold()
  return async () => {
    const file = await told(() => sync.exportUnsent())
    if (file) saveUnsent(file)
  }
}
