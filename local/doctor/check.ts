import type { Doctor, Rehearsal } from './answers.ts'
import type { Link } from './link.ts'
import type { Outcome } from './outcome.ts'
import type { Reference } from './reference.ts'

/** What checks look at. What several need is asked for once, by the first of them. */
export interface Scene {
  link: Link
  reference(): Promise<Reference>
  /** What there is in the cloud's database. */
  doctor(): Promise<Doctor>
  /** What came of a week that was undone. */
  rehearsal(): Promise<Rehearsal>
  /** This machine's clock, in epoch milliseconds. */
  clock(): number
}

/** One thing that must hold. A `Trouble` that it throws is its outcome. */
export interface Check {
  name: string
  run(scene: Scene): Promise<Outcome>
}
