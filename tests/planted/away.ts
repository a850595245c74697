import { guarded } from './rule.ts'

const [page, alone] = ['src/page/away.ts', 'src/sw/alone.ts']

/** Edits that no page is left to push. */
export const away = [
  ...guarded('tests/page/away.spec.ts', [
    {
      name: 'a page that goes leaves nobody to push',
      file: page,
      from: 'await registration.sync.register(syncTag)',
      to: '',
      test: 'asks the browser to push when it is hidden with edits unsent',
    },
    {
      name: 'the token is left where nothing is unsent',
      file: page,
      from: 'if (isAway && sync.unsent > 0)',
      to: 'if (isAway)',
      test: 'leaves no token behind when everything is sent, or it is at work itself',
    },
    {
      name: 'the token is left while the page is at work',
      file: page,
      from: 'if (isAway && sync.unsent > 0)',
      to: 'if (sync.unsent > 0)',
      test: 'leaves no token behind when everything is sent, or it is at work itself',
    },
    {
      name: 'the token is left where no worker will ever come',
      file: page,
      from: '!registration?.sync || !access || !db.isOpen()',
      to: '!access || !db.isOpen()',
      test: 'leaves no token behind where there is no Background Sync',
    },
    {
      name: 'a page without a network asks for no push',
      file: page,
      from: "sync.link === 'offline' || ",
      to: '',
      test: 'asks the browser to push when the network goes',
    },
  ]),
  ...guarded('tests/sync/alone.spec.ts', [
    {
      name: 'the token stays when everything was sent',
      file: alone,
      from: "    await db.meta.delete('access')\n",
      to: '',
      test: 'sends what a page has left, with its token, and forgets the token',
    },
    {
      name: 'the browser hears that all is done while edits are left',
      file: alone,
      from: "if ((await readState(db)).unsent > 0) throw new CloudError('offline', 'edits are left')",
      to: '',
      test: 'a push that the cloud could not decide is tried again by the browser',
    },
    {
      name: 'somebody who signed out holds up the edits of others',
      file: alone,
      from: '(await Promise.allSettled(users.map(pushOf)))',
      to: '(await Promise.all(users.map(pushOf)), [] as PromiseSettledResult<void>[])',
      test: 'does not let one person’s database hold up another’s edits',
    },
  ]),
]
