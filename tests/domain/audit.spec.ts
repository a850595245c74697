import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type AuditLine, auditActions, type Said } from '../../src/domain/audit.ts'
import { auditChanges } from '../../src/domain/auditChange.ts'
import { askedOf, auditFilterOf, syncLogFilterOf } from '../../src/domain/journalFilter.ts'

const id = (n: number): string => `0e2e0000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ana, ion, police, hospital] = [id(1), id(2), id(3), id(4)]
const entry = (action: string, old: unknown, fresh: unknown, more: Partial<AuditLine> = {}): AuditLine => ({
  id: 1,
  at: 0,
  user: null,
  by: '',
  action,
  institution: null,
  subject: null,
  old,
  new: fresh,
  names: { [ana]: 'Ana', [police]: 'Poliția', [hospital]: 'Spitalul' },
  ...more,
})
const plain = (said: Said | null): unknown =>
  said === null
    ? null
    : 'text' in said
      ? said.text
      : 'words' in said
        ? said.words
        : [said.word, said.n].filter(Boolean).join(' ')
const told = (line: AuditLine) => auditChanges(line).map(({ of, from, to }) => [plain(of), plain(from), plain(to)])

describe('an entry of the journal', () => {
  it('of points names each person, also one whom nobody knows any more', () => {
    expect(told(entry('points.add', { [ana]: 4, [ion]: 0 }, { [ana]: 9, [ion]: 5 }))).toEqual([
      ['Ana', '4', '9'],
      ['0e2e0000', '0', '5'],
    ])
  })

  it('of an employee tells the fields that changed, own columns by their own names', () => {
    expect(
      told(entry('employee.edit', { name: 'Ana', 'fields.CNP': '' }, { name: 'Ana Pop', 'fields.CNP': '12' })),
    ).toEqual([
      ['audit.field.name', 'Ana', 'Ana Pop'],
      ['CNP', null, '12'],
    ])
    const row = { name: 'Ana', rank: 2, points: 7, rev: 4, touched: 'x', kind: 'x', fields: { CNP: '12', name: 'y' } }
    expect(told(entry('employee.delete', row, null))).toEqual([
      ['audit.field.name', 'Ana', null],
      ['audit.field.rank', '2', null],
      ['audit.field.points', '7', null],
      ['CNP', '12', null],
      ['name', 'y', null],
    ])
    expect(told(entry('employee.edit', {}, {}))).toEqual([])
  })

  it('of places tells names instead of ids', () => {
    expect(told(entry('employee.move', { institution: police }, { institution: hospital }))).toEqual([
      ['audit.field.institution', 'Poliția', 'Spitalul'],
    ])
    expect(told(entry('institution.order', [police], [hospital, police]))).toEqual([
      ['audit.field.order', 'Poliția', 'Spitalul, Poliția'],
    ])
    expect(told(entry('city.delete', { name: 'Iași', institutions: [police, hospital] }, null))).toEqual([
      ['audit.field.name', 'Iași', null],
      ['audit.field.institutions', 'Poliția, Spitalul', null],
    ])
  })

  it('of ranks and columns tells which', () => {
    expect(told(entry('institution.ranks', { 1: 'Agent', 2: 'Ofițer' }, { 1: 'Agent', 2: 'Inspector' }))).toEqual([
      ['audit.rankOf 2', 'Ofițer', 'Inspector'],
    ])
    expect(told(entry('institution.columns', ['CNP'], ['CNP', 'Telefon']))).toEqual([
      ['audit.field.columns', 'CNP', 'CNP, Telefon'],
    ])
    expect(told(entry('institution.create', null, { name: 'Garda', ranks: { 1: 'Agent' }, columns: [] }))).toEqual([
      ['audit.field.name', null, 'Garda'],
      ['audit.field.ranks', null, '1: Agent'],
    ])
  })

  it('of rights tells by place what somebody may do, before and after', () => {
    const may = (capability: string, institution: string | null = null) => ({ city: null, institution, capability })
    const old = [may('view'), may('view', police), may('edit', hospital)]
    const fresh = [may('view', police), may('score', police), may('view')]
    expect(told(entry('permissions.set', old, fresh))).toEqual([
      ['Poliția', ['audit.capability.view'], ['audit.capability.score', 'audit.capability.view']],
      ['Spitalul', ['audit.capability.edit'], null],
    ])
    expect(told(entry('role.set', { role: 'user' }, { role: 'admin' }))).toEqual([
      ['audit.field.role', 'role.user', 'role.admin'],
    ])
  })

  it('of settings tells only what is other than before', () => {
    const old = { schema_version: 1, policy: 'strict', min_client: 1 }
    expect(told(entry('settings.set', old, { ...old, policy: 'automatic', later: 3 }))).toEqual([
      ['audit.field.policy', 'policy.name.strict', 'policy.name.automatic'],
      ['later', null, '3'],
    ])
  })

  it('of a kind that only a newer cloud knows is still shown', () => {
    expect(told(entry('moon.paint', 'white', [{ colour: 'red' }]))).toEqual([])
    expect(told(entry('moon.paint', null, { colour: ['red', { of: police }] }))).toEqual([
      ['colour', null, 'red, of: Poliția'],
    ])
  })
})

describe('the words of the journal', () => {
  const sql = readdirSync('sql')
    .map((name) => readFileSync(`sql/${name}`, 'utf8'))
    .join('\n')
  const written = [
    ...sql.matchAll(/private\.audit\(\s*'([^']+)'/g),
    ...sql.matchAll(/when '([a-z_.]+)' then (?:case when online then )?private\.op_/g),
  ].map(([, action]) => action ?? '')

  it('belong to every action that sql/ writes, and to no other', () => {
    expect(written.length).toBeGreaterThan(20)
    expect([...new Set(written)].sort()).toEqual([...auditActions].sort())
  })

  it.each(['ro', 'en'])('are there for each in %s', (locale) => {
    const words = (JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8')) as { audit: { action: unknown } }).audit
      .action
    const text = (action: string): unknown =>
      action.split('.').reduce((at, part) => (at as Record<string, unknown> | undefined)?.[part], words)
    expect(auditActions.filter((action) => typeof text(action) !== 'string')).toEqual([])
  })
})

describe('the filter of a journal', () => {
  it('is read from an address, where what makes no sense narrows nothing', () => {
    expect(
      auditFilterOf({ group: 'points', user: ana.toUpperCase(), from: '2026-02-30x', to: ['2026-01-01'] }),
    ).toEqual({
      group: 'points',
      user: ana,
      institution: '',
      subject: '',
      from: '',
      to: '',
    })
    expect(auditFilterOf({ group: 'toString', user: "' or 1=1" })).toMatchObject({ group: '', user: '' })
    expect(syncLogFilterOf({ type: 'reset', status: 'lost', device: 'x' })).toMatchObject({
      type: 'reset',
      status: '',
      device: '',
    })
  })

  it('is asked of the cloud as actions and as moments, the last day whole', () => {
    const filter = auditFilterOf({ group: 'rights', from: '2026-03-01', to: '2026-03-29' })
    expect(askedOf(filter)).toEqual({
      actions: ['role.set', 'permissions.set'],
      from: new Date(2026, 2, 1).getTime(),
      to: new Date(2026, 2, 30).getTime(),
    })
    expect(askedOf(auditFilterOf({ subject: ana }))).toEqual({ subject: ana })
    expect(askedOf(auditFilterOf({}))).toEqual({})
  })
})
