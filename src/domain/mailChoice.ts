import type { Me } from './model.ts'

/** What admins can be told by mail, in the order of the settings page; the same list as `private.mail_kinds()`. */
export const mailKinds = ['force_sync', 'reset', 'restore', 'backup_failed', 'member_waiting'] as const
export type MailKind = (typeof mailKinds)[number]

/** What one person gets by mail (`mail_choice_get`). */
export interface MailChoice {
  /** Where it goes: the account's own; empty when it has none. */
  address: string
  /** None = no mail. */
  kinds: MailKind[]
  locale: 'ro' | 'en'
  /** Whether a worker that sends mail was there lately. */
  running: boolean
}

/** Whether this person is told anything by mail at all. */
export const mayGetMail = (me: Me | null): boolean => me?.role === 'superuser' || me?.role === 'admin'

/** A choice with one kind more or less. */
export const withKind = (choice: MailChoice, kind: MailKind, on: boolean): MailChoice => ({
  ...choice,
  kinds: mailKinds.filter((one) => (one === kind ? on : choice.kinds.includes(one))),
})
