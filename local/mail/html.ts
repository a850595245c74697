const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Markup that is as it should be. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = string | Html | Html[]

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(({ markup }) => markup).join('')
  return part.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')
}

/** Markup with values in it, each escaped unless it is markup itself. Values stand in texts and in quoted attributes only. */
export const html = (fixed: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(fixed.map((piece, index) => piece + (index < parts.length ? markupOf(parts[index] ?? '') : '')).join(''))
