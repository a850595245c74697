import { dayText } from './exportTable.ts'

/** Periods that a report is often narrowed to, in local days; weeks start on Monday. */
export const periods = ['lastWeek', 'fourWeeks', 'thisMonth', 'lastMonth'] as const
export type Period = (typeof periods)[number]

interface Days {
  from: string
  to: string
}

/** The first and the last day of a period, as seen at a moment. */
export function daysOf(period: Period, now: number): Days {
  const today = new Date(now)
  const [y, m, d] = [today.getFullYear(), today.getMonth(), today.getDate()]
  const monday = d - ((today.getDay() + 6) % 7)
  const days = (from: Date, to: Date): Days => ({ from: dayText(from.getTime()), to: dayText(to.getTime()) })
  switch (period) {
    case 'lastWeek':
      return days(new Date(y, m, monday - 7), new Date(y, m, monday - 1))
    case 'fourWeeks':
      return days(new Date(y, m, d - 27), new Date(y, m, d))
    case 'thisMonth':
      return days(new Date(y, m, 1), new Date(y, m + 1, 0))
    case 'lastMonth':
      return days(new Date(y, m - 1, 1), new Date(y, m, 0))
  }
}

/** Which of them two days are; null for no limit at all, `own` for any other. */
export function periodOf({ from, to }: Days, now: number): Period | 'own' | null {
  if (from === '' && to === '') return null
  return (
    periods.find((period) => {
      const days = daysOf(period, now)
      return days.from === from && days.to === to
    }) ?? 'own'
  )
}
