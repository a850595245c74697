import { CloudError, type Code } from '../../src/domain/errors.ts'
import type { Directory, Id, Roster } from '../../src/domain/model.ts'
import type { Op, OpResult } from '../../src/domain/op.ts'
import type { Runtime } from '../../src/stores/runtime.ts'

/** What the cloud would hold, as far as an import sees it. */
export class MemoryCloud {
  directory: Directory = { cities: [], institutions: [] }
  rosters = new Map<Id, Roster>()
  archives = new Map<Id, { institution: Id; body: string }>()
  ops = new Map<Id, OpResult>()
  /** What the next call fails with, and after how many more. */
  fault: { code: Code; after: number } | null = null
  calls: string[] = []
  /** Told of every call before it does anything. */
  hear: (name: string) => void = () => undefined

  #called(name: string): void {
    this.calls.push(name)
    this.hear(name)
    if (!this.fault) return
    this.fault.after -= 1
    if (this.fault.after >= 0) return
    const { code } = this.fault
    throw new CloudError(code)
  }

  #body(key: string): string | null {
    const [kind, id = ''] = key.split(':')
    if (kind === 'directory') return JSON.stringify(this.directory)
    if (kind === 'roster') return this.rosters.has(id) ? JSON.stringify(this.rosters.get(id)) : null
    const archives = [...this.archives].flatMap(([one, { institution }]) => (institution === id ? [{ id: one }] : []))
    return JSON.stringify({ institution: id, archives })
  }

  #apply(op: Op): OpResult {
    const first = this.ops.get(op.id)
    if (first) return { id: op.id, status: 'duplicate', first }
    if (op.kind === 'city.create') this.directory.cities.push({ id: op.city, name: op.name, place: null })
    if (op.kind === 'institution.create') {
      const { institution, city, name, ranks, columns } = op
      this.directory.institutions.push({ id: institution, city, name, place: null })
      this.rosters.set(institution, { institution, period: 1, ranks, columns, employees: [] })
    }
    if (op.kind === 'employee.create') {
      const { employee: id, name, discord, rank, fields, points } = op
      this.rosters.get(op.institution)?.employees.push({ id, name, discord, rank, fields, points, rev: 1, touched: 0 })
    }
    const result: OpResult = { id: op.id, status: 'applied' }
    this.ops.set(op.id, result)
    return result
  }

  runtime = (): Partial<Runtime> => ({
    beforeImport: async () => this.#called('beforeImport'),
    importOps: async (ops) => {
      this.#called('importOps')
      return ops.map((op) => this.#apply(op))
    },
    importArchives: async (items) => {
      this.#called('importArchives')
      return (items as { id: Id; institution: Id; doc: object }[]).map(({ id, institution, doc }): OpResult => {
        if (this.archives.has(id)) return { id, status: 'duplicate' }
        this.archives.set(id, { institution, body: JSON.stringify(doc) })
        return { id, status: 'applied' }
      })
    },
    rpc: async (name, args) => {
      this.#called(name)
      if (name === 'archive_body') return { body: this.archives.get(args['id'] as Id)?.body }
      return (args['keys'] as string[]).flatMap((key) => {
        const body = this.#body(key)
        return body === null ? [] : [{ key, version: 1, hash: '', body }]
      })
    },
  })
}
