import { type BrowserContext, chromium, firefox } from '@playwright/test'
import { browserArguments, findBrowser, findFirefox } from '../../../scripts/browser.ts'

export type BrowserName = 'chromium' | 'firefox'

/** What a person's device is like, whatever its browser. */
const deviceOptions = {
  locale: 'ro-RO',
  timezoneId: 'Europe/Bucharest',
  viewport: { width: 1280, height: 800 },
}

/** Starts a browser on a profile, at home at `baseURL`. */
export function launch(browser: BrowserName, profile: string, baseURL: string): Promise<BrowserContext> {
  switch (browser) {
    case 'chromium': {
      const path = findBrowser()
      return chromium.launchPersistentContext(profile, {
        ...deviceOptions,
        baseURL,
        ...(path === undefined ? {} : { executablePath: path }),
        // People's browsers have a back-forward cache.
        ignoreDefaultArgs: ['--disable-back-forward-cache'],
        args: [...browserArguments, '--disable-session-crashed-bubble', '--hide-crash-restore-bubble'],
      })
    }
    case 'firefox':
      // The channel makes Playwright speak WebDriver BiDi to a Firefox as it comes, not its own protocol to its own build.
      return firefox.launchPersistentContext(profile, {
        ...deviceOptions,
        baseURL,
        channel: 'moz-firefox',
        executablePath: findFirefox() ?? 'firefox-esr',
      })
  }
}
