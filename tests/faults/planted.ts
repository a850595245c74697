/** A bug of one class: the text of the project that it replaces. */
export interface Planted {
  name: string
  /** File from the project's root; `sql` stands for the whole schema. */
  file: string
  from: string
  to: string
}

/** Bugs that the convergence test must find: `npm run test:faults -- --planted`. */
export const planted: readonly Planted[] = [
  {
    name: 'an apply empties the outbox instead of dropping what is contained',
    file: 'src/db/apply.ts',
    from: "db.outbox.where('id').anyOf(contained).toArray()",
    to: 'db.outbox.toArray()',
  },
  {
    name: 'a refused edit vanishes instead of going to the tray',
    file: 'src/db/outbox.ts',
    from: 'await db.tray.put({ id, op, result, at, ...(names && { names }) })',
    to: 'void [id, op, result, at, names]',
  },
  {
    name: 'an acknowledgement is believed after the cloud was restored',
    file: 'src/sync/follow.ts',
    from: 'if (state.acked > 0) await engine.store.sendAgain()',
    to: '',
  },
  {
    name: 'an own push is applied onto another history of the same version',
    file: 'src/sync/push.ts',
    from: 'head.version !== envelope.before || head.root !== envelope.before_root',
    to: 'head.version !== envelope.before',
  },
  {
    name: 'what a restored cloud has lost is not offered again',
    file: 'src/sync/resync.ts',
    from: 'lost: ask.full ? sent.filter((id) => !known.has(id)) : [],',
    to: 'lost: ask.full && known.size < 0 ? sent : [],',
  },
  {
    name: 'received bodies are not held against their hash',
    file: 'src/sync/verify.ts',
    from: "if ((await digest(text)) !== hash) throw new CloudError('hash_mismatch', key)",
    to: '',
  },
  {
    name: 'the head moves in another transaction than the leaves',
    file: 'src/db/store.ts',
    from: 'apply: () => applyPrepared(db),',
    to: 'apply: async () => (await alive(db, () => db.leaves.clear()), applyPrepared(db)),',
  },
  {
    name: 'leaves of places that a person may no longer see stay on the device',
    file: 'src/db/apply.ts',
    from: 'const old = [...gone, ...changed]',
    to: 'const old = [...changed]',
  },
  {
    name: 'the lock stays although the cloud stands where the device does',
    file: 'src/sync/follow.ts',
    from: "if (state.lock.is !== 'synced') await open(engine, state)",
    to: '',
  },
  {
    name: 'the lock waits for a head that the cloud never had, or has no more',
    file: 'src/sync/follow.ts',
    from: "await engine.store.lock({ is: 'current' }, head?.stamp ?? null)",
    to: "if (head) await engine.store.lock({ is: 'applied', head }, head.stamp)",
  },
  {
    name: 'edits are taken under the lock',
    file: 'src/db/mutate.ts',
    from: "if (lock?.is !== 'synced') throw new MutateError('locked')",
    to: 'void lock',
  },
  {
    name: 'two tabs push at once',
    file: 'src/sync/push.ts',
    from: 'await exclusively(pushLock, isPatient, () => push(engine, memory, isUrgent, inEngineTurn))',
    to: 'await push(engine, memory, isUrgent, inEngineTurn)',
  },
  {
    name: 'edits are sent newest first',
    file: 'src/db/outbox.ts',
    from: '(await unsentRows(db)).slice(0, most)',
    to: '(await unsentRows(db)).reverse().slice(0, 1)',
  },
  {
    name: 'the cloud forgets which ops it has decided',
    file: 'sql',
    from: 'select * into known from public.applied_ops where id = op_id;',
    to: 'delete from public.applied_ops where id = op_id;',
  },
  {
    name: 'the ledger notes what was asked for, not what came of it',
    file: 'sql',
    from: "'effective', now - was,",
    to: "'effective', delta,",
  },
  {
    name: 'points of a closed week count in the new one',
    file: 'sql',
    from: "elsif private.int_field(op -> 'period', 0, 2147483647) <> place.period then\n    refusal := private.conflict('period_closed'",
    to: "elsif private.int_field(op -> 'period', 0, 2147483647) < 0 then\n    refusal := private.conflict('period_closed'",
  },
  {
    name: 'a leaf is served that a person may not see',
    file: 'sql',
    from: 'or l.institution in (select p.institution from public.permissions p where p.user_id = p_user)',
    to: 'or l.institution is not null',
  },
]
