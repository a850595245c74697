/** Parsed bodies by what they are made of; shared by all queries of this tab, shallow, outside of any store. */
const memory = new Map<string, unknown>()
const most = 1200

/** The remembered value, or the one that `make` gives. The longest unused goes first. */
export async function remember<T>(name: string, make: () => Promise<T>): Promise<T> {
  if (memory.has(name)) {
    const value = memory.get(name) as T
    memory.delete(name)
    memory.set(name, value)
    return value
  }
  const value = await make()
  if (value !== undefined) memory.set(name, value)
  if (memory.size > most) memory.delete(memory.keys().next().value ?? '')
  return value
}

/** Forgets everything, as at sign-out. */
export const forget = (): void => memory.clear()
