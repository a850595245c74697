import { demoPeople } from '../../local/demo/people.ts'
import type { Scene } from './scene.ts'
import { ana, award, bogdan } from './world.ts'

/** Trouble with versions, storage and sessions. What runs in the browser is text: Node does not know its globals. */

const quick = ({ page }: Scene, name: string, step: string) =>
  page.getByRole('row').filter({ hasText: name }).getByRole('button', { name: step }).click()

const refuseWrites = `for (const name of ['put', 'add'])
  IDBObjectStore.prototype[name] = () => { throw new DOMException('full', 'QuotaExceededError') }`

/** A newer app, offered and then demanded. */
export async function newerApp(scene: Scene): Promise<void> {
  const { page, proxy, boss, shoot, button } = scene
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  proxy.rule('worker', { is: 'change', change: (body) => `${body}\n// newer` })
  await page.evaluate('navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => undefined)')
  await button('update.reload').waitFor()
  await shoot('update-note')
  await button('update.later').click()
  await boss.rpc('settings_set', { patch: { min_client: 2 } })
  await button('lock.update').waitFor()
  await quick(scene, ana.name, '+5')
  await button('unsent.export').waitFor()
  await shoot('min-client')
  await boss.rpc('settings_set', { patch: { min_client: 1 } })
}

/** No room on the disk: an edit is refused, then a change of the cloud does not fit. */
export async function fullDisk(scene: Scene): Promise<void> {
  const { page, context, boss, shoot } = scene
  await page.evaluate(refuseWrites)
  await Promise.all(context.serviceWorkers().map((worker) => worker.evaluate(refuseWrites)))
  await quick(scene, ana.name, '+5')
  await page.waitForTimeout(300)
  await shoot('storage-full-edit')
  await award(boss, bogdan.id, 3, '', 2)
  await page.getByRole('alert').first().waitFor()
  await shoot('storage-full')
}

/** The browser throws the databases away under the open app. */
export async function lostDatabase(scene: Scene): Promise<void> {
  const { page, context, proxy, shoot } = scene
  await proxy.down()
  await quick(scene, ana.name, '+5')
  await page.waitForTimeout(500)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', { origin: proxy.url, storageTypes: 'indexeddb' })
  await page.getByRole('alert').first().waitFor({ timeout: 40_000 })
  await shoot('storage-lost')
  await proxy.up()
  await page.getByRole('grid').waitFor({ timeout: 40_000 })
  await shoot('storage-lost-back')
}

/** A newer app has changed the database. */
export async function newerDatabase({ page, shoot, button }: Scene): Promise<void> {
  await page.evaluate(`new Promise((done) => {
    const request = indexedDB.open('punctaj:${demoPeople.admin.id}', 1000)
    request.onsuccess = () => { request.result.close(); done() }
  })`)
  await button('lock.update').waitFor()
  await button('lock.update').click()
  await page.waitForTimeout(1500)
  await shoot('database-newer')
}

/** The cloud ends the session while edits wait. */
export async function endedSession(scene: Scene): Promise<void> {
  const { page, proxy, cloud, shoot, button } = scene
  proxy.rule('rpc:sync_push', { is: 'reset' })
  await quick(scene, ana.name, '+5')
  await quick(scene, bogdan.name, '+1')
  await page.waitForTimeout(500)
  await cloud.db('delete from auth.refresh_tokens where user_id::text = $1', [demoPeople.admin.id])
  await cloud.db('delete from auth.sessions where user_id = $1', [demoPeople.admin.id])
  proxy.rule('poll', { is: 'status', status: 401, body: '{"message":"JWT expired"}' })
  await button('login.withPassword').waitFor()
  await shoot('login-left')
  await button('login.withPassword').click()
  await shoot('login-left-form')
  await button('left.discard').click()
  await shoot('login-left-discard')
}
