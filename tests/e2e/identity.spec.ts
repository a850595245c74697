import { demoPeople } from '../../local/demo/people.ts'
import { enter, expectHome, expectPoints, openRoster, quickPoints, workerReady } from './support/app.ts'
import { expectCloudPoints } from './support/cloud-facts.ts'
import { expireToken, letRenewAgain, loginTitle, renewals } from './support/identity.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

test('five tabs that start with an expired token ask for one new token', async ({ boot }) => {
  const device = await boot('office')
  const first = await enter(device, 'admin')
  const tabs = [first, ...(await Promise.all([1, 2, 3, 4].map(() => device.open())))]
  await Promise.all(tabs.map(expectHome))
  expect(renewals(device)).toEqual([])

  await Promise.all(tabs.map((page) => page.goto('/health')))
  await expireToken(first)
  await Promise.all(tabs.map((page) => page.goto('/')))
  await Promise.all(tabs.map(expectHome))
  const since = Date.now()
  await expect
    .poll(() => device.proxy.seen.some(({ call, status, at }) => call === 'poll' && status === 200 && at > since))
    .toBe(true)
  expect(renewals(device).map(({ status }) => status)).toEqual([200])
})

test('an answer to a renewal that is lost, and what a proxy or a captive portal says, sign nobody out', async ({
  cloud,
  boot,
}) => {
  const device = await boot('train')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const wrong = [
    { is: 'lost' },
    { is: 'status', status: 200, body: '<html><h1>Bun venit la Wi-Fi</h1></html>' },
    { is: 'status', status: 200, body: '{"redirect":"https://wifi.local"}' },
    { is: 'status', status: 403, body: '{"message":"blocked by policy"}' },
    { is: 'status', status: 401, body: '{"message":"Invalid API key"}' },
    { is: 'status', status: 404, body: 'not here' },
    { is: 'status', status: 400, body: '{"code":400,"msg":"strange"}' },
    { is: 'status', status: 429, body: '{"error_code":"over_request_rate_limit"}' },
    { is: 'status', status: 500, body: '{"error_code":"refresh_token_not_found"}' },
  ] as const
  await expireToken(page)
  for (const [index, fault] of wrong.entries()) {
    const rule = device.proxy.rule('token', fault, 1)
    await letRenewAgain(page)
    await page.goto('/')
    await rule.hit()
    await expect.poll(() => renewals(device).filter(({ status }) => status !== 'open').length).toBe(index + 1)
    await expectPoints(page, ana.name, ana.points)
  }
  await letRenewAgain(page)
  await page.goto('/')
  await quickPoints(page, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  expect(
    renewals(device)
      .map(({ status }) => status)
      .at(-1),
  ).toBe(200)
})

test('with an expired token and no network the app starts, takes edits, and sends them once it can', async ({
  cloud,
  boot,
}) => {
  const device = await boot('field')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await workerReady(page)
  await expireToken(page)
  await device.proxy.down()
  await page.goto('/')
  await expectPoints(page, ana.name, ana.points)
  await quickPoints(page, ana.name, '+5')
  await expectPoints(page, ana.name, ana.points + 5)
  expect((await readReplica(page)).outbox).toHaveLength(1)

  await device.proxy.up()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  expect(renewals(device).filter(({ status }) => status === 200)).toHaveLength(1)
})

for (const hours of [-5, 5]) {
  test(`a clock that is ${String(hours)} hours off neither hammers the cloud nor ends the session`, async ({
    cloud,
    boot,
  }) => {
    const device = await boot('tablet')
    const page = await device.open()
    await page.addInitScript((by) => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + by
    }, hours * 3_600_000)
    await page.goto('about:blank')
    await enter(device, 'admin')
    await openRoster(page, police.name)
    await page.reload()
    await quickPoints(page, ana.name, '+1')
    await expectCloudPoints(cloud, ana.id, ana.points + 1)
    expect(renewals(device)).toEqual([])

    // Another tab with another clock: as if it had been set right meanwhile. One renewal at most makes up for that.
    const other = await device.open()
    await expectHome(other)
    await page.waitForTimeout(4000)
    expect(renewals(device).length).toBeLessThanOrEqual(1)
    await quickPoints(other, ana.name, '+1')
    await expectCloudPoints(cloud, ana.id, ana.points + 2)
    await expect(other.getByRole('grid')).toBeVisible()
  })
}

test('a wrong password is said to be one, and a blocked account too', async ({ boot }) => {
  const device = await boot('office')
  const page = await device.open()
  const tryPassword = async (password: string) => {
    await page.getByLabel('E-mail').fill(demoPeople.admin.email)
    await page.getByLabel('Parolă').fill(password)
    await page.getByRole('button', { name: 'Conectare', exact: true }).click()
  }
  await page.getByRole('button', { name: 'Conectare cu e-mail' }).click()
  await tryPassword('not this one')
  await expect(page.getByRole('alert')).toContainText('E-mailul sau parola nu este corectă.')
  device.proxy.rule('token', { is: 'status', status: 400, body: '{"error_code":"user_banned"}' }, 1)
  await tryPassword('anything')
  await expect(page.getByRole('alert')).toContainText('Contul tău a fost blocat.')
  await expect(loginTitle(page)).toBeVisible()
})

test('where the browser keeps nothing, the sign-in page says so', async ({ boot }) => {
  const device = await boot('kiosk')
  device.tolerated.push(/^worker /)
  const page = await device.open('about:blank')
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    })
  })
  await page.goto(device.proxy.url)
  await expect(page.getByRole('alert')).toContainText('Browserul nu lasă acest site să păstreze date')
  await page.getByRole('button', { name: 'Conectare cu Discord' }).click()
  await expect(page.getByRole('alert')).toContainText('Permite cookie-urile și datele site-ului')
})
