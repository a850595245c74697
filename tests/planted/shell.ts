import { guarded } from './rule.ts'

const [commands, registry] = ['src/domain/command.ts', 'src/composables/useCommands.ts']
const [keep, notice, attention] = ['src/db/keep.ts', 'src/db/notice.ts', 'src/sw/attention.ts']

/** The palette, the shortcuts, what a device keeps, and what it tells of a forced resync. */
export const shell = [
  ...guarded('tests/domain/command.spec.ts', [
    {
      name: 'a shortcut fires while somebody types',
      file: commands,
      from: '(inFields || !isInField)',
      to: '(inFields || isInField || !isInField)',
      test: 'in a field only where it says so',
    },
    {
      name: 'a command that cannot be done now runs by its keys',
      file: commands,
      from: 'const deed = enabled ? run : refuse',
      to: 'const deed = run ?? refuse',
      test: 'that cannot be done now, or belongs to a part of the screen, runs by no key',
    },
  ]),
  ...guarded('tests/composables/useCommands.spec.ts', [
    {
      name: 'shortcuts work through the lock',
      file: registry,
      from: "if (sync.lock.is !== 'synced' && !sync.readOnly) return",
      to: '',
      test: 'do nothing under the lock',
    },
    {
      name: 'shortcuts work under a dialog',
      file: registry,
      from: "if (document.querySelector('dialog[open]')) return",
      to: '',
      test: 'do nothing under a dialog or in a menu',
    },
    {
      name: 'commands stay when their part of the screen is gone',
      file: registry,
      from: 'onScopeDispose(() => registry.delete(registered))',
      to: '',
      test: 'go with the part of the screen that offers them',
    },
  ]),
  ...guarded('tests/composables/useSortedRows.spec.ts', [
    {
      name: 'rows move under whoever points at them',
      file: 'src/composables/useSortedRows.ts',
      from: 'hand.isAtWork() && last.sort',
      to: 'last.sort === null && last.sort',
      test: 'while somebody points at the rows they stay where they are',
    },
    {
      name: 'rows that were held never take their places',
      file: 'src/composables/useSortedRows.ts',
      from: 'if (last.isHeld) rests.value += 1',
      to: '',
      test: 'while somebody points at the rows they stay where they are',
    },
    {
      name: 'a click on a column does nothing while the hand is there',
      file: 'src/composables/useSortedRows.ts',
      from: ' && last.sort === sort.value',
      to: ' && last.sort !== null',
      test: 'another order is taken up at once',
    },
  ]),
  ...guarded('tests/components/rosterCommands.spec.ts', [
    {
      name: 'the palette offers what a person may not do',
      file: 'src/views/roster/useRosterCommands.ts',
      from: 'may(needs) ? [{ ...action',
      to: 'may(needs) || true ? [{ ...action',
      test: 'offer nobody what they may not do',
    },
    {
      name: 'a roster is changed while it is read behind the cloud',
      file: 'src/views/roster/useRosterCommands.ts',
      from: 'enabled: enabled && !sync.readOnly',
      to: 'enabled',
      test: 'dead while reading behind the cloud',
    },
  ]),
  ...guarded('tests/domain/palette.spec.ts', [
    {
      name: 'what was chosen lately stands in the palette twice',
      file: 'src/domain/palette.ts',
      from: 'entries.filter(({ key }) => !keys.has(key))',
      to: 'entries.filter(() => true)',
      test: 'puts what was chosen lately first',
    },
  ]),
  ...guarded('tests/components/palette.spec.ts', [
    {
      name: 'Enter does nothing for people who are read after the last key',
      file: 'src/components/palette/PaletteDialog.vue',
      from: '() => void nextTick(markOne),',
      to: '() => undefined,',
      test: 'marks somebody who has come only after the last key',
    },
  ]),
  ...guarded('tests/domain/wordSearch.spec.ts', [
    {
      name: 'one word of several is enough to be found',
      file: 'src/domain/wordSearch.ts',
      from: 'if (!text.includes(word)) return null',
      to: 'if (!text.includes(word)) continue',
      test: 'wants every word',
    },
  ]),
  ...guarded('tests/db/keep.spec.ts', [
    {
      name: 'a place leaves the device while its refused edit waits for a decision',
      file: keep,
      from: "if (waiting.some(isLeaving)) throw new CloudError('changed_since')",
      to: 'void isLeaving',
      test: 'cannot drop a place whose refused edit waits for a decision',
    },
    {
      name: 'an institution that is made on a device that keeps some leaves it at once',
      file: 'src/db/mutate.ts',
      from: '  await keepCreated(db, ops)\n',
      to: '',
      test: 'takes in what is made here',
    },
  ]),
  ...guarded('tests/domain/keepChoice.spec.ts', [
    {
      name: '"all" becomes the list of today',
      file: 'src/domain/keepChoice.ts',
      from: '(all ? null : [...ids].sort())',
      to: '(all && ids.size === 0 ? null : [...ids].sort())',
      test: 'keeps "all" apart from all there are today',
    },
  ]),
  ...guarded('tests/sw/attention.spec.ts', [
    {
      name: 'a forced resync is told again with every move of the lock',
      file: notice,
      from: 'if (!notice || notice.told === nonce)',
      to: 'if (!notice)',
      test: 'is told once, in the words that its person asked for',
    },
    {
      name: 'a notification lies over the app that is looked at',
      file: attention,
      from: "if (!notice || (await windows()).some(({ visibilityState }) => visibilityState === 'visible')) return",
      to: 'if (!notice) return',
      test: 'is not told where a tab is looked at',
    },
    {
      name: 'every change is told like a forced resync',
      file: notice,
      from: "if (lock.is === 'synced' || lock.cause.reason !== 'forced')",
      to: "if (lock.is === 'synced')",
      test: 'is no change like any other',
    },
    {
      name: 'the first download marks the icon',
      file: 'src/sync/badge.ts',
      from: "lock.is !== 'synced' && lock.cause.reason !== 'first'",
      to: "lock.is !== 'synced'",
      test: 'is not there for the first download',
    },
  ]),
  ...guarded('tests/components/pressAndHold.spec.ts', [
    {
      name: 'a finger that scrolls selects',
      file: 'src/components/roster/pressAndHold.ts',
      from: 'end: (): void => clearTimeout(timer),',
      to: 'end: (): void => undefined,',
      test: 'that taps or scrolls selects as ever, or not at all',
    },
  ]),
]
