/** Round values from 0 up to at least `most`, about `count` of them: where a chart's lines are drawn. */
export function niceTicks(most: number, count: number): number[] {
  const step = niceStep(Math.max(most, 1) / Math.max(count, 1))
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, i) => i * step)
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is at least so large. Points are whole, so is a step. */
function niceStep(least: number): number {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(least)))
  return Math.max(1, [1, 2, 5, 10].map((part) => part * size).find((step) => step >= least) ?? 10 * size)
}

/** Which of `count` labels are written where only `room` fit beside each other: evenly, and always the last one. */
export function shownLabels(count: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor(room))))
  return Array.from({ length: count }, (_, i) => i).filter((i) => (count - 1 - i) % every === 0)
}

/** A line's pieces: a missing value is a gap, never a zero. */
export function linePieces<P>(points: readonly (P | null)[]): P[][] {
  const pieces: P[][] = [[]]
  for (const point of points) {
    if (point === null) pieces.push([])
    else pieces.at(-1)?.push(point)
  }
  return pieces.filter((piece) => piece.length > 0)
}
