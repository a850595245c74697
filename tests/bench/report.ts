import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { findBrowser } from '../../scripts/browser.ts'

/** One line of the table: what was measured, what came out, and what it is held against. */
export interface Line {
  what: string
  ours: string
  against: string
  ratio: string
}

export const ms = (value: number): string => (value < 10 ? `${value.toFixed(1)} ms` : `${String(Math.round(value))} ms`)
export const kib = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(2)} MiB`
export const times = (value: number): string => `${value.toFixed(2)} ×`

function machine(): string[] {
  const browser = execFileSync(findBrowser() ?? 'chromium', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [cpu] = cpus()
  return [
    `- ${String(cpus().length)} cores (${cpu?.model.trim() ?? 'unknown'}), ${String(Math.round(totalmem() / 2 ** 30))} GiB`,
    `- Node ${process.version}, ${browser
      .toString()
      .trim()
      .replace(/ built on .*/, '')}, headless`,
    `- ${new Date().toISOString().slice(0, 10)}; the cloud, the browser and the measuring program share the machine`,
    `- load average when this was written: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  ]
}

const page = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))

/** Writes docs/benchmarks.md from what one run measured. */
export async function writeReport(lines: readonly Line[], notes: readonly string[]): Promise<void> {
  const rows = lines.map(({ what, ours, against, ratio }) => `| ${what} | ${ours} | ${against} | ${ratio} |`)
  const text = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. Every ratio comes from one run on one machine; nothing here is typed in by hand.',
    '',
    ...machine(),
    '',
    '| measure | ours | held against | ratio |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## How',
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ]
  writeFileSync(page, await format(text.join('\n'), { ...(await resolveConfig(page)), parser: 'markdown' }))
}
