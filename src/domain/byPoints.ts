const collator = new Intl.Collator('ro', { numeric: true, sensitivity: 'base' })

interface Scored {
  name: string
  points: number
}

/** Whoever has the most points comes first, equal ones by name, as in a roster. */
export const byPoints = (a: Scored, b: Scored): number => b.points - a.points || collator.compare(a.name, b.name)
