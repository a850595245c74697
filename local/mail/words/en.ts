import type { Line } from '../outbox.ts'
import { failuresOf, placeOf, type Say, type Words } from './words.ts'

const who = ({ by }: Line): string => by || 'Somebody'
const place = (line: Line): string => placeOf(line, 'an institution')
const sum = ({ employees, points }: Line, say: Say): string =>
  `${say.count(employees, '# employee', '# employees')}, ${say.count(points, '# point', '# points')}`
const more = ({ failed, failures }: Line, say: Say): string[] =>
  failed > failures.length ? [`… and ${say.number(failed - failures.length)} more`] : []

/** Mails in English. */
export const en: Words = {
  kinds: {
    force_sync: {
      subject: (line) => `Sync forced by ${line.by || 'somebody'}`,
      several: (n, say) => say.count(n, '# forced sync', '# forced syncs'),
      line: (line, say) => ({
        what: `${who(line)} made every device download everything again (${say.moment(line.at)}).`,
        details: line.reason === '' ? [] : [`Reason: “${line.reason}”`],
      }),
      action: 'See which devices are up to date',
    },
    reset: {
      subject: (line) => `Points reset: ${place(line)}`,
      several: (n, say) => say.count(n, '# reset of points', '# resets of points'),
      line: (line, say) => ({
        what: `${who(line)} reset the points: ${place(line)} (${say.moment(line.at)}).`,
        details: [`In the archive: ${sum(line, say)}`],
      }),
      action: 'See the reports',
    },
    restore: {
      subject: (line) => `Report loaded: ${place(line)}`,
      several: (n, say) => say.count(n, '# report loaded', '# reports loaded'),
      line: (line, say) => ({
        what: `${who(line)} loaded an earlier report: ${place(line)} (${say.moment(line.at)}).`,
        details: [`In the report: ${sum(line, say)}`],
      }),
      action: 'See the reports',
    },
    backup_failed: {
      subject: (line, say) => `The backup failed: ${say.day(line.day) || say.moment(line.at)}`,
      several: (n, say) => say.count(n, '# failed backup', '# failed backups'),
      line: (line, say) => ({
        what:
          `The backup of ${say.day(line.day) || say.moment(line.at)} failed` +
          (line.failed > 0 ? ` for ${say.count(line.failed, 'one institution', '# institutions')}:` : '.'),
        details: [...failuresOf(line), ...more(line, say)],
      }),
      action: 'Open Punctaj',
    },
    member_waiting: {
      subject: (line) => `“${line.name}” is waiting for access`,
      several: (n, say) => say.count(n, '# person is waiting for access', '# people are waiting for access'),
      line: (line, say) => ({
        what: `“${line.name}” signed up (${say.moment(line.at)}) and sees nothing until somebody gives them access.`,
        details: [],
      }),
      action: 'Open Punctaj',
    },
  },
  earlier: (n, say) => say.count(n, '# earlier event, then:', '# earlier events, then:'),
  why: 'You get this mail because you are an administrator of Punctaj.',
  choose: 'Choose which mails you get',
}
