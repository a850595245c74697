import { fork } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { equivalent } from './equivalent.ts'
import { allMutants } from './mutants/mutants.ts'
import type { Fate } from './worker.ts'

/*
 * `npm run test:rights [-- --only text] [--list] [--log FILE]`: breaks every check of rights in sql/ once and tells whether the checks of
 * `tests/rights` notice. `--only` takes mutants with this text in their name, `--list` shows the names, `--log` keeps what
 * came of each and goes on where a run was ended; it is for one state of the files.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    log: { type: 'string', default: '' },
  },
})

const wanted = allMutants()
  .map(({ id }) => id)
  .filter((id) => id.includes(values.only))

/** Tries all of the queue in one process. */
function work(queue: string[], took: (fate: Fate) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)))
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${String(code)}`))))
    child.on('message', (fate: Fate) => {
      if (fate.by !== 'ready') took(fate)
      const next = queue.shift()
      if (next === undefined) child.disconnect()
      else child.send(next)
    })
  })
}

const fates: Fate[] =
  values.log !== '' && existsSync(values.log)
    ? readFileSync(values.log, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Fate)
        .filter(({ id }) => wanted.includes(id))
    : []
const marks = { killed: '✓', survived: '✗', broken: '?' }
function took(fate: Fate): void {
  const isEquivalent = fate.fate === 'survived' && fate.id in equivalent
  const mark = isEquivalent ? '≡' : marks[fate.fate]
  fates.push(fate)
  if (values.log !== '') appendFileSync(values.log, `${JSON.stringify(fate)}\n`)
  console.log(`${mark} ${fate.id}${fate.fate === 'broken' ? `: ${fate.by}` : ''}`)
  if (fate.fate === 'killed') console.log(`    ${fate.by.slice(0, 200)}`)
}

/** What a run has to say against itself; empty when all is well. */
function complaints(): string[] {
  const of = (kind: Fate['fate']) => fates.filter(({ fate }) => fate === kind).map(({ id }) => id)
  const all = new Set(allMutants().map(({ id }) => id))
  return [
    ...of('survived')
      .filter((id) => !(id in equivalent))
      .map((id) => `survived: ${id}`),
    ...of('broken').map((id) => `is no schema: ${id}`),
    ...of('killed')
      .filter((id) => id in equivalent)
      .map((id) => `told apart, and in equivalent.ts: ${id}`),
    ...Object.keys(equivalent)
      .filter((id) => !all.has(id))
      .map((id) => `in equivalent.ts, and not there: ${id}`),
  ]
}

async function run(): Promise<void> {
  const start = performance.now()
  const honest: Fate[] = []
  await work(['as it is'], (fate) => honest.push(fate))
  if (honest[0]?.fate !== 'survived')
    throw new Error(`the checks fail with nothing broken: ${honest[0]?.by ?? 'no answer'}`)
  const known = new Set(fates.map(({ id }) => id))
  const queue = wanted.filter((id) => !known.has(id))
  await Promise.all([work(queue, took), work(queue, took)])
  const killed = fates.filter(({ fate }) => fate === 'killed').length
  const same = fates.filter(({ id, fate }) => fate === 'survived' && id in equivalent).length
  console.log(
    `\nscore ${killed}/${wanted.length - same} killed, ${same} more are equivalent (${Math.round((performance.now() - start) / 1000)} s)`,
  )
  const wrong = complaints()
  for (const one of wrong) console.log(`  ${one}`)
  process.exitCode = wrong.length === 0 && wanted.length > 0 ? 0 : 1
}

if (values.list) console.log(`${wanted.join('\n')}\n${wanted.length}`)
else await run()
