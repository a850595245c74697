import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser, ensureFirefox } from './browser.ts'
import { ensureBuilt } from './build.ts'
import { ensurePostgres } from './postgres-server.ts'
import { runTool } from './run.ts'
import { line, readTally, sum, type Tally } from './tally.ts'
import { checks, runTasks } from './tasks.ts'

const reports = mkdtempSync(join(tmpdir(), 'punctaj-reports-'))

async function check(): Promise<Tally> {
  const failed = await runTasks(checks)
  return { passed: checks.length - failed.length, failed: failed.length, skipped: 0 }
}

async function vitest(project: string): Promise<Tally> {
  const report = join(reports, `${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await runTool('vitest', args)
  return readTally('vitest', report, code)
}

async function playwright(): Promise<Tally> {
  const report = join(reports, 'e2e.json')
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  const { code } = await runTool('playwright', ['test', '--reporter=list,json'], { env })
  return readTally('playwright', report, code)
}

/** All of it, in the order in which a failure is cheapest to find. */
const stages: Record<string, () => Promise<Tally>> = {
  check,
  unit: () => vitest('unit'),
  sql: () => ensurePostgres().then(() => vitest('sql')),
  local: () => vitest('local'),
  faults: () => vitest('faults'),
  e2e: async () => {
    await Promise.all([ensureBuilt(), ensureBrowser().then(ensureFirefox)])
    return playwright()
  },
}

async function runStage(name: string, stage: () => Promise<Tally>): Promise<Tally> {
  console.log(`\n── ${name} ──`)
  return stage().catch((error: unknown) => {
    console.error(error)
    return { passed: 0, failed: 1, skipped: 0 }
  })
}

const wanted = process.argv.slice(2)
const chosen = Object.entries(stages).filter(([name]) => wanted.length === 0 || wanted.includes(name))
const tallies: Tally[] = []
for (const [name, stage] of chosen) tallies.push(await runStage(name, stage))
rmSync(reports, { recursive: true, force: true })

console.log('')
chosen.forEach(([name], i) => tallies[i] && console.log(`${name.padEnd(6)} ${line(tallies[i])}`))
const total = sum(tallies)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
console.log(line(total))
