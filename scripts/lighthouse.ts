import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { type Cloud, startCloud } from '../local/cloud.ts'
import { browserArguments, ensureBrowser } from './browser.ts'
import { ensureBuilt } from './build.ts'
import { enter } from './pictures/stage.ts'
import { root, run } from './run.ts'

/*
 * `npm run lighthouse`: scores of the built app, as a desktop and as a phone, signed out and signed in. Lighthouse itself is fetched
 * when it is asked for: with its 166 packages it would be by far the largest dependency, and a timed score is no test.
 */
const lighthouse = 'lighthouse@12.8.2'
const least = 95
const categories = ['performance', 'accessibility', 'best-practices'] as const

interface Audit {
  id: string
  title: string
  score: number | null
}

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, Audit>
}

/** What is asked of a page; the rest of this program has none. */
interface InPage {
  navigator: { serviceWorker: { controller: object | null } }
}

const folder = mkdtempSync(join(tmpdir(), 'punctaj-lighthouse-'))
const profile = join(folder, 'profile')

/** One run of Lighthouse in a browser of its own, with what is stored in the profile. */
async function judge(url: string, browser: string, form: 'desktop' | 'mobile', again = 2): Promise<Report> {
  const file = join(folder, 'report.json')
  const flags = [...browserArguments, '--headless=new', `--user-data-dir=${profile}`].join(' ')
  const args = [
    ...['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url, `--chrome-flags=${flags}`],
    ...['--disable-storage-reset', '--output=json', `--output-path=${file}`, '--quiet'],
    ...[`--only-categories=${categories.join(',')}`, ...(form === 'desktop' ? ['--preset=desktop'] : [])],
  ]
  const env = { ...process.env, CHROME_PATH: browser }
  const { code, output } = await run('npm', args, { capture: true, cwd: root, env })
  // Lighthouse sometimes misses where the page began, and says itself what to do then.
  if (code !== 0 && again > 0 && output.includes('NO_NAVSTART')) return judge(url, browser, form, again - 1)
  if (code !== 0) throw new Error(output)
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

/** Runs differ by some points: the median of three, by performance. */
async function judgeThrice(url: string, browser: string, form: 'desktop' | 'mobile'): Promise<Report> {
  const runs = [await judge(url, browser, form), await judge(url, browser, form), await judge(url, browser, form)]
  const score = ({ categories: { performance } }: Report): number => performance?.score ?? 0
  const [, middle] = runs.sort((a, b) => score(a) - score(b))
  if (middle === undefined) throw new Error('no run')
  return middle
}

/** Scores of 100, and what took points. @returns whether all are good enough */
function tell(name: string, { categories: found, audits }: Report): boolean {
  const scores = categories.map((category) => Math.round((found[category]?.score ?? 0) * 100))
  console.log(`${name}: ${categories.map((category, n) => `${category} ${String(scores[n])}`).join(', ')}`)
  for (const category of categories) {
    const lost = (found[category]?.auditRefs ?? []).filter(({ weight }) => weight > 0).map(({ id }) => audits[id])
    for (const audit of lost) {
      if (audit && audit.score !== null && audit.score < 0.9)
        console.log(`    ${category}: ${audit.title} (${audit.id} ${String(audit.score)})`)
    }
  }
  return scores.every((score) => score >= least)
}

/** Signs in, and waits until everything is on the device and its worker is there. @returns pages to judge */
async function comeIn(executablePath: string, { url }: Cloud): Promise<string[]> {
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: browserArguments })
  const page = await context.newPage()
  await page.goto(url)
  await enter(page, 'admin', 'ro')
  await page.getByRole('grid').waitFor()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.waitForFunction(() => (globalThis as unknown as InPage).navigator.serviceWorker.controller !== null)
  const roster = page.url()
  await context.close()
  return [roster, `${url}/reports`, `${url}/status`]
}

async function judgeAll(): Promise<boolean> {
  await ensureBuilt()
  const [browser, cloud] = [await ensureBrowser(), await startCloud()]
  try {
    let isGood = true
    const judgeBoth = async (name: string, url: string) => {
      for (const form of ['desktop', 'mobile'] as const) {
        isGood = tell(`${name}, ${form}`, await judgeThrice(url, browser, form)) && isGood
      }
    }
    await judgeBoth('signed out', cloud.url)
    for (const url of await comeIn(browser, cloud)) await judgeBoth(new URL(url).pathname, url)
    return isGood
  } finally {
    await cloud.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = (await judgeAll()) ? 0 : 1
