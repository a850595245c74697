/** Every read of a view: one file a query, each in one transaction, own ops applied. */
export { archiveDoc, archivesView } from './queries/archives.ts'
export { contentsView } from './queries/contents.ts'
export { directoryView } from './queries/directory.ts'
export { historyView } from './queries/history.ts'
export { rosterView } from './queries/roster.ts'
export { changesView, statusView, trayView } from './queries/status.ts'
export { trayLines } from './queries/tray.ts'
export { unsentView } from './queries/unsent.ts'
