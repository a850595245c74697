import { guarded } from './rule.ts'

const [runner, pace, worker] = ['src/sync/runner.ts', 'src/sync/pace.ts', 'src/channel/worker.ts']

/** What a signal can bring about. */
export const signals = [
  ...guarded('tests/sync/signals.spec.ts', [
    {
      name: 'a flood of signals is a flood of polls',
      file: pace,
      from: 'return () => (signal ??= heed())',
      to: 'return hurry',
      test: 'in a flood brings about no more than one poll in 900 ms',
    },
    {
      name: 'a signal that waited polls although somebody just has',
      file: pace,
      from: 'if (ms <= 0 || isDue(engine, pace, pollGapMs)) await hurry()',
      to: 'await hurry()',
      test: 'in a flood brings about no more than one poll in 900 ms',
    },
    {
      name: 'every runner begins with a poll, however many are made',
      file: runner,
      from: 'pace = freshPace()): Runner {',
      to: '_pace = freshPace()): Runner {\n  const pace = freshPace()',
      test: 'in a flood with a new runner each time, as signing out and in again makes them, polls no more often',
    },
    {
      name: 'a clock that was set back silences the signals',
      file: pace,
      from: 'engine.clock.wait(Math.min(ms, pollGapMs))',
      to: 'engine.clock.wait(ms)',
      test: 'waits no longer than the gap when the clock was set back',
    },
    {
      name: 'anybody’s word stops a download',
      file: runner,
      from: "if (lock === null || lock === 'required') cancelDownloads",
      to: 'cancelDownloads',
      test: 'a forged word that somebody cancelled does not stop a download that nobody cancelled',
    },
    {
      name: 'nobody’s word stops a download',
      file: runner,
      from: "if (lock === null || lock === 'required') cancelDownloads",
      to: 'if (lock === null) cancelDownloads',
      test: 'a real cancel still stops a download',
    },
  ]),
  ...guarded('tests/channel/messages.spec.ts', [
    {
      name: 'the worker takes a token that is somebody else’s',
      file: worker,
      from: 'return subject === null || subject === user',
      to: 'return true',
      test: 'a token of somebody else, and a screen that nobody has, are not heard',
    },
    {
      name: 'the worker keeps whatever a page says is on its screen',
      file: worker,
      from: 'value.length <= mostOpen && ',
      to: '',
      test: 'a token of somebody else, and a screen that nobody has, are not heard',
    },
  ]),
]
