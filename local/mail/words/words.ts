import type { MailKind } from '../../../src/domain/mailChoice.ts'
import type { Line } from '../outbox.ts'

/** One thing that happened, in words: what, and what else there is to say of it. */
export interface Said {
  what: string
  details: string[]
}

/** How one language tells a kind of thing. */
export interface KindWords {
  subject(line: Line, say: Say): string
  /** Subject of a mail that tells several. */
  several(count: number, say: Say): string
  line(line: Line, say: Say): Said
  /** On the button. */
  action: string
}

/** Everything that mails say in one language. */
export interface Words {
  kinds: Record<MailKind, KindWords>
  /** Before the last lines of a mail that has more than are shown. */
  earlier(count: number, say: Say): string
  why: string
  choose: string
}

/** Numbers and times in one language and zone. */
export interface Say {
  number(value: number): string
  /** Forms as `Intl.PluralRules` tells them apart: Romanian has three, English two. */
  count(value: number, one: string, few: string, many?: string): string
  moment(at: number): string
  /** A day given as `2026-11-28`; anything else as it is. */
  day(day: string): string
}

/** Numbers and times as people of a language write them. */
export function sayIn(locale: 'ro' | 'en', zone: string): Say {
  // British: the day before the month, 24 hours, as in the app.
  const tag = locale === 'en' ? 'en-GB' : 'ro'
  const plural = new Intl.PluralRules(tag)
  const number = new Intl.NumberFormat(tag)
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone: zone })
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    number: (value) => number.format(value),
    count(value, one, few, many = few) {
      const form = plural.select(value)
      const chosen = form === 'one' ? one : form === 'few' ? few : many
      return chosen.replace('#', number.format(value))
    },
    moment: (at) => moment.format(at),
    day: (text) =>
      /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? day.format(Date.parse(text)) : text,
  }
}

/** The institution and its city, or what stands for both. */
export const placeOf = ({ institution, city }: Line, unknown: string): string =>
  [institution, city].filter((name) => name !== '').join(', ') || unknown

/** What failed, one a line. */
export const failuresOf = ({ failures }: Line): string[] =>
  failures.map(({ name, error }) => [name, error].filter((part) => part !== '').join(': '))
