import { type Issue, type IssueCode, type Level, levelOf } from './issues.ts'

type Language = 'ro' | 'en'

/** What was found and, where it costs something, what helps. `%` stands for what it is about. */
type Text = readonly [why: string, fix?: string]

/** What helps where a finding names nothing better. A warning costs nothing: it says itself what was done. */
const fixes: Record<Language, Record<Level, string>> = {
  ro: {
    file: 'Corectează fișierul și importă-l din nou.',
    row: 'Corectează rândul în fișier și importă din nou; ce este deja luat nu se dublează.',
    warning: '',
  },
  en: {
    file: 'Correct the file and import it again.',
    row: 'Correct the row in the file and import again; what is there already is not doubled.',
    warning: '',
  },
}

/** Sentences without their first capital letter: the command puts them behind a colon. */
const texts: Record<IssueCode, Record<Language, Text>> = {
  unreadable: {
    ro: ['fișierul nu poate fi citit', 'Închide programul care îl folosește și alege-l din nou.'],
    en: ['the file cannot be read', 'Close the program that uses it and choose it again.'],
  },
  not_utf8: {
    ro: ['fișierul nu este text UTF-8', 'Salvează-l cu codarea UTF-8 și importă-l din nou.'],
    en: ['the file is not UTF-8 text', 'Save it with the encoding UTF-8 and import it again.'],
  },
  too_large: {
    ro: ['fișierul este mai mare de 16 MiB', 'Împarte-l în mai multe fișiere.'],
    en: ['the file is larger than 16 MiB', 'Split it into several files.'],
  },
  bad_path: {
    ro: [
      'nu este acolo unde își ține vechiul program fișierele (data/<server>/<oraș>/… sau arhiva/[<server>/]<oraș>/…)',
      'Pune-l la locul lui și importă din nou.',
    ],
    en: [
      'not where the old program keeps its files (data/<server>/<City>/… or arhiva/[<server>/]<City>/…)',
      'Put it into its place and import again.',
    ],
  },
  not_json_name: {
    ro: ['numele fișierului nu se termină în .json', 'Alege numai fișiere .json.'],
    en: ['the name of the file does not end in .json', 'Choose .json files only.'],
  },
  bad_name: {
    ro: ['numele % nu poate fi folosit: gol, peste 200 de caractere sau cu NUL', 'Redenumește fișierul sau dosarul.'],
    en: ['the name % cannot be used: empty, over 200 characters, or with NUL', 'Rename the file or the folder.'],
  },
  truncated: {
    ro: ['fișierul se termină la mijloc: a fost tăiat', 'Copiază-l din nou de unde este întreg.'],
    en: ['the file ends in the middle: it was cut off', 'Copy it again from where it is whole.'],
  },
  not_json: { ro: ['fișierul nu este JSON valid'], en: ['the file is not valid JSON'] },
  too_deep: {
    ro: ['valorile sunt imbricate pe mai mult de 16 niveluri'],
    en: ['values are nested more than 16 deep'],
  },
  wrong_shape: {
    ro: ['nu este un fișier cu angajați sau un raport: nu are o listă de rânduri', 'Alege alt fișier.'],
    en: ['neither a roster nor an archive: it has no list of rows', 'Choose another file.'],
  },
  too_many_rows: {
    ro: ['peste 20.000 de rânduri', 'Împarte fișierul în mai multe.'],
    en: ['more than 20,000 rows', 'Split the file into several.'],
  },
  too_many_columns: {
    ro: ['peste 50 de coloane proprii sau rankuri'],
    en: ['more than 50 extra columns or ranks'],
  },
  servers_differ: {
    ro: [
      'aceeași instituție cu alt conținut în %: păstrează una dintre ele',
      'Importă fără fișierul care nu este bun.',
    ],
    en: ['the same institution with other content in %: keep one of them', 'Import without the file that is wrong.'],
  },
  name_mismatch: {
    ro: ['raportul spune că este al %, locul lui spune altceva', 'Pune-l în dosarul orașului și al instituției lui.'],
    en: ['the archive says it is of %, its path says otherwise', 'Put it into the folder of its city and institution.'],
  },
  no_time: {
    ro: ['nici raportul, nici numele lui nu spun când a fost făcut'],
    en: ['neither the archive nor its name says when it was made'],
  },
  orphan: {
    ro: [
      'scris după un reset, toate punctajele sunt zero, iar fișierul dinaintea resetului lipsește',
      'Adaugă fișierul cu același nume fără _AFTER_RESET, dacă îl ai.',
    ],
    en: [
      'written after a reset, all points are zero, and the file before the reset is missing',
      'Add the file of the same name without _AFTER_RESET, if you have it.',
    ],
  },
  twin_refused: {
    ro: [
      'scris după un reset, toate punctajele sunt zero, iar fișierul dinaintea resetului a fost refuzat',
      'Corectează fișierul dinaintea resetului și importă din nou.',
    ],
    en: [
      'written after a reset, all points are zero, and the file before the reset was refused',
      'Correct the file before the reset and import again.',
    ],
  },
  no_institution: {
    ro: ['nu există instituția %: adaug-o, apoi importă din nou', 'Sau alege și fișierul ei din data/.'],
    en: ['there is no institution %: create it, then import again', 'Or choose its file from data/ as well.'],
  },
  institution_refused: {
    ro: ['fișierul instituției % a fost refuzat: rezolvă asta, apoi importă din nou'],
    en: ['the file of its institution % was refused: settle that, then import again'],
  },
  archive_name: {
    ro: [
      'este un raport, dar numele fișierului nu spune când a fost făcut',
      'Redenumește-l <Instituție>_AAAA-LL-ZZ_HH-MM-SS.json și alege-l din nou.',
    ],
    en: [
      'an archive, but the name of the file does not say when it was made',
      'Rename it to <Institution>_YYYY-MM-DD_HH-MM-SS.json and choose it again.',
    ],
  },
  export_damaged: {
    ro: [
      'fișierul exportat de Punctaj a fost schimbat: nu se ia nimic din el',
      'Exportă-l din nou și alege-l pe acela.',
    ],
    en: ['the file that Punctaj exported was changed: nothing of it is taken', 'Export it again and choose that one.'],
  },
  other_version: {
    ro: ['fișierul a fost exportat de o altă versiune Punctaj (%)', 'Actualizează aplicația și încearcă din nou.'],
    en: ['the file was exported by another version of Punctaj (%)', 'Update the app and try again.'],
  },
  unsent_edits: {
    ro: ['conține modificări netrimise', 'Importă-l singur, cu contul care le-a făcut.'],
    en: ['holds unsent edits', 'Import it by itself in the app, with the account that made them.'],
  },
  only_to_read: {
    ro: [
      'este lista rapoartelor sau o comparație, făcută pentru citit',
      'Exportă (JSON) chiar raportul sau angajații instituției și alege fișierul acela.',
    ],
    en: [
      'the list of reports or a comparison, made to be read',
      'Export (JSON) the report itself or the employees of the institution and choose that file.',
    ],
  },
  superuser_only: {
    ro: ['rapoartele pot fi importate numai de un superuser', 'Cere-i unui superuser să importe rapoartele.'],
    en: ['archives are imported by superusers only', 'Ask a superuser to import the reports.'],
  },

  row_shape: { ro: ['nu are coloane'], en: ['has no columns'] },
  points_missing: { ro: ['lipsește PUNCTAJ'], en: ['no PUNCTAJ'] },
  points_blank: { ro: ['PUNCTAJ este gol'], en: ['PUNCTAJ is blank'] },
  points_negative: { ro: ['PUNCTAJ este negativ: %'], en: ['PUNCTAJ is negative: %'] },
  points_decimal: { ro: ['PUNCTAJ nu este un număr întreg: %'], en: ['PUNCTAJ is not a whole number: %'] },
  points_text: { ro: ['PUNCTAJ nu este un număr: %'], en: ['PUNCTAJ is not a number: %'] },
  points_large: { ro: ['PUNCTAJ este peste 1.000.000: %'], en: ['PUNCTAJ is over 1,000,000: %'] },
  no_name: { ro: ['nici NUME IC, nici DISCORD'], en: ['neither NUME IC nor DISCORD'] },
  bad_text: {
    ro: ['% are peste 200 de caractere sau conține NUL ori o jumătate de caracter'],
    en: ['% is over 200 characters, or holds NUL or half a character'],
  },
  bad_value: { ro: ['% nu conține nici text, nici un număr simplu'], en: ['% holds neither text nor a plain number'] },
  bad_column: { ro: ['o coloană numită % nu poate fi păstrată'], en: ['a column called % cannot be kept'] },
  bad_rank: { ro: ['RANK nu este un număr întreg: %'], en: ['RANK is not a whole number: %'] },

  bare_list: {
    ro: ['o listă simplă: fără rankuri, fără coloane proprii'],
    en: ['a bare list: no ranks, no columns of its own'],
  },
  no_columns: {
    ro: ['fără lista coloanelor: luate din rânduri'],
    en: ['no list of columns: taken from the rows'],
  },
  bad_column_name: { ro: ['o coloană numită % nu poate fi păstrată'], en: ['a column called % cannot be kept'] },
  extra_column: {
    ro: ['coloana % nu este în lista coloanelor: păstrată'],
    en: ['column % is not in the list of columns: kept'],
  },
  no_name_column: {
    ro: ['fără coloana NUME IC: numele este DISCORD'],
    en: ['no column NUME IC: DISCORD is the name'],
  },
  name_blank: {
    ro: ['NUME IC este gol: numele este DISCORD %'],
    en: ['NUME IC is blank: DISCORD % is the name'],
  },
  ranks_from_text: { ro: ['rankuri luate din rankuri_desc'], en: ['ranks taken from rankuri_desc'] },
  ranks_from_rows: {
    ro: ['rankuri luate din RANK și ROLE ale rândurilor'],
    en: ['ranks taken from RANK and ROLE of the rows'],
  },
  bad_rank_entry: {
    ro: ['o intrare a rankurilor a fost lăsată deoparte: %'],
    en: ['an entry of the ranks was left out: %'],
  },
  rank_unknown: { ro: ['RANK % nu este printre rankuri'], en: ['RANK % is not among the ranks'] },
  role_mismatch: { ro: ['ROLE diferă de rank: %'], en: ['ROLE differs from the rank: %'] },
  same_nickname: {
    ro: ['alt rând are același DISCORD %: păstrat ca altă persoană'],
    en: ['another row has the same DISCORD %: kept as another person'],
  },
  same_person: {
    ro: ['alt rând are același DISCORD și nume %: păstrat ca altă persoană'],
    en: ['another row has the same DISCORD and name %: kept as another person'],
  },
  same_row: {
    ro: ['un rând la fel este mai sus: păstrat ca altă persoană'],
    en: ['a row just like it stands above: kept as another person'],
  },
  bad_time: { ro: ['% nu este o dată cu oră: lăsată deoparte'], en: ['% is not a time: left out'] },
  time_twice: {
    ro: ['% a fost de două ori în noaptea aceea (ora de iarnă): se ia prima'],
    en: ['% came twice that night (clocks went back): the first is taken'],
  },
  time_never: {
    ro: ['% nu a existat (ora de vară): se ia cu o oră mai târziu'],
    en: ['% never was (clocks went forward): taken as an hour later'],
  },
  count_differs: { ro: ['employee_count este %'], en: ['employee_count is %'] },
  time_from_name: {
    ro: ['fără archived_at: data este cea din numele fișierului'],
    en: ['no archived_at: the time is that of the file name'],
  },
  time_differs: {
    ro: ['archived_at este %, numele fișierului spune altceva: se ia archived_at'],
    en: ['archived_at is %, the file name says otherwise: archived_at is taken'],
  },
  repeated: { ro: ['la fel ca %: luat o singură dată'], en: ['the same as %: taken once'] },
}

/** What a finding says, without the row, in small letters. */
export const issueText = ({ code, about }: Pick<Issue, 'code' | 'about'>, language: Language = 'en'): string =>
  texts[code][language][0].replace('%', () => about)

/** What a person can do about it; empty where nothing needs doing. */
export const issueFix = (code: IssueCode, language: Language): string =>
  texts[code][language][1] ?? fixes[language][levelOf(code)]
