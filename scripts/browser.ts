import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { install } from './debian.ts'
import { runTool } from './run.ts'

/** Headless Chromium that starts in a container and talks to nobody but the page. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const chromiums = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const firefoxes = ['firefox-esr', 'firefox']
const macFirefox = '/Applications/Firefox.app/Contents/MacOS/firefox'

/** The first of some programs that is installed. */
function findProgram(names: readonly string[], ...elsewhere: string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'].filter(Boolean)
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...installed, ...elsewhere].find((path) => existsSync(path))
}

/** Path of a Chromium: `CHROMIUM_PATH`, one on the PATH, else Playwright's own; undefined when there is none. */
export const findBrowser = (): string | undefined =>
  process.env['CHROMIUM_PATH'] || findProgram(chromiums, chromium.executablePath())

/** Path of a Firefox as it comes: `FIREFOX_PATH`, or one on the PATH; undefined when there is none. */
export const findFirefox = (): string | undefined => process.env['FIREFOX_PATH'] || findProgram(firefoxes, macFirefox)

/** Path of a Chromium, installing one where there is none: Debian's package as root, else Playwright's download. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser()
  if (found !== undefined) return found
  const fromDebian = await install(['chromium', 'fonts-noto-color-emoji', 'fonts-dejavu-core'])
  if (!fromDebian) await runTool('playwright', ['install', 'chromium', '--with-deps'])
  const path = findBrowser()
  if (path === undefined) throw new Error('No Chromium: install one, or name it in CHROMIUM_PATH.')
  return path
}

/** Path of a Firefox, installing Debian's extended support release where there is none and root may. */
export async function ensureFirefox(): Promise<string> {
  if (findFirefox() === undefined) await install(['firefox-esr'])
  const path = findFirefox()
  // Playwright's own Firefox is another one: it does not speak WebDriver BiDi.
  if (path === undefined) throw new Error('No Firefox: install Firefox ESR, or name it in FIREFOX_PATH.')
  return path
}

if (import.meta.filename === process.argv[1]) console.log(await ensureBrowser())
