import type { LaunchedFile } from '../stores/ui.ts'

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly LaunchedFile[] }) => void): void
}

/**
 * Told of every file that the operating system opens with the installed app, also of those that started it. The page stays
 * where it is (`focus-existing` in the manifest): it is up to the app to show them.
 */
export function onLaunch(open: (files: LaunchedFile[]) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) open([...files])
  })
}
