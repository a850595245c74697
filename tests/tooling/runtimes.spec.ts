import { join } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { describe, expect, it, vi } from 'vitest'

// A linter or a compiler starts here, perhaps beside other work.
vi.setConfig({ testTimeout: 60_000 })

const root = join(import.meta.dirname, '../..')

function configuration(path: string): ts.ParsedCommandLine {
  const file = join(root, path)
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as { config: unknown }
  return ts.parseJsonConfigFileContent(config, ts.sys, join(file, '..'))
}

/** What the compiler says about one line planted in a file of the given path, under one runtime's tsconfig. */
function errorsOf(tsconfig: string, file: string, code: string): string[] {
  const planted = join(root, file)
  const options = { ...configuration(tsconfig).options, incremental: false }
  delete options.tsBuildInfoFile
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (path, version, ...rest) =>
    path === planted ? ts.createSourceFile(path, code, version) : getSourceFile.call(host, path, version, ...rest)
  const program = ts.createProgram([planted], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

const unknown = (name: string) => [expect.stringContaining(`Cannot find name '${name}'`)]

describe('the domain', () => {
  const domainErrors = (code: string) => errorsOf('src/domain/tsconfig.json', 'src/domain/planted.ts', code)

  it('knows the language', () => {
    expect(domainErrors("export const a = ['b'].toSorted().map((x) => new Map([[x, Math.max(1, 2)]]))")).toEqual([])
  })

  it.each(['document', 'window', 'self', 'navigator', 'localStorage', 'fetch', 'crypto', 'setTimeout', 'console'])(
    'does not know %s of the browser',
    (name) => expect(domainErrors(`export const a = ${name}`)).toEqual(unknown(name)),
  )

  it.each(['process', 'Buffer', '__dirname'])('does not know %s of Node', (name) => {
    expect(domainErrors(`export const a = ${name}`)).toEqual(unknown(name))
  })

  it.each(['Date.now()', 'new Date()', 'Math.random()'])('is not given time or chance by %s', async (code) => {
    const filePath = join(root, 'src/domain/model.ts')
    const [result] = await new ESLint().lintText(`export const a = ${code}\n`, { filePath })
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual([expect.stringMatching(/^no-restricted-/)])
  })
})

describe('the engine', () => {
  it('is compiled for the worker too, without what only pages use', () => {
    const files = configuration('src/sw/tsconfig.json').fileNames.map((file) => file.slice(root.length + 1))
    expect(files).toContain('src/sync/ports.ts')
    expect(files.filter((file) => /^src\/(cloud\/(auth|admin)|stores|components|views)/.test(file))).toEqual([])
  })

  it('knows in the worker what every worker has, and no document', () => {
    const workerErrors = (code: string) => errorsOf('src/sw/tsconfig.json', 'src/sync/planted.ts', code)
    expect(workerErrors('export const a = [caches, crypto, indexedDB, navigator.locks, fetch]')).toEqual([])
    expect(workerErrors('export const a = document')).toEqual(unknown('document'))
    expect(workerErrors('export const a = process')).toEqual(unknown('process'))
  })

  it('knows in a page the document, and nothing of Node', () => {
    const pageErrors = (code: string) => errorsOf('tsconfig.app.json', 'src/sync/planted.ts', code)
    expect(pageErrors('export const a = document.title')).toEqual([])
    expect(pageErrors('export const a = process')).toEqual(unknown('process'))
  })
})
