import type { Finding } from '../engine/verdict.ts'
import type { BodyRecord, ExchangeRecord } from '../registry/exchange.ts'

/** Two bodies that a finding names by their digests: what should have come, and what came. */
export interface BodiesApart {
  expected: BodyRecord
  received: BodyRecord
}

/** Bodies of a run by their digest: what was sent, and what came back. */
export function bodiesByDigest(exchanges: Iterable<ExchangeRecord>): ReadonlyMap<string, BodyRecord> {
  const found = new Map<string, BodyRecord>()
  for (const { request, response } of exchanges) {
    for (const body of [request.body, response?.body]) {
      if (body && body.size > 0 && !found.has(body.sha256)) found.set(body.sha256, body)
    }
  }
  return found
}

const digest = /sha256:[0-9a-f]{64}/

/** The bodies behind the digests of a finding; undefined where it names none, or the run did not keep them. */
export function bodiesApart(
  { expected, received }: Pick<Finding, 'expected' | 'received'>,
  bodies: ReadonlyMap<string, BodyRecord>,
): BodiesApart | undefined {
  const [wanted, found] = [expected.join(' '), received].map((text) =>
    bodies.get(digest.exec(text)?.[0] ?? ''),
  )
  return wanted && found && wanted !== found ? { expected: wanted, received: found } : undefined
}
