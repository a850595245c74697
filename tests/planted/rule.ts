import type { Planted } from '../faults/planted.ts'

/** A rule that is broken, and the test that must notice. `from` is in its file exactly once. */
export interface Rule extends Planted {
  spec: string
  /** Part of the test's full name; of several of that name one is enough. */
  test: string
}

/** Rules that one spec file guards. */
export const guarded = (spec: string, rules: readonly Omit<Rule, 'spec'>[]): Rule[] =>
  rules.map((rule) => ({ ...rule, spec }))
