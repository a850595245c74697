import { inject, type InjectionKey, provide, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useEdit } from '../../composables/useEdit.ts'
import type { PlaceForm } from '../../domain/placeForm.ts'
import type { PlaceTarget, PlaceTask } from '../../domain/placeMenu.ts'
import { moveOp } from '../../domain/placeOrder.ts'
import type { DirectoryCity } from '../../domain/views.ts'
import { useFormat } from '../../i18n/format.ts'

type PlaceTasks = ReturnType<typeof usePlaceTasks>

const key: InjectionKey<PlaceTasks> = Symbol('place tasks')

/** For the pages inside the shell: what they ask for opens in the shell. */
export const providePlaceTasks = (tasks: PlaceTasks): void => provide(key, tasks)

/** The shell's. */
export function useShellTasks(): PlaceTasks {
  const tasks = inject(key)
  if (!tasks) throw new Error('a page outside of the shell has no places')
  return tasks
}

/** What the menus of cities and institutions do: open a dialog, or move a place at once. */
export function usePlaceTasks(cities: () => DirectoryCity[]) {
  const { t } = useI18n()
  const format = useFormat()
  const edit = useEdit()
  const dialog = shallowRef<PlaceForm | null>(null)
  /** Where a place has moved to, for those who do not see it. */
  const said = ref('')

  async function move(target: PlaceTarget, by: -1 | 1): Promise<void> {
    const { city, institution } = target
    const op = moveOp(target, cities(), by)
    if (!op || !(await edit([op]))) return
    const rows = institution ? city.institutions : cities()
    const at = rows.findIndex(({ id }) => id === (institution ?? city).id) + by
    const numbers = { n: format.number(at + 1), of: format.number(rows.length) }
    said.value = t('place.moved', { name: (institution ?? city).name, ...numbers })
  }

  function run(target: PlaceTarget, task: PlaceTask): void {
    switch (task) {
      case 'up':
        return void move(target, -1)
      case 'down':
        return void move(target, 1)
      case 'createInstitution':
      case 'rename':
      case 'setup':
      case 'delete':
        dialog.value = { is: task, target }
    }
  }

  return {
    dialog,
    said,
    run,
    open: (form: PlaceForm | null): void => void (dialog.value = form),
    createCity: (): void => void (dialog.value = { is: 'createCity' }),
    close: (): void => void (dialog.value = null),
  }
}
