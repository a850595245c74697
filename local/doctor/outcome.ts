/** What a check came to. `unknown`: what it asks for could not be looked at, which is no pass either. `fix` says what to do. */
export type Outcome =
  | { is: 'ok'; seen: string }
  | { is: 'failed'; seen: string; fix: string }
  | { is: 'unknown'; seen: string; fix: string }

export const ok = (seen: string): Outcome => ({ is: 'ok', seen })
export const failed = (seen: string, fix: string): Outcome => ({ is: 'failed', seen, fix })

/** Ends a check that cannot go on: an answer that is none, a refusal, silence. */
export class Trouble extends Error {
  override name = 'Trouble'
  readonly outcome: Outcome

  constructor(is: 'failed' | 'unknown', seen: string, fix: string) {
    super(seen)
    this.outcome = { is, seen, fix }
  }
}

/** One line for many names. */
export const listed = (names: readonly string[], most = 6): string =>
  names.length <= most ? names.join('; ') : `${names.slice(0, most).join('; ')} and ${names.length - most} more`

/** What helps against most differences. */
export const applySql =
  'Apply the files of sql/ in the order of their names (docs/deploy.md, “Updating”): that is harmless, also twice.'
