import type { Fact } from './answers.ts'

/** How a cloud's facts differ from those that `sql/` makes: a line for each difference. */
export interface Differences {
  /** What is not there, or otherwise. */
  wrong: string[]
  /** What is there besides. */
  surplus: Fact[]
}

const keyOf = ({ kind, name }: Fact): string => `${kind} ${name}`

/** Compares facts of some kinds. */
export function compareFacts(wanted: readonly Fact[], found: readonly Fact[], kinds: readonly string[]): Differences {
  const ofKinds = (facts: readonly Fact[]) => facts.filter(({ kind }) => kinds.includes(kind))
  const held = new Map(ofKinds(found).map((fact) => [keyOf(fact), fact]))
  const known = new Set(ofKinds(wanted).map(keyOf))
  const wrong = ofKinds(wanted).flatMap((fact) => {
    const { value } = held.get(keyOf(fact)) ?? { value: null }
    if (value === fact.value) return []
    return value === null ? `${keyOf(fact)} is missing` : `${keyOf(fact)} is “${cut(value)}”, not “${cut(fact.value)}”`
  })
  return { wrong, surplus: [...held.values()].filter((fact) => !known.has(keyOf(fact))) }
}

const cut = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
