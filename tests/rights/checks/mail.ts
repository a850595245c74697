import type { Subject } from '../model.ts'
import { admin, service, superuser } from '../subjects.ts'
import { answer, call, type Check, same, text } from '../world.ts'

const addressOf = ({ id }: Subject): string => `${id ?? ''}@punctaj.test`
/** What the mail worker does first: everybody who is to know gets a mail. */
const spread = [`insert into public.notifications (kind) values ('reset')`, call('mail_spread')]
/** An admin's own choice, made by them. */
const chooses = ({ id }: Subject, kinds: string[]): string[] => [
  `select set_config('request.jwt.claims', '{"sub": "${id ?? ''}"}', true)`,
  call('mail_choice_set', { kinds, locale: 'ro' }),
  `select set_config('request.jwt.claims', '', true)`,
]
const claimAll = 'select jsonb_agg(public.mail_claim()) from generate_series(1, 5)'
const become = (subject: Subject, role: string): string =>
  `update public.profiles set role = ${text(role)} where id = ${text(subject.id ?? '')}`

/** Mail tells admins what they have chosen, at their own address, while they are admins. */
export const mail: Check = async function* (world) {
  const both = [admin, superuser]
  const cases: [string, string[], Subject[]][] = [
    ['', spread, both],
    ['and one wants none', [...chooses(admin, []), ...spread], [superuser]],
    ['and one wants none any more', [...spread, ...chooses(admin, [])], [superuser]],
    ['and one is no admin any more', [...spread, become(superuser, 'user')], [admin]],
  ]
  for (const [what, before, wanted] of cases) {
    const claimed = answer<({ to: string } | null)[]>(await world.try(service, claimAll, { before }))
    const told = (claimed ?? []).flatMap((one) => (one === null ? [] : [one.to])).sort()
    if (!same(told, wanted.map(addressOf).sort())) yield `something happens ${what}, and is mailed to ${told.join()}`
  }
  const mails = await world.try(service, 'select jsonb_agg(user_id order by user_id) from public.mail_deliveries', {
    before: spread,
  })
  if (!same(answer(mails), both.map(({ id }) => id).sort())) yield `mails are made for ${JSON.stringify(mails)}`
  for (const subject of both) {
    const choice = answer<{ address: string }>(await world.try(subject, call('mail_choice_get')))
    if (choice?.address !== addressOf(subject)) yield `${subject.name} is shown ${JSON.stringify(choice)}`
  }
}
