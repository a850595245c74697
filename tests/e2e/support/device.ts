import type { BrowserContext, Page } from '@playwright/test'
import { launch, type BrowserName } from './launch.ts'
import { browserOf, killNow, newProfile, removeProfile } from './profile.ts'
import { Proxy } from './proxy.ts'

/** Chromium's own line for a request that failed; the app cannot keep it from being printed. */
const networkNoise = /^Failed to load resource: /

/** A person's device: a browser profile of its own, with tabs, behind its own {@link Proxy}. */
export class Device {
  /** Errors, warnings and uncaught exceptions of every tab and of the worker. */
  readonly complaints: string[] = []
  /** What a test brings about on purpose and the app is right to complain of. */
  readonly tolerated: RegExp[] = []
  readonly name: string
  readonly proxy: Proxy
  readonly profile: string
  private readonly browser: BrowserName
  private context: BrowserContext | undefined

  private constructor(name: string, proxy: Proxy, profile: string, browser: BrowserName) {
    this.name = name
    this.proxy = proxy
    this.profile = profile
    this.browser = browser
  }

  /** A new device that knows nothing yet, on the way to the cloud at `url`. */
  static async boot(name: string, url: string, browser: BrowserName = 'chromium'): Promise<Device> {
    const device = new Device(name, await Proxy.to(url), await newProfile(), browser)
    await device.start()
    return device
  }

  get tabs(): Page[] {
    return this.running.pages()
  }

  private get running(): BrowserContext {
    if (this.context === undefined) throw new Error(`${this.name} is not running`)
    return this.context
  }

  /** Starts the browser on this device's profile, also after {@link kill}. */
  async start(): Promise<void> {
    this.context = await launch(this.browser, this.profile, this.proxy.url)
    this.context.setDefaultTimeout(30_000)
    // tsx, under which benchmarks run, writes this helper into functions that a test hands to a page.
    await this.context.addInitScript('globalThis.__name ??= (one) => one')
    this.context.on('page', (page) => this.listen(page))
    this.context.pages().forEach((page) => this.listen(page))
    this.context.on('serviceworker', (worker) => {
      worker.on('console', (line) => this.complain('worker', line.type(), line.text()))
    })
  }

  /** Opens a tab at a path of the app. */
  async open(path = '/'): Promise<Page> {
    const blank = this.tabs.find((page) => page.url() === 'about:blank')
    const page = blank ?? (await this.running.newPage())
    await page.goto(path)
    return page
  }

  /** How much the browser lets this device's origin keep; null = as much as there is. */
  async limitStorage(page: Page, quotaSize: number | null): Promise<void> {
    const devtools = await this.running.newCDPSession(page)
    const origin = this.proxy.url
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize === null ? {} : { quotaSize }) })
  }

  /** Its person has allowed this site to show notifications. */
  async allowNotifications(): Promise<void> {
    await this.running.grantPermissions(['notifications'], { origin: this.proxy.url })
  }

  /**
   * For its service worker no tab is looked at any more. Playwright keeps every page visible, so the worker is told otherwise
   * where it asks the browser.
   */
  async hideTabs(): Promise<void> {
    const [worker] = this.running.serviceWorkers()
    if (!worker) throw new Error(`${this.name} has no worker`)
    await worker.evaluate(() => {
      const { clients } = self as unknown as { clients: { matchAll(asked?: object): Promise<object[]> } }
      const all = clients.matchAll.bind(clients)
      const hide = (of: object, name: string | symbol): unknown => {
        if (name === 'visibilityState') return 'hidden'
        const value = Reflect.get(of, name, of) as unknown
        return typeof value === 'function' ? (value.bind(of) as unknown) : value
      }
      clients.matchAll = async (asked) => (await all(asked)).map((one) => new globalThis.Proxy(one, { get: hide }))
    })
  }

  /** The browser throws this origin's databases away, as when a person clears them or the disk runs full. */
  async clearDatabases(page: Page): Promise<void> {
    const devtools = await this.running.newCDPSession(page)
    await devtools.send('Storage.clearDataForOrigin', { origin: this.proxy.url, storageTypes: 'indexeddb' })
  }

  /** Ends the whole browser as a power cut would. */
  async kill(): Promise<void> {
    await killNow(await browserOf(this.profile))
    await this.stop()
  }

  /** Closes the browser in good order; the profile stays. */
  async stop(): Promise<void> {
    await this.context?.close().catch(() => undefined)
    this.context = undefined
  }

  async dispose(): Promise<void> {
    await this.stop()
    await this.proxy.close()
    await removeProfile(this.profile)
  }

  private listen(page: Page): void {
    page.on('console', (line) => this.complain('page', line.type(), line.text()))
    page.on('pageerror', (error) => this.complain('page', 'uncaught', error.stack ?? error.message))
    page.on('crash', () => this.complain('page', 'error', 'crashed'))
  }

  private complain(where: string, type: string, text: string): void {
    if (!['error', 'warning', 'uncaught'].includes(type) || networkNoise.test(text)) return
    if (this.tolerated.some((one) => one.test(text))) return
    this.complaints.push(`${this.name} ${where} ${type}: ${text}`)
  }
}
