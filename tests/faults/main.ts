import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runTool } from '../../scripts/run.ts'
import type { Report } from './converge.ts'
import { type Planted, planted } from './planted.ts'

/*
 * `npm run test:faults [-- --schedules 50000 --seed 1]`: many more schedules of the convergence test than `npm test` runs, in two
 * processes; `-- --minutes 60` ends it early, between two schedules. `-- --planted` instead plants each of the known kinds of bugs
 * and tells after how many schedules it was found.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string' },
    planted: { type: 'boolean', default: false },
  },
})
const schedules = Number(values.schedules ?? (values.planted ? 1000 : 50_000))
const seed = Number(values.seed)
if (!(Number.isInteger(schedules) && schedules > 0 && Number.isInteger(seed))) {
  throw new Error('--schedules and --seed are whole numbers')
}

const folder = mkdtempSync(join(tmpdir(), 'punctaj-faults-'))

/** Runs the schedules of one part with one kind of bug, or with none. */
async function run(
  part: number,
  most: number,
  bug: Planted | null,
): Promise<{ report: Report | null; output: string }> {
  const file = join(folder, `${String(part)}-${bug?.name ?? 'honest'}.json`)
  const env = {
    ...process.env,
    PUNCTAJ_SCHEDULES: String(most),
    PUNCTAJ_SEED: String(seed),
    PUNCTAJ_REPORT: file,
    PUNCTAJ_PLANTED: bug?.name ?? '',
    ...(values.minutes === undefined ? {} : { PUNCTAJ_MINUTES: values.minutes }),
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

async function runHonest(): Promise<boolean> {
  const start = performance.now()
  const half = async (part: number) => {
    const { report, output } = await run(part, Math.ceil(schedules / 2), null)
    // Said at once: the other half may take another hour.
    if (report?.wrong !== null) console.log(output)
    return report
  }
  const reports = (await Promise.all([1, 2].map(half))).filter((report) => report !== null)
  const total = (of: (report: Report) => number) => reports.reduce((sum, report) => sum + of(report), 0)
  const kinds = [...new Set(reports.flatMap(({ happened }) => Object.keys(happened)))].sort()
  const minutes = ((performance.now() - start) / 60_000).toFixed(1)
  console.log(
    `${String(total((one) => one.schedules))} schedules, ${String(total((one) => one.edits))} edits, seed ${String(seed)}`,
  )
  console.log(`${minutes} minutes in two processes`)
  console.log(kinds.map((kind) => `${kind} ${String(total(({ happened }) => happened[kind] ?? 0))}`).join(', '))
  return reports.length === 2 && reports.every(({ wrong }) => wrong === null)
}

const isGood = await (values.planted ? findPlanted() : runHonest())
rmSync(folder, { recursive: true, force: true })
console.log(isGood ? 'good' : 'NOT GOOD')
process.exitCode = isGood ? 0 : 1
