import { spawn, type ChildProcess } from 'node:child_process'
import { browserArguments, findBrowser } from '../../../scripts/browser.ts'

/** A page that opens others: headless Chromium takes one address on its command line. */
const opener = (urls: readonly string[]): string =>
  `data:text/html,<script>for(const url of ${encodeURIComponent(JSON.stringify(urls))})open(url,'_blank','popup')</script>`

/**
 * Chromium with nothing attached to it. A debugger (Playwright's too) keeps a service worker alive for ever, so what a
 * worker's life is like without one can only be watched from the server.
 */
export class BareBrowser {
  private readonly child: ChildProcess

  private constructor(child: ChildProcess) {
    this.child = child
  }

  /** Starts on a prepared profile, with a visible window for each address. */
  static start(profile: string, ...urls: string[]): BareBrowser {
    const [only = 'about:blank', ...more] = urls
    const args = ['--headless', `--user-data-dir=${profile}`, '--window-size=1280,800', '--lang=ro-RO']
    const quiet = ['--disable-popup-blocking', '--hide-crash-restore-bubble', '--password-store=basic']
    const child = spawn(
      findBrowser() ?? 'chromium',
      [...browserArguments, ...args, ...quiet, more.length === 0 ? only : opener(urls)],
      { detached: true, stdio: 'ignore' },
    )
    return new BareBrowser(child)
  }

  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    process.kill(-pid, 'SIGTERM')
    await ended
  }
}
