import { parseKey } from '../../../src/domain/keys.ts'
import { cutLedger, ledgerHash } from '../../../src/domain/ledger.ts'
import { rootText } from '../../../src/domain/plan.ts'
import { readMeta } from '../../../src/db/meta.ts'
import { digest } from '../../../src/sync/digest.ts'
import type { Context } from './device.ts'
import type { World } from './world.ts'

/** What a view reads, in one transaction as it reads: a head, its leaves, and nothing of any other version. */
export async function seeOneVersion(world: World, context: Context): Promise<void> {
  const { db } = context
  await world.scheduler.pass(context, 'reads', async () => {
    const seen = await db.transaction('r', [db.meta, db.leaves], async () => ({
      head: await readMeta(db, 'head'),
      index: (await readMeta(db, 'index')) ?? {},
      leaves: await db.leaves.toArray(),
    }))
    const { head, index, leaves } = seen
    if (!head) return
    if ((await digest(rootText(index))) !== head.view_root) world.wrong.push(`${context.name}: index and head differ`)
    const texts = new Map(leaves.map(({ key, hash, text }) => [`${key} ${hash}`, text]))
    for (const [key, { hash }] of Object.entries(index)) {
      const text = texts.get(`${key} ${hash}`)
      const leaf = parseKey(key)
      const actual =
        text === undefined
          ? 'none'
          : leaf?.kind === 'ledger'
            ? await ledgerHash(leaf.id, cutLedger(text), digest)
            : await digest(text)
      if (actual !== hash) world.wrong.push(`${context.name}: the body of ${key} is not the one of the index`)
    }
  })
}
