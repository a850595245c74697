/**
 * Items in order, at most so many and of so much JSON at a time; one that is larger goes alone. Asked for one batch after the
 * other, so that what is never sent is never made.
 *
 * @param bytes most UTF-8 bytes of a batch
 */
export function* batches<T>(items: Iterable<T>, most: number, bytes = Infinity): Generator<T[], void> {
  let batch: T[] = []
  let room = bytes
  for (const item of items) {
    const size = bytes === Infinity ? 0 : bytesOf(JSON.stringify(item))
    if (batch.length > 0 && (batch.length >= most || size > room)) {
      yield batch
      batch = []
      room = bytes
    }
    batch.push(item)
    room -= size
  }
  if (batch.length > 0) yield batch
}

/** UTF-8 bytes of a text; half a character counts as what stands for it. */
function bytesOf(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
