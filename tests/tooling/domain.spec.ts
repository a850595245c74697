import { join } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../src/domain')
const planted = join(folder, 'planted.ts')

const configuration = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
  ts.sys,
  folder,
)

/** What the compiler says about one line planted in the domain, under the domain's own tsconfig. */
function errorsOf(code: string): string[] {
  const options = { ...configuration.options, incremental: false }
  delete options.tsBuildInfoFile
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (path, version, ...rest) =>
    path === planted ? ts.createSourceFile(path, code, version) : getSourceFile.call(host, path, version, ...rest)
  const program = ts.createProgram([planted], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

describe('the domain', () => {
  it('knows the language', () => {
    expect(errorsOf("export const a = ['b'].toSorted().map((x) => new Map([[x, Math.max(1, 2)]]))")).toEqual([])
  })

  it.each(['document', 'window', 'self', 'navigator', 'localStorage', 'fetch', 'crypto', 'setTimeout', 'console'])(
    'does not know %s of the browser',
    (name) => {
      expect(errorsOf(`export const a = ${name}`)).toEqual([expect.stringContaining(`Cannot find name '${name}'`)])
    },
  )

  it.each(['process', 'Buffer', '__dirname'])('does not know %s of Node', (name) => {
    expect(errorsOf(`export const a = ${name}`)).toEqual([expect.stringContaining(`Cannot find name '${name}'`)])
  })

  it.each(['Date.now()', 'new Date()', 'Math.random()'])('is not given time or chance by %s', async (code) => {
    const eslint = new ESLint()
    const file = join(folder, 'model.ts')
    const [result] = await eslint.lintText(`export const a = ${code}\n`, { filePath: file })
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual([expect.stringMatching(/^no-restricted-/)])
  })
})
