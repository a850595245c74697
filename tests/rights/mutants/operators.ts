import { closing, codeOf, type Span, split, whereAt } from './scan.ts'

/** One way to break a text: what stands there, and what shall stand there. */
export interface Edit extends Span {
  to: string
  /** What is broken, in words. */
  what: string
}

/** Finds all places of one kind in a text of `sql/`; `code` is the same text without comments and strings. */
type Operator = (text: string, code: string) => Edit[]

const found = (code: string, pattern: RegExp): (Span & { match: RegExpExecArray })[] =>
  [...code.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, match }))

/** A call's first line of defence: `require_user` and its like. */
const guards: Operator = (_, code) =>
  found(code, /(perform|:=) private\.require_(\w+)\(\)/g).flatMap(({ start, end, match: [, how, kind] }) => {
    const without = how === 'perform' ? 'perform 1' : ':= auth.uid()'
    const weaker =
      kind === 'user'
        ? []
        : [
            {
              start,
              end,
              to: `${how ?? ''} private.require_user()`,
              what: `require_${kind ?? ''} asks for a person only`,
            },
          ]
    return [{ start, end, to: without, what: `without require_${kind ?? ''}` }, ...weaker]
  })

/** Whether a name at this place is only named: where its function is made, granted or commented. */
const isNamed = (code: string, start: number): boolean =>
  /function $/.test(code.slice(0, start)) || /^\s*grant\b/.test(code.slice(code.lastIndexOf(';', start) + 1, start))

/** Calls of the functions that say who may. */
const answers: Operator = (text, code) =>
  found(code, /private\.(can|is_admin|sees_\w+|may_\w+)\(/g)
    .filter(({ start }) => !isNamed(code, start))
    .flatMap(({ start, end }) => {
      const close = closing(code, end - 1)
      const call = text.slice(start, close)
      const always = { start, end: close, to: 'true', what: `${call} is always true` }
      const capability = /^private\.can\('(\w+)'/.exec(call)?.[1] ?? 'view'
      if (capability === 'view') return [always]
      return [always, { ...always, to: call.replace(`'${capability}'`, `'view'`), what: `${call} asks for view only` }]
    })

/** Words of conditions that are about persons, rights and views. */
const aboutRights =
  /auth\.uid|\bme\b|p_user|user_id|permissions|p_keep|\bcap\b|private\.(sees|may|can)|everything|\brole\b|l\.kind|'backup'|\bkeys\b|\bids\b|e\.type|provider|p_pending/

const refuses =
  /^then\s+(raise exception '|return private\.denied|refusal := private\.denied|return;|return jsonb_build_object\([^;]*'denied')/

/** Conditions under which something is refused: never met, and each part of an `or` left out. */
const refusals: Operator = (text, code) =>
  found(code, /\b(if|elsif)\b/g)
    .filter(({ start }) => !/end\s*$/.test(code.slice(0, start)))
    .flatMap(({ end }) => {
      const then = code.slice(end).search(/\bthen\b/)
      const span = { start: end + 1, end: end + then }
      const condition = text.slice(span.start, span.end).trim()
      if (then < 0 || code.slice(span.start, span.end).includes(';') || !refuses.test(text.slice(span.end))) return []
      if (/^then\s+return;/.test(text.slice(span.end)) && !aboutRights.test(condition)) return []
      const parts = split(code, span, 'or')
      const never = { ...span, to: 'false ', what: `never refuses: ${condition}` }
      if (parts.length === 1) return [never]
      return [
        never,
        ...parts.map((part) => ({ ...part, to: 'false', what: `does not ask: ${text.slice(part.start, part.end)}` })),
      ]
    })

/** Comparisons with who asks. */
const identities: Operator = (text, code) =>
  found(
    code,
    /[\w.]+\s*(=|is distinct from|<>)\s*(auth\.uid\(\)(::text)?|\(select auth\.uid\(\)\)|me\b(?!\.)|p_user\b)/g,
  )
    .concat(found(code, /[\w.]+ (=) ' *' \|\| me\b/g))
    .map(({ start, end, match: [, how] }) => ({
      start,
      end,
      to: how === '=' ? 'true' : 'false',
      what: `does not compare: ${text.slice(start, end)}`,
    }))

/** Lists of roles, with all roles in them; and the arms of a `case` that refuse. */
const roles: Operator = (text, code) => [
  ...found(text, /in \('superuser', 'admin'\)/g).map(({ start, end }) => ({
    start,
    end,
    to: `in ('superuser', 'admin', 'user', 'viewer')`,
    what: 'every role is an admin’s',
  })),
  ...found(code, /coalesce\(private\.role_of[^;]*?, (false)\)/g).map(({ end }) => ({
    start: end - 'false)'.length,
    end: end - 1,
    to: 'true',
    what: 'who has no role is an admin',
  })),
  ...found(code, /when ((?:(?!\bwhen\b|\bthen\b)[^;])*?) then false/g).map(
    ({ start, end, match: [, condition = ''] }) => ({
      start,
      end,
      to: 'when false then false',
      what: `does not refuse when ${text.slice(start + 5, start + 5 + condition.length)}`,
    }),
  ),
]

/** The function that a place is in, as text. */
function functionAt(text: string, at: number): string {
  const start = text.lastIndexOf('create or replace function', at)
  const next = text.indexOf('create or replace function', at)
  return text.slice(Math.max(start, 0), next < 0 ? undefined : next)
}
const isAboutRights =
  /auth\.uid|private\.(require_|can\(|sees_|may_|view_of|role_of|is_admin)|public\.permissions|p_user|identities/

/** What narrows the rows of a query, where it is about rights: each part left out. */
const conditions: Operator = (text, code) =>
  found(code, /\bwhere\b/g)
    .filter(({ start }) => isAboutRights.test(functionAt(text, start)))
    .flatMap(({ end }) =>
      split(code, whereAt(code, end), 'and')
        .map((part) => ({ ...part, condition: text.slice(part.start, part.end) }))
        .filter(({ condition }) => aboutRights.test(condition) && condition !== 'true')
        .map(({ start, end: stop, condition }) => ({
          start,
          end: stop,
          to: 'true',
          what: `all rows, not only: ${condition}`,
        })),
    )

/** What a function in SQL that says yes or no is put together of: each part left out. */
const predicates: Operator = (text, code) =>
  found(code, /returns boolean\s+language sql[^;]*?\$\$\s*select\b/g).flatMap(({ end }) =>
    split(code, { start: end, end: code.indexOf('$$', end) }, 'and')
      .map((part, _, { length }) => ({
        ...part,
        to: 'true',
        what: `without: ${text.slice(part.start, part.end)}`,
        length,
      }))
      .filter(({ length }) => length > 1)
      .map(({ start, end: stop, to, what }) => ({ start, end: stop, to, what })),
  )

/** Policies: gone, true, for everybody, or without one of their conditions. */
const policies: Operator = (text, code) =>
  found(code, /create policy (\w+)[^;]*;/g).flatMap(({ start, end, match: [statement, name = ''] }) => {
    const role = start + statement.indexOf('to authenticated')
    const open = start + statement.search(/(?:using|with check)\s*\(/)
    const bracket = code.indexOf('(', open)
    const inside = { start: bracket + 1, end: closing(code, bracket) - 1 }
    const parts = split(code, inside, 'and')
    return [
      { start, end, to: '', what: `policy ${name} is gone` },
      { ...inside, to: 'true', what: `policy ${name} is true` },
      { start: role, end: role + 'to authenticated'.length, to: 'to public', what: `policy ${name} is for everybody` },
      ...(parts.length < 2
        ? []
        : parts.map((part) => ({
            ...part,
            to: 'true',
            what: `policy ${name} without ${text.slice(part.start, part.end)}`,
          }))),
    ]
  })

/** Revokes, row level security, refusing triggers: left out. Grants: for more people, and for more. */
const statements: Operator = (text, code) => [
  ...found(text, /(?:execute (?:format\()?'(?:revoke|alter table [^']* enable row level)|revoke )[^;]*;/g)
    .filter(({ start }) => code[start] !== ' ')
    .filter(({ start }) => !/execute (format\()?'$/.test(text.slice(0, start)))
    .map(({ start, end }) => ({
      start,
      end,
      to: text.startsWith('execute', start) ? 'null;' : '',
      what: `without: ${text.slice(start, end)}`,
    })),
  ...found(text, /create or replace trigger (append_only|immutable|no_rewriting) [^;]*;/g).map(({ start, end }) => ({
    start,
    end,
    to: '',
    what: `without: ${text.slice(start, end)}`,
  })),
  ...found(text, /execute format\('create or replace trigger c_truncate[^;]*;/g).map(({ start, end }) => ({
    start,
    end,
    to: 'null;',
    what: 'leaf tables may be truncated',
  })),
  ...found(text, /grant [^;']*? to (authenticated)\b/g)
    .filter(({ start, match: [statement] }) => !statement.includes('usage') && !/--[^\n]*$/.test(text.slice(0, start)))
    .flatMap(({ start, end }) => [
      { start, end, to: `${text.slice(start, end)}, anon`, what: `also for anon: ${text.slice(start, end)}` },
    ]),
  ...found(text, /grant select on/g).map(({ start, end }) => ({
    start,
    end,
    to: 'grant all on',
    what: 'grants all where select is enough',
  })),
]

/** Names in the lists of what is closed: each left out. */
const lists: Operator = (text) =>
  found(text, /array\[\s*'[a-z_]+'(?:,\s*'[a-z_]+')+\]/g)
    .filter(({ start }) => /(foreach t in array|calls text\[\] :=) $/.test(text.slice(0, start)))
    .flatMap(({ start, match: [list] }) =>
      [...list.matchAll(/'([a-z_]+)',\s*|,\s*'([a-z_]+)'\]/g)].map((one) => ({
        start: start + one.index,
        end: start + one.index + one[0].length - (one[2] === undefined ? 0 : 1),
        to: '',
        what: `the list forgets ${one[1] ?? one[2] ?? ''}`,
      })),
    )

const operators: Operator[] = [
  guards,
  answers,
  refusals,
  identities,
  roles,
  conditions,
  predicates,
  policies,
  statements,
  lists,
]

/** Every way to break a text of `sql/` once. */
export const editsOf = (text: string): Edit[] => operators.flatMap((operator) => operator(text, codeOf(text)))
