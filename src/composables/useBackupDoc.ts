import { computed, shallowRef } from 'vue'
import { type ArchiveDoc, readArchive } from '../db/archiveDoc.ts'
import { archivedColumns, archivePeople } from '../domain/archivePeople.ts'
import { CloudError } from '../domain/errors.ts'
import type { ArchiveRow } from '../domain/model.ts'
import { useSync } from '../stores/sync.ts'
import { useTask } from './useTask.ts'

/** The people of one backup: no device keeps those, so it is asked for each time. */
export function useBackupDoc(row: () => ArchiveRow) {
  const sync = useSync()
  const doc = shallowRef<ArchiveDoc | null>(null)
  const fetching = useTask(async () => {
    const archive = readArchive(await sync.backupText(row()))
    if (!archive) throw new CloudError('bad_answer', row().path)
    doc.value = archive.doc
  })
  void fetching.run()

  return {
    people: computed(() => (doc.value ? archivePeople(doc.value) : null)),
    columns: computed(() => (doc.value ? archivedColumns(doc.value) : [])),
    code: fetching.code,
    busy: fetching.busy,
    retry: () => fetching.run(),
  }
}
