import { issue, type Issue } from './issues.ts'

export type Parsed = { value: unknown } | { refused: Issue }

const maxDepth = 16

/** The JSON value of a file's text. Depth is checked on the text, before a parser could run out of stack. */
export function parseJson(raw: string): Parsed {
  const text = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw
  const shape = measure(text)
  if (shape.depth > maxDepth) return { refused: issue('too_deep') }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { refused: issue(shape.open ? 'truncated' : 'not_json') }
  }
}

/** How deep the brackets go, and whether the text ends inside a string or a bracket. */
function measure(text: string): { depth: number; open: boolean } {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === '\\') i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth)
    else if (char === '}' || char === ']') depth--
  }
  return { depth: deepest, open: inString || depth > 0 }
}

export type Fields = ReadonlyMap<string, unknown>

/** Own keys of a JSON object as a map: a key called `__proto__` is a key like any other there. Null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? new Map(Object.entries(value)) : null
}
