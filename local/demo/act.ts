import type { Transaction } from '@electric-sql/pglite'
import { identify } from '../database.ts'

/** Runs the rest of a transaction as that person, with what a request of theirs could do. */
export async function actAs(tx: Transaction, user: string): Promise<void> {
  const claims = { sub: user, role: 'authenticated', aud: 'authenticated' }
  await tx.query(identify, [user, 'authenticated', JSON.stringify(claims), ''])
}

/** Runs the rest of a transaction as the database's owner, of whom no request says who they are. */
export async function actAsOwner(tx: Transaction): Promise<void> {
  await tx.query(identify, ['', 'none', '', ''])
}

/** Calls one of the product's own functions and returns its JSON. Arguments are given by name, as JSON or text. */
export async function call<T>(tx: Transaction, name: string, args: Record<string, unknown> = {}): Promise<T> {
  const names = Object.keys(args)
  const values = names.map((key) => (typeof args[key] === 'object' ? JSON.stringify(args[key]) : args[key]))
  const list = names.map((key, i) => `${key} => $${i + 1}`).join(', ')
  const { rows } = await tx.query<{ answer: T }>(`select public.${name}(${list}) as answer`, values)
  return (rows[0] as { answer: T }).answer
}
