/** Longest wait between two tries, ms. */
export const longestWait = 30_000

/**
 * How long to wait before the next try: 1 s, 2 s, 4 s… to 30 s, of which a random half, so that devices which
 * failed together do not return together.
 *
 * @param failures tries that failed in a row
 * @param random in [0, 1)
 * @returns milliseconds; 0 without a failure
 */
export function retryWait(failures: number, random: number): number {
  if (failures <= 0) return 0
  const full = Math.min(longestWait, 1000 * 2 ** Math.min(failures - 1, 10))
  return Math.round(full / 2 + (full / 2) * random)
}
