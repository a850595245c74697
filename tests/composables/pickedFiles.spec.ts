import { describe, expect, it, vi } from 'vitest'
import { pacer } from '../../src/composables/import/pacer.ts'
import { chosenFiles, droppedFiles, readPicked } from '../../src/composables/import/pickedFiles.ts'

const fileEntry = (fullPath: string, file: File | null) => ({
  isFile: true,
  isDirectory: false,
  fullPath,
  file: (good: (file: File) => void, bad: () => void) => (file ? good(file) : bad()),
})

/** A folder that gives its entries two at a time, as browsers give a hundred. */
const folderEntry = (fullPath: string, ...entries: object[]) => ({
  isFile: false,
  isDirectory: true,
  fullPath,
  createReader: () => {
    const left = [...entries]
    return { readEntries: (good: (some: object[]) => void) => good(left.splice(0, 2)) }
  },
})

const drop = (entries: (object | null)[], files: File[] = []) =>
  ({
    items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
    files,
  }) as unknown as DataTransfer

describe('what was chosen', () => {
  it('has its path below the chosen folder, or only a name', () => {
    const inFolder = Object.defineProperty(new File([], 'a.json'), 'webkitRelativePath', { value: 'data/x/y/a.json' })
    expect(chosenFiles([inFolder, new File([], 'b.json')]).map(({ path }) => path)).toEqual([
      'data/x/y/a.json',
      'b.json',
    ])
  })

  it('that was dropped is all that is in it, however deep', async () => {
    const files = ['a', 'b', 'c'].map((name) => fileEntry(`/data/alfa/Oras/${name}.json`, new File([], name)))
    const folder = folderEntry('/data', folderEntry('/data/alfa', folderEntry('/data/alfa/Oras', ...files)))
    const dropped = await droppedFiles(drop([folder, fileEntry('/liber.json', null)]))
    expect(dropped.map(({ path, file }) => [path, file?.name])).toEqual([
      ['data/alfa/Oras/a.json', 'a'],
      ['data/alfa/Oras/b.json', 'b'],
      ['data/alfa/Oras/c.json', 'c'],
      ['liber.json', undefined],
    ])
  })

  it('that was dropped where a browser knows no folders is its files', async () => {
    const loose = new File([], 'a.json')
    expect(await droppedFiles(drop([null], [loose]))).toEqual([{ path: 'a.json', file: loose }])
  })

  it('is read as strict UTF-8, from the program’s folder on; what is no .json is not read', async () => {
    const read = vi.fn()
    const exe = Object.assign(new File(['MZ'], 'x.exe'), { arrayBuffer: read })
    expect(await readPicked({ path: 'P/data/a/b/c.json', file: new File(['[]'], 'c.json') })).toEqual({
      path: 'data/a/b/c.json',
      text: '[]',
    })
    expect(await readPicked({ path: 'P/x.exe', file: exe })).toEqual({ path: 'P/x.exe', text: '' })
    expect(read).not.toHaveBeenCalled()
  })

  it('that vanishes before it is read says so', async () => {
    const gone = Object.assign(new File(['[]'], 'a.json'), { arrayBuffer: () => Promise.reject(new Error('gone')) })
    expect(await readPicked({ path: 'a.json', file: gone })).toEqual({ path: 'a.json', unreadable: 'unreadable' })
  })
})

describe('long work', () => {
  it('gives the page its turn once a slice is over, and not before', async () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const turn = pacer(new AbortController().signal)
    const show = vi.fn()
    await turn(show)
    expect(show).not.toHaveBeenCalled()
    now = 11
    await turn(show)
    expect(show).toHaveBeenCalledOnce()
    await turn(show)
    expect(show).toHaveBeenCalledOnce()
  })

  it('ends with `cancelled` when it is stopped', async () => {
    const stop = new AbortController()
    const turn = pacer(stop.signal)
    stop.abort()
    await expect(turn()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
