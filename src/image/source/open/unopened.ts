import { maskTyped } from '../../../registry/record/redaction/places.ts'
import { ImageError } from '../../error.ts'
import type { ImageSource } from '../source.ts'

/** The source of an image that the run had no time to open: it has a name and nothing else. */
export function unopened(target: string): ImageSource {
  const name = maskTyped(target)
  const missing = new ImageError('aborted', `the run ended before ${name} was opened`)
  const reject = (): Promise<never> => Promise.reject(missing)
  const nothing = (): AsyncIterable<never> => ({ [Symbol.asyncIterator]: () => ({ next: reject }) })
  return {
    kind: 'directory',
    problems: [],
    describe: () => ({ kind: 'image', name, details: { form: 'not opened' } }),
    list: nothing,
    root: reject,
    read: reject,
    stream: nothing,
    inspect: nothing,
    close: () => Promise.resolve(),
  }
}
