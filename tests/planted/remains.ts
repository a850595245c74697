import { guarded } from './rule.ts'

const [left, loop] = ['src/db/remains.ts', 'src/sw/loop.ts']

/** What is left of who is gone: unsent edits, until they are exported or their person is back. */
export const remains = [
  ...guarded('tests/db/remains.spec.ts', [
    {
      name: 'edits that the cloud has stay behind',
      file: left,
      from: "await db.outbox.filter(({ state }) => state !== 'unsent').delete()",
      to: '',
      test: 'of a session that ended only unsent edits and the tray stay, with a name to them',
    },
    {
      name: 'unsent edits go with an ended session',
      file: left,
      from: 'const kept = [db.outbox.name, db.tray.name]',
      to: 'const kept = [db.tray.name]',
      test: 'of a session that ended only unsent edits and the tray stay, with a name to them',
    },
    {
      name: 'half-filled forms of an ended session stay',
      file: left,
      from: 'const kept = [db.outbox.name, db.tray.name]',
      to: 'const kept = [db.outbox.name, db.tray.name, db.drafts.name]',
      test: 'of a session that ended only unsent edits and the tray stay, with a name to them',
    },
    {
      name: 'what a late tab wrote after a sign-out stays',
      file: left,
      from: 'if (leaving !== undefined) await Promise.all([db.outbox.clear(), db.tray.clear()])',
      to: '',
      test: 'a sign-out empties everything at once, and the database goes when its mark has had its time',
    },
    {
      name: 'who signs in while others tidy up loses everything',
      file: left,
      from: 'signedIn() === db.user ? null : reduce(db)',
      to: 'reduce(db)',
      test: 'whoever is signed in is left alone, also when that happened meanwhile',
    },
    {
      name: 'an emptied database is deleted before its mark can tell of it',
      file: left,
      from: "Math.abs(Date.now() - at) >= markedMs ? 'delete' : null",
      to: "'delete'",
      test: 'a sign-out empties everything at once, and the database goes when its mark has had its time',
    },
    {
      name: 'a sign-out that was cut off is not known at the next start',
      file: 'src/db/open.ts',
      from: "if ((await readMeta(db, 'leaving')) !== undefined) throw new CloudError('session_ended')",
      to: '',
      test: 'a sign-out empties everything at once, and the database goes when its mark has had its time',
    },
    {
      name: 'a sign-out leaves no mark',
      file: left,
      from: "      await writeMeta(db, 'leaving', at)\n",
      to: '',
      test: 'a sign-out empties everything at once, and the database goes when its mark has had its time',
    },
    {
      name: 'who signs in anew finds what a late tab wrote after the sign-out',
      file: left,
      from: "if ((await readMeta(db, 'leaving')) !== undefined) await Promise.all(db.tables.map((table) => table.clear()))",
      to: '',
      test: 'who signs in anew before that starts with an empty database',
    },
    {
      name: 'who signs in again is on another device',
      file: left,
      from: "{ key: 'device', value: held.device ?? v4() },",
      to: "{ key: 'device', value: v4() },",
      test: 'who signs in again finds the edits, on the device they had',
    },
    {
      name: 'who signs in again is asked about decided edits',
      file: left,
      from: "{ key: 'decided', value: held.decided ?? [] },",
      to: '',
      test: 'who signs in again finds the edits, on the device they had',
    },
    {
      name: 'a download that was under way is written into what is left',
      file: 'src/db/stage.ts',
      from: "if ((await readMeta(db, 'session')) !== session) throw new CloudError('session_ended')",
      to: '',
      test: 'a download that was under way writes nothing into what is left',
    },
  ]),
  ...guarded('tests/sw/loop.spec.ts', [
    {
      name: 'the worker runs for a person without a token of theirs',
      file: loop,
      from: 'if (access?.user !== user) {\n    tell(source',
      to: 'if (access === null) {\n    tell(source',
      test: 'runs for nobody whose token it does not have',
    },
    {
      name: 'the worker goes on for who has signed out',
      file: loop,
      from: '  access = null\n  stop()\n}',
      to: '  access = null\n}',
      test: 'stops for who has signed out, and what is under way writes nothing more',
    },
    {
      name: 'the sign-out of somebody else stops the worker',
      file: loop,
      from: 'if (user !== null && access?.user !== user) return',
      to: '',
      test: 'does not stop for the sign-out of somebody else',
    },
    {
      name: 'a step that is under way writes on after a sign-out',
      file: loop,
      from: '  if (old) retireDb(old.db)\n',
      to: '',
      test: 'stops for who has signed out, and what is under way writes nothing more',
    },
    {
      name: 'the worker takes the refused token for another one',
      file: loop,
      from: 'held?.user === user && held.accessToken !== refused',
      to: 'held?.user === user',
      test: 'asks the pages for a token in place of a refused one',
    },
    {
      name: 'the worker opens the database of who has signed out',
      file: loop,
      from: "if (codeOf(error) !== 'session_ended') throw error\n    leave(user)",
      to: 'throw error',
      test: 'runs for nobody whose database a sign-out has emptied',
    },
  ]),
]
