import { guarded } from './rule.ts'

const [stacks, reverse] = ['src/domain/undoStacks.ts', 'src/db/undo.ts']

/** Undo and redo of own points. */
export const undo = [
  ...guarded('tests/domain/undoStacks.spec.ts', [
    {
      name: 'steps of before a reset can be undone',
      file: stacks,
      from: 'op.institution !== institution || op.period !== period',
      to: 'op.institution !== institution',
      test: 'end at the last reset',
    },
    {
      name: 'steps of another institution can be undone here',
      file: stacks,
      from: 'op.institution !== institution || op.period !== period',
      to: 'op.period !== period',
      test: 'are what a person’s own stacks would be, whatever they do',
    },
    {
      name: 'a step is undone first edit first',
      file: stacks,
      from: 'targets: ops.map(({ id }) => id).reverse(),',
      to: 'targets: ops.map(({ id }) => id),',
      test: 'are what a person’s own stacks would be, whatever they do',
    },
    {
      name: 'an undone step is done again first edit first',
      file: stacks,
      from: 'targets: undos.map(({ id }) => id).reverse()',
      to: 'targets: undos.map(({ id }) => id)',
      test: 'are what a person’s own stacks would be, whatever they do',
    },
    {
      name: 'after new points an old undo can be done again',
      file: stacks,
      from: '      redo = []',
      to: '',
      test: 'are what a person’s own stacks would be, whatever they do',
    },
    {
      name: 'edits of one call are steps of their own',
      file: stacks,
      from: 'last?.ops.at(-1)?.at === op.at',
      to: 'last?.ops.at(-1) === op',
      test: 'are what a person’s own stacks would be, whatever they do',
    },
    {
      name: 'an undo that was refused is offered again',
      file: stacks,
      from: '!targets.some((id) => refused.has(id))',
      to: 'targets.length > 0',
      test: 'leave out a step whose undo the server refused',
    },
  ]),
  ...guarded('tests/db/undo.spec.ts', [
    {
      name: 'two tabs undo the same step',
      file: reverse,
      from: `  await alive(db, (again) =>
    db.transaction('rw', editTables(db), async () => {
      if (again && step && (await writtenBefore(db, ids)) !== null) return
      step = (await readStacks(db, week))[direction].at(-1)`,
      to: `  step = (await undoView(db, week))[direction].at(-1)
  await alive(db, (again) =>
    db.transaction('rw', editTables(db), async () => {
      if (again && step && (await writtenBefore(db, ids)) !== null) return`,
      test: 'undoes two steps when two tabs press at once, never the same twice',
    },
    {
      name: 'two calls within a millisecond are one step',
      file: 'src/db/mutate.ts',
      from: 'return last?.at === now ? now + 1 : now',
      to: 'return last?.at === now ? now : now',
      test: 'keeps two calls within one millisecond apart',
    },
    {
      name: 'what was sent cannot be undone',
      file: reverse,
      from: '[...sent, ...waiting].sort(order)',
      to: 'waiting.sort(order)',
      test: 'goes on over what was sent, in the order in which it was made',
    },
    {
      name: 'what was sent is undone in the order of the download',
      file: reverse,
      from: '[...sent, ...waiting].sort(order)',
      to: '[...sent, ...waiting]',
      test: 'goes on over what was sent, in the order in which it was made',
    },
    {
      name: 'edits of two tabs are undone by their ids',
      file: reverse,
      from: '(a.seq ?? 0) - (b.seq ?? 0) || ',
      to: '',
      test: 'undoes edits of two tabs in the order in which they were written, whatever their ids',
    },
    {
      name: 'a refused edit can be undone',
      file: reverse,
      from: 'db.outbox.toArray(),\n    db.tray.toArray(),\n  ])',
      to: 'db.outbox.toArray().then(async (rows) => [...rows, ...((await db.tray.toArray()) as never[])]),\n    db.tray.toArray(),\n  ])',
      test: 'does not offer what the server refused, nor what another period held',
    },
    {
      name: 'a step whose undo lies in the tray is offered again',
      file: reverse,
      from: "op.kind === 'points.undo' ? [op.target] : []",
      to: "op.kind === 'points.undo' ? [] : []",
      test: 'does not offer a step once more whose undo lies in the tray',
    },
  ]),
]
