/** Parsed bodies by what they are made of; shared by all queries of this tab, shallow, outside of any store. */
const memory = new Map<string, unknown>()
const most = 1200

export const knows = (name: string): boolean => memory.has(name)

/** The remembered value, or the one that `make` gives. The longest unused goes first. */
export function remember<T>(name: string, make: () => T): T {
  const value = memory.has(name) ? (memory.get(name) as T) : make()
  memory.delete(name)
  if (value !== undefined) memory.set(name, value)
  if (memory.size > most) memory.delete(memory.keys().next().value ?? '')
  return value
}

/** Forgets everything, as at sign-out. */
export const forget = (): void => memory.clear()
