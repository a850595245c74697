import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runTool } from '../../scripts/run.ts'
import type { Report } from './converge.ts'
import { type Planted, planted } from './planted.ts'

/*
 * `npm run test:faults [-- --schedules 50000 --seed 1]`: many more schedules of the convergence test than `npm test` runs, in two
 * processes and in rounds, each with a cloud and a seed of its own. With `-- --log FILE` each finished round is a line of that file,
 * and the same command goes on behind it: hours of a machine need not be in one piece; `-- --minutes 60` begins no round after that.
 * `-- --planted` instead plants each of the known kinds of bugs and tells after how many schedules it was found.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: 'Infinity' },
    log: { type: 'string' },
    planted: { type: 'boolean', default: false },
  },
})
const schedules = Number(values.schedules ?? (values.planted ? 1000 : 50_000))
const seed = Number(values.seed)
if (!(Number.isInteger(schedules) && schedules > 0 && Number.isInteger(seed))) {
  throw new Error('--schedules and --seed are whole numbers')
}

/** How many schedules have one cloud. */
const ROUND = 500

const folder = mkdtempSync(join(tmpdir(), 'punctaj-faults-'))

/** Runs the schedules of one part with one kind of bug, or with none. */
async function run(
  part: number,
  most: number,
  bug: Planted | null,
  from = seed,
): Promise<{ report: Report | null; output: string }> {
  const file = join(folder, `${String(part)}-${bug?.name ?? 'honest'}.json`)
  const env = {
    ...process.env,
    PUNCTAJ_SCHEDULES: String(most),
    PUNCTAJ_SEED: String(from),
    PUNCTAJ_REPORT: file,
    PUNCTAJ_PLANTED: bug?.name ?? '',
  }
  const spec = `tests/faults/convergence-${String(part)}.spec.ts`
  const { code, output } = await runTool('vitest', ['run', '--project', 'faults', spec], { env, capture: true })
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    return { report: code === 0 || report.wrong !== null ? report : null, output }
  } catch {
    return { report: null, output }
  }
}

/** Each bug must be found, and by what it does: a run that breaks for another reason finds nothing. */
async function findPlanted(): Promise<boolean> {
  const queue = [...planted]
  let isGood = true
  const work = async (part: number) => {
    for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
      const { report, output } = await run(part, schedules, bug)
      const isFound = report !== null && report.wrong !== null
      isGood &&= isFound
      console.log(isFound ? `✓ ${bug.name}` : `✗ ${bug.name}: NOT FOUND in ${String(report?.schedules ?? 0)} schedules`)
      if (isFound) console.log(`    after ${String(report.schedules)}: ${report.wrong ?? ''}`)
      if (report === null) console.log(output)
    }
  }
  await Promise.all([work(1), work(2)])
  return isGood
}

/** The rounds that an earlier command has written to the same log. */
function readLog(): Report[] {
  if (values.log === undefined || !existsSync(values.log)) return []
  const lines = readFileSync(values.log, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Report)
}

async function runHonest(): Promise<boolean> {
  const start = performance.now()
  const earlier = new Map(readLog().map((report) => [report.seed, report]))
  const reports: Report[] = []
  let isWhole = true
  const half = async (part: number) => {
    const most = Math.ceil(schedules / 2)
    for (let done = 0, from = seed; done < most; done += ROUND, from += 2) {
      const known = earlier.get(from + part)
      if (known !== undefined) {
        reports.push(known)
        continue
      }
      if ((performance.now() - start) / 60_000 > Number(values.minutes)) return
      const { report, output } = await run(part, Math.min(ROUND, most - done), null, from)
      // Said at once: the rest may take hours.
      if (report?.wrong !== null) console.log(output)
      isWhole &&= report !== null
      if (report === null) return
      reports.push(report)
      if (values.log !== undefined) appendFileSync(values.log, `${JSON.stringify(report)}\n`)
    }
  }
  await Promise.all([half(1), half(2)])
  tell(reports)
  console.log(`${((performance.now() - start) / 60_000).toFixed(1)} minutes in two processes, this time`)
  return isWhole && reports.every(({ wrong }) => wrong === null)
}

/** The sum of all rounds. */
function tell(reports: Report[]): void {
  const total = (of: (report: Report) => number) => reports.reduce((sum, report) => sum + of(report), 0)
  const kinds = [...new Set(reports.flatMap(({ happened }) => Object.keys(happened)))].sort()
  console.log(
    `${String(total((one) => one.schedules))} schedules, ${String(total((one) => one.edits))} edits, seed ${String(seed)}`,
  )
  console.log(kinds.map((kind) => `${kind} ${String(total(({ happened }) => happened[kind] ?? 0))}`).join(', '))
}

const isGood = await (values.planted ? findPlanted() : runHonest())
rmSync(folder, { recursive: true, force: true })
console.log(isGood ? 'good' : 'NOT GOOD')
process.exitCode = isGood ? 0 : 1
