/** The items in order, so many at a time. */
export function chunks<T>(items: T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, n) => items.slice(n * most, (n + 1) * most))
}

/** The items in order, at most so many and of so much text at a time; one that is larger goes alone. */
export function chunksBySize<T>(items: T[], most: number, bytes: number): T[][] {
  const all: T[][] = []
  let room = 0
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item))
    const last = all.at(-1)
    if (last && last.length < most && size <= room) last.push(item)
    else {
      all.push([item])
      room = bytes
    }
    room -= size
  }
  return all
}
