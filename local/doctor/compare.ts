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
    if (value === null) return `${keyOf(fact)} is missing`
    const from = Math.max(0, firstDifference(value, fact.value) - 40)
    return `${keyOf(fact)} is “${cut(value, from)}”, not “${cut(fact.value, from)}”`
  })
  return { wrong, surplus: [...held.values()].filter((fact) => !known.has(keyOf(fact))) }
}

/** Where two texts part. */
function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

/** What of a long text is shown: little enough to be read, with the place where it differs. */
function cut(text: string, from: number): string {
  const rest = from > 0 && text.length > 120 ? `…${text.slice(from)}` : text
  return rest.length > 120 ? `${rest.slice(0, 119)}…` : rest
}
