import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { currentDb } from '../db/current.ts'
import { reverseStep, undoView, type Week } from '../db/undo.ts'
import type { UndoStep } from '../domain/undoStacks.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useLive } from './useLive.ts'
import { useTold } from './useTold.ts'

/** Undo and redo of own points in one place, in every tab and after a reload: an undo is an op like any other. */
export function useUndo(place: () => Week | null) {
  const { t } = useI18n()
  const format = useFormat()
  const ui = useUi()
  const told = useTold()
  const week = computed(place)
  const key = computed(() => `${week.value?.institution} ${week.value?.period}`)
  const { data } = useLive(async (db) => week.value && undoView(db, week.value), [key])
  const steps = computed(() => ({ undo: data.value?.undo.length ?? 0, redo: data.value?.redo.length ?? 0 }))

  async function run(direction: 'undo' | 'redo'): Promise<void> {
    const [db, at] = [currentDb(), week.value]
    if (db && at) await told(async () => say(direction, await reverseStep(db, at, direction)))
  }

  function say(direction: 'undo' | 'redo', step: UndoStep | null): void {
    if (!step) return ui.toast(t(direction === 'undo' ? 'points.nothingToUndo' : 'points.nothingToRedo'))
    const people = t('count.people', { n: format.number(step.people) }, step.people)
    const values = { delta: format.signed(step.delta), people }
    ui.toast(t(direction === 'undo' ? 'points.undone' : 'points.redone', values, Math.abs(step.delta)))
  }

  return { steps, run }
}
