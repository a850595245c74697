import { guarded } from './rule.ts'

const [state, force, journal] = ['src/domain/deviceState.ts', 'src/domain/forceProgress.ts', 'src/domain/journal.ts']

/** What admins are told about devices, and what devices tell. */
export const dashboard = [
  ...guarded('tests/domain/devices.spec.ts', [
    {
      name: 'a device that went silent keeps its last state',
      file: state,
      from: "if (now - device.seen_at > silentAfterMs) return { is: 'offline', since: device.seen_at }",
      to: '',
      test: 'is offline once it is silent, whatever it said last',
    },
    {
      name: 'a device that has not taken a force counts as up to date',
      file: state,
      from: 'version === head.version && nonce === head.nonce',
      to: 'version === head.version',
      test: 'is behind by a force alone',
    },
    {
      name: 'a device of a restored cloud’s other history is behind by less than nothing',
      file: state,
      from: 'version === null || version > head.version',
      to: 'version === null',
      test: 'is behind on another history',
    },
    {
      name: 'a force waits for a device that nobody has used for months',
      file: force,
      from: 'else if (force.at - device.seen_at > oldAfterMs) continue',
      to: '',
      test: 'does not wait for a device that was not seen for two weeks before, until it comes back',
    },
    {
      name: 'a later change makes a force untaken',
      file: force,
      from: '({ epoch, nonce }: DeviceLine, head: Head): boolean =>\n  epoch === head.epoch &&',
      to: '({ epoch, nonce, version }: DeviceLine, head: Head): boolean =>\n  version === head.version && epoch === head.epoch &&',
      test: 'tells who has downloaded since, who answers and has not, and who does not answer',
    },
    {
      name: 'an answer that comes late takes a device back to an older state',
      file: journal,
      from: 'if (line.seen_at >= (merged.get(deviceKey(line))?.seen_at ?? 0)) ',
      to: '',
      test: 'of devices is what each said last, per person, whatever answer comes first',
    },
    {
      name: 'a journal that grew by more than a page has a hole',
      file: journal,
      from: 'oldest === undefined || !meets',
      to: 'oldest === undefined',
      test: 'of a journal has no hole: what the newest page does not reach goes',
    },
  ]),
  ...guarded('tests/sql/devices.spec.ts', [
    {
      name: 'every answer holds every device',
      file: 'sql/52_devices.sql',
      from: 'where since is null or d.seen_at >= private.moment(since)',
      to: 'where true',
      test: 'are after the first answer only those that have said something since',
    },
    {
      name: 'an answer about devices holds whole roots',
      file: 'sql/52_devices.sql',
      from: 'left(d.root, 12)',
      to: 'd.root',
      test: 'are 500 in an answer of less than 200 kB, which never holds a whole root',
    },
  ]),
  ...guarded('tests/sync/report.spec.ts', [
    {
      name: 'a lock is not told before the next five minutes are over',
      file: 'src/sync/report.ts',
      from: ' || told.state !== state',
      to: '',
      test: 'is that it is locked, and again when it has downloaded, but nothing in between',
    },
    {
      name: 'every lock is told, however short',
      file: 'src/sync/report.ts',
      from: '(isOther && since >= edgeMs)',
      to: 'isOther',
      test: 'is nothing about a lock that was opened at once',
    },
    {
      name: 'an app that is too old does not say that it is',
      file: 'src/sync/runner.ts',
      from: 'if (!isStopped && memory.isTooOld) await tellCloud(engine, memory)',
      to: '',
      test: 'is that it waits for a newer app, when the cloud takes no other word from it',
    },
  ]),
  ...guarded('tests/sync/policy.spec.ts', [
    {
      name: 'a new policy counts only after the next lock',
      file: 'src/sync/follow.ts',
      from: "(early.policy === 'strict' && !isSilent(early))",
      to: '!isSilent(early)',
      test: 'a device follows the policy that came with the change, not the one that it knew before',
    },
  ]),
  ...guarded('tests/components/adminPages.spec.ts', [
    {
      name: 'a policy is changed without being confirmed',
      file: 'src/components/admin/PolicyPanel.vue',
      from: '@click="asking = true"',
      to: '@click="confirm"',
      test: 'changes the policy when it is confirmed, and not before',
    },
    {
      name: 'the preview of a lock leaves out why',
      file: 'src/components/admin/ForceConfirm.vue',
      from: 'why: reason || null',
      to: 'why: null',
      test: 'shows before a force what everybody will read, with who and why',
    },
    {
      name: 'all devices are drawn at once',
      file: 'src/views/admin/DevicesSection.vue',
      from: 'found.value.slice(0, most.value)',
      to: 'found.value',
      test: 'shows a hundred of five hundred devices, and more when they are asked for',
    },
  ]),
]
