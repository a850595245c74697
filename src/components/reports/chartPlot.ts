import { linePieces, niceTicks, shownLabels } from '../../domain/chartScale.ts'

/** Where everything of a chart is drawn, in pixels from its top left. */
export interface Plot {
  width: number
  left: number
  right: number
  bottom: number
  ticks: { value: number; y: number }[]
  /** Which columns have their label written, and where. */
  labels: { column: number; x: number }[]
  columns: { x: number; width: number }[]
  y: (value: number) => number
}

export const chartHeight = 260
const [top, below, digit, labelRoom] = [12, 28, 8, 64]

/** The geometry of values over `count` columns. `wide`: how many characters the longest value takes. */
export function plot(width: number, count: number, most: number, wide: number): Plot {
  const [left, right, bottom] = [wide * digit + 12, width - 16, chartHeight - below]
  const values = niceTicks(most, 4)
  const highest = values.at(-1) ?? 1
  const y = (value: number): number => bottom - (value / highest) * (bottom - top)
  const step = (right - left) / Math.max(1, count)
  const columns = Array.from({ length: count }, (_, i) => ({
    x: left + step * (i + 0.5),
    width: Math.min(48, step * 0.7),
  }))
  return {
    width,
    left,
    right,
    bottom,
    ticks: values.map((value) => ({ value, y: y(value) })),
    labels: shownLabels(count, (right - left) / labelRoom).map((column) => ({ column, x: columns[column]?.x ?? 0 })),
    columns,
    y,
  }
}

/** The path of a line, with a gap where a value is missing. */
export function linePath({ columns, y }: Plot, values: readonly (number | null)[]): string {
  const points = values.map((value, i) => (value === null ? null : `${columns[i]?.x ?? 0} ${y(value)}`))
  return linePieces(points)
    .map((piece) => `M${piece.join('L')}`)
    .join('')
}

/** Outlines around 0, 0: lines are told apart by them too, not by colour alone. */
export const markers = [
  'M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0z',
  'M-4 -4H4V4H-4z',
  'M0 -5L5 4H-5z',
  'M0 -5.5L5.5 0L0 5.5L-5.5 0z',
  'M-5 -4H5L0 5z',
  'M-1.5 -5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5z',
] as const

/** How many lines one chart can tell apart. */
export const mostLines = markers.length
