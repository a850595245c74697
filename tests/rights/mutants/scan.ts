/** Reading SQL text as far as breaking it needs: what is code, where a bracket closes, how a condition is put together. */

/** The text with comments and the insides of strings as spaces, of the same length. Bodies between `$$` are code. */
export function codeOf(sql: string): string {
  return sql.replace(/--[^\n]*|'(?:[^']|'')*'/g, (part) =>
    part.startsWith('--') ? part.replace(/[^\n]/g, ' ') : `'${part.slice(1, -1).replace(/[^\n]/g, ' ')}'`,
  )
}

/** The place after the bracket that closes the one at `open`. */
export function closing(code: string, open: number): number {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(') depth++
    if (code[at] === ')' && --depth === 0) return at + 1
  }
  return code.length
}

/** A part of a text. */
export interface Span {
  start: number
  end: number
}

const trimmed = (code: string, { start, end }: Span): Span => {
  const part = code.slice(start, end)
  return { start: start + (part.length - part.trimStart().length), end: end - (part.length - part.trimEnd().length) }
}

/** The parts of a condition between this word, outside of any bracket and any `case`. */
export function split(code: string, span: Span, word: 'and' | 'or'): Span[] {
  const parts: Span[] = []
  let depth = 0
  let start = span.start
  for (const { 0: token, index } of code.slice(span.start, span.end).matchAll(/[()]|\b(?:case|end|and|or)\b/g)) {
    if (token === '(' || token === 'case') depth++
    else if (token === ')' || token === 'end') depth--
    else if (token === word && depth === 0) {
      parts.push({ start, end: span.start + index })
      start = span.start + index + word.length
    }
  }
  return [...parts, { start, end: span.end }].map((part) => trimmed(code, part))
}

/** The condition of a `where` that begins at `start`: until its query ends. */
export function whereAt(code: string, start: number): Span {
  let depth = 0
  const ends =
    /[();]|\$\$|\b(?:case|end|order by|group by|having|limit|on conflict|returning|union|except|for update|loop|for each)\b/g
  for (const { 0: token, index } of code.slice(start).matchAll(ends)) {
    if (token === '(' || token === 'case') depth++
    else if ((token === ')' || token === 'end') && depth > 0) depth--
    else if (depth === 0) return trimmed(code, { start, end: start + index })
  }
  return trimmed(code, { start, end: code.length })
}
