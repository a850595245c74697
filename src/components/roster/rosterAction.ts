import type { Command } from '../../domain/command.ts'
import type { IconName } from '../ui/icons.ts'

/** A command of the roster that has a button in its toolbar. */
export interface RosterAction extends Command {
  run: () => void
  /** Stands for the label, which is then only said. */
  icon?: IconName
  primary?: true
}
