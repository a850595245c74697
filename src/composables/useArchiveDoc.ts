import { computed, watch } from 'vue'
import { archiveDoc } from '../db/queries.ts'
import { archivedColumns, archivePeople } from '../domain/archivePeople.ts'
import type { Id } from '../domain/model.ts'
import { useSync } from '../stores/sync.ts'
import { useLive } from './useLive.ts'
import { useTask } from './useTask.ts'

/** The people of one archive; its file is fetched now when this device does not hold it yet. */
export function useArchiveDoc(id: () => Id) {
  const sync = useSync()
  const { data: doc } = useLive((db) => archiveDoc(db, id()), [id])
  const fetching = useTask(() => sync.archiveFile(id()))

  watch(
    doc,
    (value) => {
      if (value === null) void fetching.run()
    },
    { immediate: true },
  )

  return {
    people: computed(() => (doc.value ? archivePeople(doc.value) : null)),
    columns: computed(() => (doc.value ? archivedColumns(doc.value) : [])),
    code: fetching.code,
    busy: fetching.busy,
    retry: () => fetching.run(),
  }
}
