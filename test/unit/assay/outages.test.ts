import { beforeAll, expect } from 'vitest'
import { serveFailing, serveWithOutage, type Front, type OutageKind } from '../../../fixtures/outages.ts'
import { assay } from '../../../src/assay/assay.ts'
import { createRandom } from '../../../src/content/random.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { attack } from '../../attack.ts'

/** All pauses, and so the longest outage that is waited for, are a fifth of the usual: shorter ones can pass unnoticed on a loaded machine. */
const patience = 0.2

async function testThrough(front: Front, options: { patience?: number } = {}): Promise<RunResult> {
  try {
    const { result } = await assay({
      target: front.url,
      spec: 'dev',
      depth: 'quick',
      seed: 'b1',
      patience,
      ...options,
    })
    return result
  } finally {
    await front.close()
  }
}

const verdictsOf = ({ requirements }: RunResult) =>
  Object.fromEntries(requirements.map(({ id, verdict }) => [id, verdict]))

let calm: ReturnType<typeof verdictsOf>
let requests: number
beforeAll(async () => {
  const front = await serveWithOutage()
  calm = verdictsOf(await testThrough(front))
  requests = front.requests()
})

const rows: Record<OutageKind, string> = {
  '503': 'every request gets a 503 for a while',
  '502': 'a gateway answers each request 502 for a while',
  reset: 'each connection is reset for a while',
  refused: 'connections are refused for a while',
  restart: 'the registry is restarted',
  'restart-empty': 'the registry is restarted and has lost its content',
  'lost-responses': 'requests are performed, but a gateway returns 502 for a while',
  storage: 'all requests but GET /v2/ get a 503 for a while',
}

const same = 'the run pauses, what was disturbed is repeated, and no verdict changes'

// At other moments by scripts/outages.ts: some with each change, all of them on a schedule.
for (const [index, [kind, what]] of Object.entries(rows).entries()) {
  attack({ part: 'Outages', what, result: same }, async () => {
    const at = Math.floor((((index % 5) + 1) * requests) / 10)
    const result = await testThrough(await serveWithOutage({ kind: kind as OutageKind, at, duration: 800 }))
    expect(verdictsOf(result)).toEqual(calm)
    expect(result.leftovers).toEqual([])
    // Where /v2/ is answered, what strikes one kind of request alone is not known to be an outage.
    if (kind !== 'storage') expect(result.outages?.length).toBeGreaterThan(0)
    const repeated = result.tests.filter(({ attempts = 1 }) => attempts > 1)
    expect(repeated.length).toBeGreaterThan(0)
  })
}

attack(
  {
    part: 'Outages',
    what: 'one request in fifty gets a 500, at random',
    result: 'tests that failed are repeated, and no verdict changes',
  },
  async () => {
    const random = createRandom('outages')
    const front = await serveFailing({ share: 0.02, random: () => random.integer(1e6) / 1e6 })
    const result = await testThrough(front)
    expect(front.disturbed()).toBeGreaterThan(5)
    expect(verdictsOf(result)).toEqual(calm)
  },
)

attack(
  {
    part: 'Outages',
    what: 'the registry does not come back',
    result: 'the run is given up, and is incomplete for one reason; nothing fails',
  },
  async () => {
    const front = await serveWithOutage({ kind: '503', at: Math.floor(requests / 2), duration: 600_000 })
    const result = await testThrough(front, { patience: 0.02 })
    const open = result.requirements.filter(({ verdict }) => verdict === 'error')
    expect(result.requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')).toEqual([])
    expect(result.aborted).toMatch(/was unreachable for \d+ s: HTTP 503/)
    expect(open.length).toBeGreaterThan(0)
    expect(new Set(open.map(({ reason }) => reason))).toEqual(new Set([result.aborted]))
  },
)
