import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../i18n/format.ts'

/** What the controls of a row are called. */
export interface RowWords {
  select(name: string): string
  quick: { step: number; text: string; label: (name: string) => string }[]
  points(name: string, points: string): string
  history: string
  historyOf(name: string): string
  edit: string
  editOf(name: string): string
  pending: string
  noRank: string
}

const steps = [-1, 1, 5]

/** Stand for a value in a text that is filled in later. */
const slots = ['⟦', '⟧'] as const

/** A text whose values are put in without asking vue-i18n again: it is asked once a language, not ten times a row. */
function filler(text: string): (...values: string[]) => string {
  const parts = text.split(/([⟦⟧])/)
  return (...values) =>
    parts.map((part) => (part === slots[0] ? values[0] : part === slots[1] ? values[1] : part)).join('')
}

/** The words of all rows of a table, in the person's language. */
export function useRowWords(): ComputedRef<RowWords> {
  const { t } = useI18n()
  const format = useFormat()
  const [name, n] = slots
  return computed(() => ({
    select: filler(t('roster.select', { name })),
    quick: steps.map((step) => {
      const text = format.signed(step)
      return { step, text, label: filler(t('roster.quick', { step: text, name })) }
    }),
    points: filler(t('roster.setPointsOf', { name, n })),
    history: t('history.open'),
    historyOf: filler(t('history.openOf', { name })),
    edit: t('roster.edit'),
    editOf: filler(t('roster.editOf', { name })),
    pending: t('roster.pending'),
    noRank: t('roster.noRank'),
  }))
}
