import { defineConfig, devices } from '@playwright/test'
import { browserArguments, findBrowser } from './scripts/browser.ts'

const executablePath = findBrowser()
const chrome = {
  ...devices['Desktop Chrome'],
  launchOptions: { args: browserArguments, ...(executablePath === undefined ? {} : { executablePath }) },
}

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
  use: { locale: 'ro-RO', timezoneId: 'Europe/Bucharest' },
  // The five minutes of a worker's life are watched first, on one of the two workers, while the other does the rest.
  projects: [
    { name: 'lifetime', testMatch: 'lifetime/*.spec.ts', use: chrome },
    { name: 'e2e', testIgnore: ['lifetime/*.spec.ts', 'firefox/*.spec.ts'], use: chrome },
    { name: 'firefox', testMatch: 'firefox/*.spec.ts', use: { browserName: 'firefox' } },
  ],
})
