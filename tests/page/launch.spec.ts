import { afterEach, expect, test, vi } from 'vitest'
import { onLaunch } from '../../src/page/launch.ts'

type Consumer = (launch: { files?: { name: string }[] }) => void
afterEach(() => Reflect.deleteProperty(globalThis, 'launchQueue'))

/** The browser's queue: it tells whoever listens of each launch. */
function launches(): (files?: string[]) => void {
  let consumer: Consumer = () => undefined
  Object.assign(globalThis, { launchQueue: { setConsumer: (given: Consumer) => (consumer = given) } })
  return (files) => consumer(files ? { files: files.map((name) => ({ name })) } : {})
}

test('the page is told of every file that is opened with the app, and of no other launch', () => {
  const launch = launches()
  const open = vi.fn()
  onLaunch(open)
  launch()
  launch([])
  expect(open).not.toHaveBeenCalled()
  launch(['a.json', 'b.json'])
  expect(open).toHaveBeenCalledWith([{ name: 'a.json' }, { name: 'b.json' }])
})

test('a browser that opens no files with apps is none the worse', () => {
  expect(() => onLaunch(() => undefined)).not.toThrow()
})
