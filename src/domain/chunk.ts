/** A list cut into pieces of at most `size`. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const pieces: T[][] = []
  for (let from = 0; from < list.length; from += size) pieces.push(list.slice(from, from + size))
  return pieces
}
