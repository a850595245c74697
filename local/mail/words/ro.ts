import type { Line } from '../outbox.ts'
import { failuresOf, placeOf, type Say, type Words } from './words.ts'

const who = ({ by }: Line): string => by || 'Cineva'
const place = (line: Line): string => placeOf(line, 'o instituție')
const sum = ({ employees, points }: Line, say: Say): string =>
  `${say.count(employees, '# angajat', '# angajați', '# de angajați')}, ${say.count(points, '# punct', '# puncte', '# de puncte')}`
const more = ({ failed, failures }: Line, say: Say): string[] =>
  failed > failures.length ? [`… și încă ${say.number(failed - failures.length)}`] : []

/** Mails in Romanian. */
export const ro: Words = {
  kinds: {
    force_sync: {
      subject: (line) => `Sincronizare forțată de ${line.by || 'cineva'}`,
      several: (n, say) =>
        say.count(n, '# sincronizare forțată', '# sincronizări forțate', '# de sincronizări forțate'),
      line: (line, say) => ({
        what: `${who(line)} a forțat sincronizarea tuturor dispozitivelor (${say.moment(line.at)}).`,
        details: line.reason === '' ? [] : [`Motiv: „${line.reason}”`],
      }),
      action: 'Vezi ce dispozitive sunt la zi',
    },
    reset: {
      subject: (line) => `Punctaj resetat: ${place(line)}`,
      several: (n, say) => say.count(n, '# resetare de punctaj', '# resetări de punctaj', '# de resetări de punctaj'),
      line: (line, say) => ({
        what: `${who(line)} a resetat punctajul: ${place(line)} (${say.moment(line.at)}).`,
        details: [`În arhivă: ${sum(line, say)}`],
      }),
      action: 'Vezi rapoartele',
    },
    restore: {
      subject: (line) => `Raport încărcat: ${place(line)}`,
      several: (n, say) => say.count(n, '# raport încărcat', '# rapoarte încărcate', '# de rapoarte încărcate'),
      line: (line, say) => ({
        what: `${who(line)} a încărcat un raport mai vechi: ${place(line)} (${say.moment(line.at)}).`,
        details: [`În raport: ${sum(line, say)}`],
      }),
      action: 'Vezi rapoartele',
    },
    backup_failed: {
      subject: (line, say) => `Copia de siguranță nu a reușit: ${say.day(line.day) || say.moment(line.at)}`,
      several: (n, say) =>
        say.count(
          n,
          '# copie de siguranță nereușită',
          '# copii de siguranță nereușite',
          '# de copii de siguranță nereușite',
        ),
      line: (line, say) => ({
        what:
          `Copia de siguranță din ${say.day(line.day) || say.moment(line.at)} nu a reușit` +
          (line.failed > 0
            ? ` pentru ${say.count(line.failed, 'o instituție', '# instituții', '# de instituții')}:`
            : '.'),
        details: [...failuresOf(line), ...more(line, say)],
      }),
      action: 'Deschide Punctaj',
    },
    member_waiting: {
      subject: (line) => `„${line.name}” așteaptă acces`,
      several: (n, say) =>
        say.count(n, '# persoană așteaptă acces', '# persoane așteaptă acces', '# de persoane așteaptă acces'),
      line: (line, say) => ({
        what: `„${line.name}” s-a înscris (${say.moment(line.at)}) și nu vede nimic până când primește acces.`,
        details: [],
      }),
      action: 'Deschide Punctaj',
    },
  },
  earlier: (n, say) =>
    say.count(n, '# eveniment mai vechi, apoi:', '# evenimente mai vechi, apoi:', '# de evenimente mai vechi, apoi:'),
  why: 'Primești acest e-mail pentru că ești administrator în Punctaj.',
  choose: 'Alege ce e-mailuri primești',
}
