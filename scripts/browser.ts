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

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of a Chromium: `CHROMIUM_PATH`, one on the PATH, else Playwright's own; undefined when there is none. */
export function findBrowser(): string | undefined {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted) return wanted
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'].filter(Boolean)
  const installed = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...installed, chromium.executablePath()].find((path) => existsSync(path))
}

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

if (import.meta.filename === process.argv[1]) console.log(await ensureBrowser())
