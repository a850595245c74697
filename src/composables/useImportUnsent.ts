import { computed, ref, shallowRef } from 'vue'
import { currentDb } from '../db/current.ts'
import { importUnsent, previewImport } from '../db/importUnsent.ts'
import { parseUnsent } from '../db/unsentSchema.ts'
import { CloudError } from '../domain/errors.ts'
import { opGroups } from '../domain/opGroups.ts'
import { type ImportPlan, type UnsentFile, unsentLimits } from '../domain/unsentFile.ts'
import { useTask } from './useTask.ts'

/** Takes unsent edits out of a file of another device: reads it, shows what it would bring, then takes it. */
export function useImportUnsent() {
  const file = shallowRef<UnsentFile | null>(null)
  const plan = shallowRef<ImportPlan | null>(null)
  /** Whose a refused file is. */
  const foreign = ref<string | null>(null)

  function database() {
    const db = currentDb()
    if (!db) throw new CloudError('session_ended')
    return db
  }

  const open = useTask(async (blob: Blob) => {
    close()
    if (blob.size > unsentLimits.bytes) throw new CloudError('file_too_large')
    const parsed = parseUnsent(await blob.text())
    if (parsed.user !== database().user) foreign.value = parsed.name
    plan.value = await previewImport(database(), parsed)
    file.value = parsed
  })

  const take = useTask(async () => {
    const taken = file.value && (await importUnsent(database(), file.value))
    close()
    return taken ?? undefined
  })

  function close(): void {
    file.value = plan.value = foreign.value = null
  }

  const groups = computed(() => ({
    outbox: opGroups(plan.value?.outbox ?? []),
    tray: opGroups(plan.value?.tray ?? []),
  }))

  return { file, plan, foreign, groups, open, take, close }
}
