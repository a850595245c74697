import { guarded } from './rule.ts'

const [job, own, send, result] = [
  'src/composables/import/useImport.ts',
  'src/domain/legacy/own.ts',
  'src/domain/legacy/send.ts',
  'src/domain/legacy/result.ts',
]

/** Import in the app: nothing before it is shown, nothing twice, nothing left out in silence. */
export const imports = [
  ...guarded('tests/sync/importJob.spec.ts', [
    {
      name: 'who signs in next finds the import of who was there before',
      file: 'src/composables/import/useImport.ts',
      from: 'if (current?.user !== user) {',
      to: 'if (!current) {',
      test: 'is its person’s: who signs in after them finds nothing of it',
    },
    {
      name: 'an import is sent without what the cloud has by then',
      file: job,
      from: '  await adopt(work, await cloudDirectory())\n',
      to: '',
      test: 'goes into what somebody else has made meanwhile',
    },
    {
      name: 'own edits are sent after an import',
      file: job,
      from: '  await useSync().beforeImport()\n',
      to: '',
      test: 'sends own edits first, which may be about the same places',
    },
    {
      name: 'an admin’s import sends archives',
      file: job,
      from: 'maySendArchives() ? planned : withoutArchives(planned)',
      to: 'planned',
      test: 'takes no archives of somebody who may not import them, and says so of each',
    },
    {
      name: 'an import that is stopped goes on',
      file: job,
      from: '    tell(sent)\n    if (signal.aborted) return\n',
      to: '    tell(sent)\n',
      test: 'that is stopped ends after the call that is under way',
    },
    {
      name: 'what a first go has added is forgotten by the second',
      file: job,
      from: 'work.sent = joinSent(work.sent, now)',
      to: 'work.sent = now',
      test: 'that fails in the middle says so, keeps what was sent, and goes on from there',
    },
    {
      name: 'without the cloud a preview is empty',
      file: job,
      from: '  Object.assign(work, { plan: work.planned, held: null, preview: previewOf(work.planned, null) })\n',
      to: '',
      test: 'shows what it found by the places that this device knows, and compares it later',
    },
  ]),
  ...guarded('tests/domain/legacy-own.spec.ts', [
    {
      name: 'a comparison that was exported is taken for a file of the old program',
      file: 'src/domain/ownExport.ts',
      from: "  if (tables.includes(value['punctaj'])) return { is: 'table' }\n",
      to: '',
      test: 'comparison as exported are to be read, and told so',
    },
    {
      name: 'an exported archive is taken in part',
      file: own,
      from: '  if (bad.length > 0) return',
      to: '  if (bad.length > 99) return',
      test: 'is taken whole or not at all',
    },
    {
      name: 'people of an exported roster lose their ids',
      file: own,
      from: "    ids: own.people.map((person) => (isObject(person) ? person['id'] : null)),\n",
      to: '',
      test: 'says itself whose it is, wherever it stands, and its people keep their ids',
    },
    {
      name: 'two rows of an export may be one person',
      file: 'src/domain/legacy/identify.ts',
      from: 'isId(given) && !taken.has(given)',
      to: 'isId(given)',
      test: 'gives one id to one person only, and one of its own to whoever has none',
    },
  ]),
  ...guarded('tests/domain/legacy-unplaced.spec.ts', [
    {
      name: 'a file without its folders is guessed',
      file: 'src/domain/legacy/unplaced.ts',
      from: "    const place = sort.is === 'unplaced' ? answers.get(sort.key) : undefined\n",
      to: "    const place = sort.is === 'unplaced' ? (answers.get(sort.key) ?? sort.suggestion) : undefined\n",
      test: 'that is missing leaves the file out',
    },
    {
      name: 'an archive without a time becomes a roster',
      file: 'src/domain/legacy/read.ts',
      from: 'if (isUnnamed) return',
      to: 'if (isUnnamed === null) return',
      test: 'makes no roster of an archive whose name does not say when',
    },
  ]),
  ...guarded('tests/domain/legacy-send.spec.ts', [
    {
      name: 'an op that the cloud left out counts as sent',
      file: send,
      from: "if (!result || result.status === 'failed') throw new CloudError('server_fault', op.id)",
      to: "if (!result) return { ...subjectOf(op), fate: { is: 'added' as const } }",
      test: 'fails when the cloud leaves an op out of its answer',
    },
    {
      name: 'what was deleted since is said to be there',
      file: send,
      from: 'if (!wasMade && !isRetired) return false',
      to: 'if (!isRetired) return false',
      test: 'says of what was deleted since an earlier import that it stays so',
    },
    {
      name: 'an institution whose id is used up is said to be there',
      file: send,
      from: 'if (!wasMade && !isRetired) return false',
      to: 'if (!wasMade) return false',
      test: 'says so of an institution whose id nobody can use again',
    },
    {
      name: 'a batch is larger than the cloud takes',
      file: 'src/domain/legacy/batches.ts',
      from: 'code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4',
      to: '1',
      test: 'hold so many bytes at most, counted as UTF-8; what is larger goes alone',
    },
    {
      name: 'archives that may not be imported vanish',
      file: result,
      from: '  return { ...plan, archives: [], files }',
      to: '  return { ...plan, archives: [], files: plan.files }',
      test: 'refuses each of them with that reason, and sends the rest',
    },
  ]),
  ...guarded('tests/domain/legacy-preview.spec.ts', [
    {
      name: 'a preview takes different points for the same',
      file: 'src/domain/legacy/preview.ts',
      from: 'other && !samePerson(person, other)',
      to: 'other && samePerson(other, person) === null',
      test: 'tells of every person whether they are new, there, or there with other content',
    },
  ]),
  ...guarded('tests/components/import.spec.ts', [
    {
      name: 'a question is answered with an empty name',
      file: 'src/components/import/PlaceQuestions.vue',
      from: "city.trim() !== '' &&",
      to: '',
      test: 'is answered by the person; an empty name is refused where it is',
    },
    {
      name: 'doubts are told among refusals',
      file: 'src/components/import/ImportReport.vue',
      from: "levelOf(code) === 'warning'",
      to: "levelOf(code) !== 'file'",
      test: 'is told by file and row, with why and what to do; doubts come apart',
    },
    {
      name: 'of files with the same finding only the first is named',
      file: 'src/components/import/FileIssues.vue',
      from: 'if (group) group.paths.push(report.path)',
      to: 'if (group) group.paths.push()',
      test: 'is told once of files that have it alike, with what helps once for all rows',
    },
  ]),
  ...guarded('tests/composables/pickedFiles.spec.ts', [
    {
      name: 'of a large folder that is dropped the first entries are taken',
      file: 'src/composables/import/pickedFiles.ts',
      from: '    if (some.length === 0) return all\n    all.push(...some)\n',
      to: '    all.push(...some)\n    return all\n',
      test: 'that was dropped is all that is in it, however deep',
    },
  ]),
  ...guarded('tests/page/launch.spec.ts', [
    {
      name: 'any launch of the app leads to the import',
      file: 'src/page/launch.ts',
      from: 'if (files.length > 0) open',
      to: 'open',
      test: 'the page is told of every file that is opened with the app, and of no other launch',
    },
  ]),
  ...guarded('tests/sql/catalogue.spec.ts', [
    {
      name: 'a call that got another argument stays twice',
      file: 'sql/45_import_archives.sql',
      from: 'drop function if exists public.import_archives(jsonb);\n',
      to: '',
      test: 'has one call of a name after an upgrade from one with other arguments',
    },
  ]),
  ...guarded('tests/sync/importing.spec.ts', [
    {
      name: 'who imports is locked by the own import',
      file: 'src/sync/importing.ts',
      from: '    await takeEnvelope(engine, state, envelope)\n',
      to: '',
      test: 'who imports has everything at once, without a lock',
    },
    {
      name: 'an import asks for what the device does not keep',
      file: 'src/cloud/admin.ts',
      from: "'import_archives', { items, keep }",
      to: "'import_archives', { items }",
      test: 'a device that keeps only a part applies its own import too',
    },
  ]),
]
