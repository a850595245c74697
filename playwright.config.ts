import { defineConfig, devices } from '@playwright/test'
import { browserArguments, findBrowser } from './scripts/browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  retries: 0,
  // Twenty times what a test takes: on a busy machine slow is not broken.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    locale: 'ro-RO',
    timezoneId: 'Europe/Bucharest',
    launchOptions: { args: browserArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  // The five minutes of a worker's life are watched first, on one of the two workers, while the other does the rest.
  projects: [
    { name: 'lifetime', testMatch: 'lifetime/*.spec.ts' },
    { name: 'e2e', testIgnore: 'lifetime/*.spec.ts' },
  ],
})
