import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runTool } from '../../scripts/run.ts'
import { areas } from './rules.ts'
import type { Rule } from './rule.ts'

/*
 * `npm run test:planted [-- --only text]`: breaks each rule once and tells whether its test notices. `--only` takes an area or a
 * part of the rule's name. `--honest` runs the same tests with nothing broken: all of them must pass, or their failing says nothing.
 */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, honest: { type: 'boolean', default: false } },
})

/** What vitest's JSON report says of a run. */
interface Report {
  testResults: { assertionResults: { fullName: string; status: string; failureMessages?: string[] }[] }[]
}

const folder = mkdtempSync(join(tmpdir(), 'punctaj-planted-'))
/** Longer than the slowest test may take: a bug can also make its test wait for ever. */
const longestMs = 240_000

const projectOf = ({ spec }: Rule): string =>
  /^tests\/(sql|local|sync)\//.exec(spec)?.[1]?.replace('sync', 'local') ?? 'unit'
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
/** Of specs that run on several engines the one in this process is enough. */
const pattern = ({ spec, test }: Rule): string =>
  (spec.startsWith('tests/sql/') ? '\\(PGlite\\).*' : '') + literal(test)

/** Runs the test of a rule. @returns null when it noticed, or passed honestly; else what came instead */
async function run(rule: Rule, number: number): Promise<string | null> {
  const file = join(folder, `${String(number)}.json`)
  const args = [
    'run',
    '--project',
    projectOf(rule),
    rule.spec,
    '-t',
    pattern(rule),
    '--reporter=json',
    `--outputFile=${file}`,
  ]
  const env = { ...process.env, PUNCTAJ_PLANTED: values.honest ? '' : rule.name }
  const { output } = await runTool('vitest', args, { env, capture: true, timeout: longestMs })
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return `no report\n${output}`
  }
  const ran = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const tests = ran.filter(({ status, fullName }) => status !== 'skipped' && fullName.includes(rule.test))
  const failed = tests.filter(({ status }) => status === 'failed')
  if (tests.length === 0) return `no such test came to run\n${output}`
  if (values.honest) return failed.length === 0 ? null : 'fails with nothing broken'
  // A bug that keeps the code from running at all is not what the rule is about.
  const noticed = failed.filter(
    ({ failureMessages = [] }) => !/^(Syntax|Reference)Error/.test(failureMessages[0] ?? ''),
  )
  if (noticed.length > 0) return null
  const [broken] = failed
  return broken ? `broke otherwise\n${broken.failureMessages?.join('\n') ?? output}` : 'NOT FOUND'
}

const wanted = Object.entries(areas).flatMap(([area, rules]) => rules.map((rule) => ({ area, rule })))
const chosen = wanted.filter(({ area, rule }) =>
  values.only in areas ? values.only === area : rule.name.includes(values.only),
)
const queue = chosen.map((one, number) => ({ ...one, number }))
const missed: string[] = []

async function work(): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { area, rule, number } = next
    const instead = await run(rule, number)
    console.log(`${instead === null ? '✓' : '✗'} ${area}: ${rule.name}${instead === null ? '' : `: ${instead}`}`)
    if (instead !== null) missed.push(`${area}: ${rule.name} (${rule.file}; ${rule.spec}: ${rule.test})`)
  }
}

await Promise.all([work(), work()])
rmSync(folder, { recursive: true, force: true })
console.log(
  `\n${String(chosen.length - missed.length)}/${String(chosen.length)} ${values.honest ? 'pass honestly' : 'found'}`,
)
for (const one of missed) console.log(`  not: ${one}`)
process.exitCode = chosen.length > 0 && missed.length === 0 ? 0 : 1
