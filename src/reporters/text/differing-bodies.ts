import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord } from '../../registry/record/exchange.ts'

/** Two bodies that a finding names by their digests: what should have come, and what came. */
export interface DifferingBodies {
  expected: BodyRecord
  received: BodyRecord
}

/** Bodies of a run by their digest: what was sent, and what came back. */
export function bodiesByDigest(exchanges: Iterable<ExchangeRecord>): ReadonlyMap<string, BodyRecord> {
  const found = new Map<string, BodyRecord>()
  for (const { request, response } of exchanges) {
    for (const body of [request.body, response?.body]) {
      const isStored = body !== undefined && body.size > 0 && body.omitted === undefined
      if (isStored && !found.has(body.sha256)) found.set(body.sha256, body)
    }
  }
  return found
}

const digest = /sha256:[0-9a-f]{64}/

/** The bodies behind the digests of a finding; undefined where it names none, or the run did not keep them. */
export function differingBodies(
  { expected, received }: Pick<Finding, 'expected' | 'received'>,
  bodies: ReadonlyMap<string, BodyRecord>,
): DifferingBodies | undefined {
  const [wanted, found] = [expected.join(' '), received].map((text) =>
    bodies.get(digest.exec(text)?.[0] ?? ''),
  )
  return wanted && found && wanted !== found ? { expected: wanted, received: found } : undefined
}

/** How two bodies differ, in a few words: what to look for where both are long. */
export function differenceInWords({ expected, received }: DifferingBodies): string {
  const [one, other] = [bytesOf(expected), bytesOf(received)]
  const sizes = `${received.size} bytes instead of ${expected.size}`
  if (isGzip(other) && !isGzip(one)) return `compressed with gzip: ${sizes}`
  if (sameJson(expected, received)) return `the same JSON, formatted differently: ${sizes}`
  const shorter = Math.min(one.length, other.length)
  let begin = 0
  while (begin < shorter && one[begin] === other[begin]) begin += 1
  if (begin === shorter && expected.size !== received.size)
    return received.size < expected.size
      ? `cut short: the first ${received.size} of ${expected.size} bytes`
      : `${received.size - expected.size} bytes more at the end`
  const first = `the first at offset ${begin}: ${hexAt(one, begin)} became ${hexAt(other, begin)}`
  if (expected.size !== received.size) return `${sizes}; ${first.replace('the first', 'they differ first')}`
  const different = one.reduce((sum, byte, at) => sum + (byte === other[at] ? 0 : 1), 0)
  const part = expected.truncated || received.truncated ? ', as far as they are stored' : ''
  return different === 1
    ? `1 of ${expected.size} bytes differs${part}, ${first.replace('the first ', '')}`
    : `${different} of ${expected.size} bytes differ${part}, ${first}`
}

const bytesOf = ({ text, base64 = '' }: BodyRecord): Uint8Array =>
  text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const hexAt = (bytes: Uint8Array, at: number): string => (bytes[at] ?? 0).toString(16).padStart(2, '0')

/** The order of properties has no meaning in JSON. */
function sameJson({ text: one }: BodyRecord, { text: other }: BodyRecord): boolean {
  if (one === undefined || other === undefined || one.length + other.length > 200_000) return false
  try {
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other))
  } catch {
    return false
  }
}
