/**
 * Runs the suites against the embedded registry while it is unreachable for some seconds, each time at another moment
 * of the run, and while it fails over some requests at random. A registry that does as it should must not be accused:
 *
 *     npm run outages -- [--sample <n>] [--random <runs>] [--seed <hex>] [--only <kind>] [--depth standard]
 *
 * Without `--sample` each kind of outage is tried with each length at each moment. Exit code 1 where a run found a
 * failure or a warning that the undisturbed run does not have.
 */
import { parseArgs } from 'node:util'
import { assay } from '../src/assay/assay.ts'
import { createRandom } from '../src/content/random.ts'
import type { RunResult } from '../src/results/result.ts'
import {
  outageKinds,
  serveFailing,
  serveWithOutage,
  type Front,
  type OutageKind,
} from '../fixtures/outages.ts'

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    random: { type: 'string', default: '0' },
    seed: { type: 'string', default: 'b1' },
    only: { type: 'string' },
    moments: { type: 'string', default: '20' },
    abreast: { type: 'string', default: '6' },
    depth: { type: 'string', default: 'quick' },
    verbose: { type: 'boolean', default: false },
  },
})
const random = createRandom(values.seed)
const durations = [2000, 10_000]
/** Chunks are not sent again by clients: more of them have to fail until several of one upload do. */
const failingShares = [{ share: 0.02 }, { share: 0.1, method: 'PATCH' }]

interface Cell {
  name: string
  serve: () => Promise<Front>
}

const run = async (front: Front): Promise<RunResult> => {
  try {
    const { result } = await assay({
      target: front.url,
      spec: 'dev',
      depth: values.depth === 'standard' ? 'standard' : 'quick',
      seed: values.seed,
    })
    return result
  } finally {
    await front.close()
  }
}

const calmFront = await serveWithOutage()
const calm = await run(calmFront)
const verdictOf = new Map(calm.requirements.map(({ id, verdict }) => [id, verdict]))
const requests = calmFront.requests()

const kinds = (Object.keys(outageKinds) as OutageKind[]).filter((kind) => (values.only ?? kind) === kind)
const moments = Number(values.moments)
const all: Cell[] = kinds.flatMap((kind) =>
  durations.flatMap((duration) =>
    Array.from({ length: moments }, (_, moment) => {
      const at = 2 + Math.floor((moment * requests) / moments)
      return {
        name: `${kind} for ${duration / 1000} s from request ${at} of ${requests}`,
        serve: () => serveWithOutage({ kind, at, duration }),
      }
    }),
  ),
)
const sampled = values.sample === undefined ? all : pick(all, Number(values.sample))
const failing = Array.from({ length: Number(values.random) }, (_, number) =>
  failingShares.map(({ share, method }): Cell => {
    const own = createRandom(`${values.seed}/${number}`)
    const requests = method === undefined ? 'requests' : `${method} requests`
    return {
      name: `500 to ${100 * share} % of all ${requests}, run ${number + 1}`,
      serve: () => serveFailing({ share, method, random: () => own.integer(1_000_000) / 1_000_000 }),
    }
  }),
).flat()

function pick(cells: readonly Cell[], count: number): Cell[] {
  const rest = [...cells]
  return Array.from({ length: Math.min(count, rest.length) }, () =>
    rest.splice(random.integer(rest.length), 1),
  ).flat()
}

let accusing = 0
let incomplete = 0
let leftovers = 0
async function assess({ name, serve }: Cell): Promise<void> {
  const start = performance.now()
  let result: RunResult
  try {
    result = await run(await serve())
  } catch (error) {
    // Nothing was tested, and so no failure was reported.
    incomplete += 1
    console.log(`${name}: not tested: ${(error as Error).message}`)
    return
  }
  const changed = result.requirements.filter(({ id, verdict }) => verdict !== verdictOf.get(id))
  const accused = changed.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
  const inconclusive = changed.filter(({ verdict }) => verdict === 'error')
  const repeated = result.tests.filter(({ attempts = 1 }) => attempts > 1).length
  if (accused.length > 0) accusing += 1
  if (inconclusive.length > 0) incomplete += 1
  leftovers += result.leftovers.length
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const figures = `${repeated} tests repeated, ${inconclusive.length} not evaluated, ${result.leftovers.length} left, ${seconds} s`
  if (values.verbose || changed.length > 0 || result.leftovers.length > 0) console.log(`${name}: ${figures}`)
  for (const reason of reasonsOf(result)) console.log(`    left, ${reason}`)
  for (const { id, verdict, findings, reason } of changed) {
    console.log(`    ${id} ${verdict}, ${verdictOf.get(id)} undisturbed: ${findings[0]?.title ?? reason}`)
  }
}

const reasonsOf = ({ leftovers }: RunResult): string[] => [
  ...new Set(leftovers.map(({ kind, reason }) => `${kind}: ${reason}`)),
]

const queue = [...sampled, ...failing].values()
const work = async () => {
  for (const cell of queue) await assess(cell)
}
await Promise.all(Array.from({ length: Number(values.abreast) }, work))
const total = sampled.length + failing.length
console.log(
  `${total} disturbed runs: ${accusing} accused the registry, ${incomplete} were incomplete, ${leftovers} leftovers`,
)
process.exitCode = accusing > 0 ? 1 : 0
