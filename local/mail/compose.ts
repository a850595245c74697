import type { MailKind } from '../../src/domain/mailChoice.ts'
import { clip } from './clean.ts'
import { html, type Html } from './html.ts'
import type { Delivery } from './outbox.ts'
import { en } from './words/en.ts'
import { ro } from './words/ro.ts'
import { type Said, sayIn } from './words/words.ts'

/** What a person reads, twice: mail programs choose. */
export interface Composed {
  subject: string
  text: string
  html: string
  /** Where its reader chooses what they get. */
  choiceUrl: string
}

const languages = { ro, en }

/** The page of the app that a mail leads to. */
const pages: Record<MailKind, string> = {
  force_sync: '/admin/sync',
  reset: '/reports',
  restore: '/reports',
  backup_failed: '/admin/backups',
  member_waiting: '/admin/members',
}

interface Letter {
  locale: string
  title: string
  /** How many came before those that are told. */
  earlier: string
  said: Said[]
  action: { label: string; url: string }
  why: string
  choose: { label: string; url: string }
}

/** Puts a delivery into words, in its person's language. `app` is the app's address. */
export function compose(delivery: Delivery, app: string): Composed {
  const { kind, locale, zone, count, lines } = delivery
  const [words, say] = [languages[locale], sayIn(locale, zone)]
  const { subject, several, line, action } = words.kinds[kind]
  const [only] = lines
  const title = clip(only !== undefined && count === 1 ? subject(only, say) : several(count, say), 150)
  const letter: Letter = {
    locale,
    title,
    earlier: count > lines.length ? words.earlier(count - lines.length, say) : '',
    said: lines.map((one) => line(one, say)),
    action: { label: action, url: new URL(pages[kind], app).href },
    why: words.why,
    choose: { label: words.choose, url: new URL('/settings', app).href },
  }
  return {
    subject: `Punctaj: ${title}`,
    text: asText(letter),
    html: asHtml(letter).markup,
    choiceUrl: letter.choose.url,
  }
}

function asText({ title, earlier, said, action, why, choose }: Letter): string {
  const told = said.map(({ what, details }) => [`- ${what}`, ...details.map((one) => `  ${one}`)].join('\n'))
  const parts = [title, ...(earlier === '' ? [] : [earlier]), told.join('\n'), `${action.label}: ${action.url}`]
  return [...parts, `--\n${why}\n${choose.label}: ${choose.url}`, ''].join('\n\n').trimEnd() + '\n'
}

// No colours but the button's own two: every mail program shows the rest in its theme, dark or light.
function asHtml({ locale, title, earlier, said, action, why, choose }: Letter): Html {
  const told = said.map(
    ({ what, details }) =>
      html`<li style="margin:0 0 12px">
        ${what}${details.map((one) => html`<br /><small style="font-size:14px">${one}</small>`)}
      </li>`,
  )
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${title}</title>
      </head>
      <body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
        <div style="max-width:36em;margin:0 auto">
          <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${title}</h1>
          ${earlier === '' ? [] : html`<p style="margin:0 0 12px">${earlier}</p>`}
          <ul style="margin:0;padding:0 0 0 20px">
            ${told}
          </ul>
          <p style="margin:20px 0 28px">
            <a
              href="${action.url}"
              style="display:inline-block;padding:12px 20px;border-radius:8px;background:#c2410c;color:#ffffff;font-weight:600;text-decoration:none"
              >${action.label}</a
            >
          </p>
          <p style="margin:0;padding:16px 0 0;border-top:1px solid #888888;font-size:14px">
            ${why}<br /><a href="${choose.url}">${choose.label}</a>
          </p>
        </div>
      </body>
    </html> `
}
