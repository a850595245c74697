import { CloudError } from '../cloud-error.ts'
import { findingLines, titleLines, totalLines } from './lines.ts'
import { type DoctorOptions, help, readOptions } from './options.ts'
import { examine, type Finding } from './run.ts'

/** What the command has around it. */
export interface Terminal {
  env: NodeJS.ProcessEnv
  print(line: string): void
  complain(line: string): void
  /** This machine's clock, in epoch milliseconds. */
  clock(): number
}

/** The whole command. @returns its exit code: 0 when everything passed */
export async function doctor(args: string[], terminal: Terminal): Promise<0 | 1> {
  try {
    const options = readOptions(args, terminal.env)
    if (options !== 'help') return await tellAll(options, terminal)
    terminal.print(help)
    return 0
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
    terminal.complain(`doctor: ${error.message}`)
    return 1
  }
}

async function tellAll(options: DoctorOptions, { print, clock }: Terminal): Promise<0 | 1> {
  const findings: Finding[] = []
  for await (const finding of examine(options, clock)) {
    if (findings.length === 0) for (const line of titleLines(options.url)) print(line)
    findings.push(finding)
    for (const line of findingLines(finding)) print(line)
  }
  for (const line of totalLines(findings)) print(line)
  return findings.every(({ outcome }) => outcome.is === 'ok') ? 0 : 1
}
