import { enter, openReports, signInByMail, expectHome } from './support/app.ts'
import { expect, test } from './support/test.ts'

const title = 'Pagina nu s-a putut încărca'

test('on a first visit that goes offline before everything is there, a page says so and comes when the network is back', async ({
  boot,
}) => {
  const device = await boot('tablet')
  device.tolerated.push(/^sync offline$|^worker |code \(503\) was received/)
  // The worker cannot be installed: nothing of the app is on the device but what the page has loaded.
  const none = device.proxy.rule('worker', { is: 'status', status: 503 })
  const page = await enter(device, 'admin')
  await device.proxy.down()
  await page.getByRole('link', { name: '📋 Raport Săptămâna Trecută' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await page.screenshot({ path: 'test-results/part-missing.png' })
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await expect(page.getByRole('alert')).toContainText('Nu este legătură cu cloudul.')

  // What is here already can be gone to.
  await page.getByRole('link', { name: 'Poliția' }).click()
  await expect(page.getByRole('grid')).toBeVisible()
  await page.getByRole('link', { name: '📋 Raport Săptămâna Trecută' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()

  await device.proxy.up()
  none.end()
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await expect(page.getByRole('heading', { name: 'Raport Săptămâna Trecută' })).toBeVisible()
  await openReports(page)
})

test('a frame of the app that did not arrive is asked for again, not a blank page', async ({ boot }) => {
  const device = await boot('tablet')
  const judge = (_: string, url: string) => (url.includes('/LoginView') ? 503 : null)
  const rule = device.proxy.rule('app', { is: 'judge', judge })
  const page = await device.open()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  rule.end()
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await signInByMail(page, 'admin')
  await expectHome(page)
})

test('a language that did not arrive keeps nobody out; where none did, the page says what to do', async ({ boot }) => {
  const device = await boot('tablet')
  device.tolerated.push(/^worker |code \(503\) was received/)
  const none = device.proxy.rule('worker', { is: 'status', status: 503 })
  const refuse = (names: RegExp) => (_: string, url: string) => (names.test(url) ? 503 : null)
  const both = device.proxy.rule('app', { is: 'judge', judge: refuse(/\/(ro|en)-/) })
  const page = await device.open()
  await expect(page.getByText('Punctaj nu s-a putut încărca.')).toBeVisible()
  await expect(page.getByText('Punctaj could not be loaded.')).toBeVisible()
  both.end()

  const one = device.proxy.rule('app', { is: 'judge', judge: refuse(/\/ro-/) })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Welcome!' })).toBeVisible()
  await expect(page.getByText('The language could not be loaded')).toBeVisible()
  one.end()
  none.end()

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Bun venit!' })).toBeVisible()
  await signInByMail(page, 'admin')
  await expectHome(page)
})
