import { guarded } from './rule.ts'

const [csv, xlsx, match] = ['src/domain/csv.ts', 'src/domain/xlsx.ts', 'src/domain/matchPeople.ts']
const [series, weeks, filter] = [
  'src/domain/pointSeries.ts',
  'src/domain/archiveWeeks.ts',
  'src/domain/archiveFilter.ts',
]

/** Reports, and what is taken out of them as files and on paper. */
export const reports = [
  ...guarded('tests/domain/exports.spec.ts', [
    {
      name: 'CSV lets a spreadsheet run a formula',
      file: csv,
      from: 'formula.test(text) && !negative.test(text)',
      to: 'false',
      test: 'lets no spreadsheet run',
    },
    {
      name: 'CSV damages negative numbers',
      file: csv,
      from: ' && !negative.test(text)',
      to: '',
      test: 'leaves negative numbers as they are, also written as text',
    },
    {
      name: 'CSV does not double quotes',
      file: csv,
      from: `text.replaceAll('"', '""')`,
      to: 'text',
      test: 'quotes what would divide, and doubles quotes',
    },
    {
      name: 'CSV lets a column’s name be a formula',
      file: csv,
      from: '[head, ...rows].map((row) => `${row.map(cellText)',
      to: '[head, ...rows].map((row, i) => `${row.map(i === 0 ? String : cellText)',
      test: 'lets no column’s name be a formula either',
    },
    {
      name: 'a workbook holds characters that XML forbids',
      file: xlsx,
      from: String.raw`.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Cs}/gu, '')`,
      to: '',
      test: 'holds no character that XML forbids, and no escape that Excel would read',
    },
    {
      name: 'a workbook’s header scrolls away',
      file: xlsx,
      from: ' state="frozen"',
      to: '',
      test: 'has a bold header that stays in sight, and columns as wide as their texts',
    },
    {
      name: 'a file is called what no system allows',
      file: 'src/domain/exportName.ts',
      from: ".replace(/[^A-Za-z0-9_-]/gu, '_')",
      to: '',
      test: 'is safe on every system, whatever the institution is called',
    },
    {
      name: 'a roster’s file leaves out its people’s ids',
      file: 'src/domain/rosterExport.ts',
      from: '({ id, name, discord, rank, points, fields })),',
      to: "({ id: id && '', name, discord, rank, points, fields })),",
      test: 'holds the institution and its people, own unsent edits included, and is read back by the import',
    },
  ]),
  ...guarded('tests/composables/xlsxFile.spec.ts', [
    {
      name: 'a workbook’s times are off by the zone',
      file: xlsx,
      from: ' - new Date(at).getTimezoneOffset() * 60_000',
      to: ' + 3_600_000',
      test: 'has its texts, numbers and times as what they are',
    },
  ]),
  ...guarded('tests/domain/compareArchives.spec.ts', [
    {
      name: 'two people with different ids are taken for one by their name',
      file: match,
      from: 'one.id === person.id || one.id === null || person.id === null',
      to: 'true',
      test: 'never join two different ids',
    },
    {
      name: 'a renamed person is taken for two',
      file: match,
      from: '!take(person, byId.get(person.id ?? ',
      to: '!take(person, byName.get(calledKey(person) + ',
      test: 'follow an id through a new name, and say the former one',
    },
    {
      name: 'a copy from the middle of a week counts as the week before',
      file: weeks,
      from: "    case 'import':\n      return true\n",
      to: "    case 'import':\n    case 'before_restore':\n      return true\n",
      test: 'is the last one that the same institution closed',
    },
    {
      name: 'another institution’s week counts as the week before',
      file: weeks,
      from: 'other.institution.id === institution.id && ',
      to: '',
      test: 'is the last one that the same institution closed',
    },
  ]),
  ...guarded('tests/domain/pointSeries.spec.ts', [
    {
      name: 'a week that is not here counts as zero',
      file: series,
      from: 'Array.from({ length: weeks }, () => null)',
      to: 'Array.from({ length: weeks }, () => 0)',
      test: 'leave a gap for a week that does not know somebody, or is not here',
    },
    {
      name: 'namesakes of one week are one line',
      file: series,
      from: 'times === 1 ? key : `${key}\\n${times}`',
      to: 'key',
      test: 'lose and invent no points, whoever is called what',
    },
    {
      name: 'somebody without an id is joined with one of two namesakes',
      file: series,
      from: 'known === undefined || known === person.id ? person.id : null',
      to: 'known ?? person.id',
      test: 'join nobody where two people are called the same',
    },
  ]),
  ...guarded('tests/domain/reportFilter.spec.ts', [
    {
      name: 'the last day of a period has 24 hours',
      file: 'src/domain/addressFilter.ts',
      from: 'return end.setDate(end.getDate() + 1)',
      to: 'return end.getTime() + 86_400_000 - 3_600_000',
      test: 'end with the last moment of their last day, also when the clocks change',
    },
    {
      name: 'an address may name a kind that the list does not have',
      file: filter,
      from: "listedKinds.find((kind) => kind === query['kind']) ?? ''",
      to: "textIn(query, 'kind') as ArchiveFilter['kind']",
      test: 'that makes no sense narrows nothing',
    },
  ]),
  ...guarded('tests/components/reportPages.spec.ts', [
    {
      name: 'a filter does not reach the address',
      file: 'src/composables/useAddressFilter.ts',
      from: 'router.push({ query: queryOf(filter) })',
      to: 'filter',
      test: 'is narrowed by the address, which every choice changes, and back takes the choice away',
    },
    {
      name: 'a report’s JSON is not the file that was stored',
      file: 'src/views/reports/PeopleView.vue',
      from: 'json: () => heldArchive(archive),',
      to: 'json: async () => (await heldArchive(archive)).trim(),',
      test: 'are exported as CSV that runs nothing, and as the very file of the storage',
    },
    {
      name: 'paper leaves out whom the screen keeps for a later click',
      file: 'src/components/reports/PeopleTable.vue',
      from: 'all ? found.value : found.value.slice(0, most.value)',
      to: 'found.value.slice(0, most.value)',
      test: 'takes everybody, also whom the screen keeps for a later click',
    },
    {
      name: 'a chart does not take in weeks that come later',
      file: 'src/composables/usePointSeries.ts',
      from: 'local && !known.has(row.id)',
      to: 'local && known.size === 0',
      test: 'tell how many weeks are not here yet, and take them in when they come',
    },
  ]),
  ...guarded('tests/components/reportCommands.spec.ts', [
    {
      name: 'a file of the weeks is offered before they are read',
      file: 'src/composables/usePointSeries.ts',
      from: 'reading.value = due.length > 0',
      to: '',
      test: 'are written for other programs with null where a week does not know somebody',
    },
    {
      name: 'a file of the weeks holds only who is drawn',
      file: 'src/views/reports/ChartView.vue',
      from: 'seriesTable(of.institution.name, people.value,',
      to: 'seriesTable(of.institution.name, chosen.value,',
      test: 'hold everybody, a column a week, whoever is drawn; the sums come last',
    },
    {
      name: 'the palette offers files of an empty list',
      file: 'src/composables/useFileCommands.ts',
      from: 'if (!ready()) return []',
      to: '',
      test: 'takes the filters away, and offers no file of a list that is empty',
    },
    {
      name: 'the palette offers the page that is open',
      file: 'src/views/reports/ReportPage.vue',
      from: '.filter(({ isHere }) => !isHere)',
      to: '',
      test: 'is files, paper and the other pages of a report, each once',
    },
  ]),
]
