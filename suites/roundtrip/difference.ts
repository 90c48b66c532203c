import { isObject, list, property, segment, text } from '../../src/image/json/value.ts'

/** How what came back differs from what was pushed: what matters to people first. */

/** The first place in which two streams differ. */
export interface FirstDifference {
  /** Bytes that are the same, from the beginning. */
  offset: number
  /** Bytes of each, as far as they were read. */
  sent: Uint8Array
  received: Uint8Array
}

/** Bytes that are shown from the first different one on. */
const shown = 16

/** Compares two streams; undefined where they are equal. Reads no further than the first difference. */
export async function firstDifference(
  sent: AsyncIterable<Uint8Array>,
  received: AsyncIterable<Uint8Array>,
): Promise<FirstDifference | undefined> {
  const [one, other] = [reader(sent), reader(received)]
  try {
    for (let offset = 0; ;) {
      const [a, b] = [await one.peek(), await other.peek()]
      const length = Math.min(a.length, b.length)
      const at = differsAt(a.subarray(0, length), b.subarray(0, length))
      if (at !== undefined || length === 0) {
        const from = at ?? 0
        if (a.length === 0 && b.length === 0) return undefined
        return {
          offset: offset + from,
          sent: a.subarray(from, from + shown),
          received: b.subarray(from, from + shown),
        }
      }
      one.skip(length)
      other.skip(length)
      offset += length
    }
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}

function differsAt(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined
  return one.findIndex((byte, index) => byte !== other[index])
}

function reader(stream: AsyncIterable<Uint8Array>) {
  const iterator = stream[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return {
    /** What comes next; empty at the end. */
    async peek(): Promise<Uint8Array> {
      while (rest.length === 0) {
        const step = await iterator.next()
        if (step.done === true) break
        rest = step.value
      }
      return rest
    },
    skip(length: number): void {
      rest = rest.subarray(length)
    },
    close: async (): Promise<void> => void (await iterator.return?.()),
  }
}

/** `sent 7b 22 …, received 1f 8b …`. */
export const describeBytes = ({ offset, sent, received }: FirstDifference): string =>
  `from byte ${offset} on: pushed ${hexOf(sent)}, received ${hexOf(received)}`

const hexOf = (bytes: Uint8Array): string =>
  bytes.length === 0
    ? 'nothing more'
    : Buffer.from(bytes)
        .toString('hex')
        .replaceAll(/..(?=.)/g, '$& ')

/** What a blob is compressed with, by its first bytes. */
const codings: readonly [name: string, magic: readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
]

const codingOf = (head: Uint8Array): string =>
  codings.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0] ?? 'no compression'

/** `was recompressed: gzip when pushed, zstd when pulled`; undefined where the compression is the same. */
export function recompression(sentHead: Uint8Array, receivedHead: Uint8Array): string | undefined {
  const [sent, received] = [codingOf(sentHead), codingOf(receivedHead)]
  return sent === received ? undefined : `was recompressed: ${sent} when pushed, ${received} when pulled`
}

/** What was lost or changed in a manifest or an index, in words; undefined where both are not JSON objects, or equal in value. */
export function documentDifference(sent: Uint8Array, received: Uint8Array): string | undefined {
  const [one, other] = [parsed(sent), parsed(received)]
  if (!isObject(one) || !isObject(other)) return undefined
  const platforms = lostEntries(one, other)
  if (platforms.length > 0) return `lost ${platforms.join(', ')}`
  if (property(one, 'subject') !== undefined && property(other, 'subject') === undefined)
    return `lost its subject ${text(property(one, 'subject'), 'digest')}`
  const pointer = firstPointer(one, other, '')
  return pointer === undefined
    ? 'was rewritten: the same JSON value in other bytes'
    : `differs at ${pointer === '' ? 'its root' : pointer}`
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** Entries of an index or layers of a manifest that are not there any more, as people call them. */
function lostEntries(sent: unknown, received: unknown): string[] {
  return ['manifests', 'layers'].flatMap((name) => {
    const left = new Set(list(received, name).map((each) => text(each, 'digest')))
    return list(sent, name)
      .filter((each) => !left.has(text(each, 'digest')))
      .map((each) => {
        const platform = property(each, 'platform')
        const parts = ['os', 'architecture', 'variant'].map((part) => text(platform, part)).filter(Boolean)
        const what = name === 'layers' ? 'the layer' : 'the manifest'
        return parts.length > 0
          ? `${parts.join('/')} (${text(each, 'digest')})`
          : `${what} ${text(each, 'digest')}`
      })
  })
}

/** The JSON pointer of the first value that differs. */
function firstPointer(one: unknown, other: unknown, pointer: string): string | undefined {
  if (Object.is(one, other)) return undefined
  if (Array.isArray(one) && Array.isArray(other)) {
    const length = Math.max(one.length, other.length)
    for (let index = 0; index < length; index += 1) {
      const found = firstPointer(one[index], other[index], `${pointer}/${index}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isObject(one) || !isObject(other)) return pointer
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = firstPointer(property(one, name), property(other, name), `${pointer}/${segment(name)}`)
    if (found !== undefined) return found
  }
  return undefined
}
