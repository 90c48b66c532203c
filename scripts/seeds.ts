/**
 * Runs the suites against the embedded registry without faults, each time with another seed: generated sequences must find
 * nothing there, whatever they are. At depth standard a seed makes other content and other names, at depth thorough also other
 * sequences, which `--requests` bounds; content of real size is left out.
 *
 *     npm run seeds [-- --count <n>] [--first <text>] [--depth standard|thorough] [--requests <n>] [--spec <version>…]
 *                      [--registry <name>…]
 *
 * With --registry, a real one is started for each run, and its verdicts under the usual version and depth are compared with those that
 * are recorded of it: they must not depend on the seed.
 *
 * Seeds are `<first>/1` up to `<first>/<n>`; the first is that of the day, so that a run each night tries others. Of a finding, the seed
 * is printed, which repeats it.
 *
 * Exit codes: 0 nothing was found, 1 something was, 2 wrong usage.
 */
import { parseArgs } from 'node:util'
import { registryNamed } from '../fixtures/registries/registries.ts'
import { assay } from '../src/assay/assay.ts'
import { depths, type Depth } from '../src/engine/depth.ts'
import { specVersions, type SpecVersion } from '../src/engine/requirement.ts'
import { createReferenceRegistry } from '../src/reference/index.ts'
import { differencesOf } from './seeds/real.ts'

const usage =
  'usage: npm run seeds [-- --count <n>] [--first <text>] [--depth standard|thorough] [--requests <n>] [--spec <version>…] [--registry <name>…]'

interface Options {
  count: number
  first: string
  depth: Depth
  requests: number | undefined
  specs: readonly SpecVersion[]
  /** Real ones; none for the embedded one. */
  registries: readonly string[]
}

function parse(): Options {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '20' },
      first: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      depth: { type: 'string', default: 'standard' },
      requests: { type: 'string' },
      spec: { type: 'string', multiple: true, default: [...specVersions] },
      registry: { type: 'string', multiple: true, default: [] },
    },
  })
  const count = numberOf('count', values.count)
  const requests = values.requests === undefined ? undefined : numberOf('requests', values.requests)
  const depth = depths.find((each) => each === values.depth)
  if (depth === undefined) throw new Error(`--depth takes ${depths.join(', ')}, not ${values.depth}`)
  const specs = values.spec.map((text) => {
    const spec = specVersions.find((each) => each === text)
    if (spec === undefined) throw new Error(`--spec takes ${specVersions.join(', ')}, not ${text}`)
    return spec
  })
  const registries = values.registry.map((name) => registryNamed(name).name)
  return { count, first: values.first, depth, requests, specs, registries }
}

function numberOf(name: string, text: string): number {
  const number = Number(text)
  if (!(Number.isInteger(number) && number > 0))
    throw new Error(`--${name} takes a number from 1, not ${text}`)
  return number
}

/** Any address will do: no other process can be there. */
const target = 'http://127.0.0.1:5000'

/** Bytes: content of real size shows the same with every seed. */
const largestBlob = 1024 ** 2

/** What a run reports of a registry without faults, a line each. */
async function findingsWith(
  seed: string,
  spec: SpecVersion,
  { depth, requests }: Options,
): Promise<string[]> {
  const registry = createReferenceRegistry({ spec })
  const { result } = await assay({
    target,
    dispatcher: registry.dispatcher(target),
    spec,
    seed,
    depth,
    largestBlob,
    ...(requests === undefined ? {} : { requests }),
    server: { name: 'the embedded registry', disposable: true, log: () => Promise.resolve({ lines: [] }) },
  })
  const wrong = result.requirements.filter(({ verdict }) =>
    ['fail', 'warn', 'error', 'blocked'].includes(verdict),
  )
  return wrong.map(({ id, verdict, findings, reason = '' }) => {
    const [finding] = findings
    return `${verdict} ${id}: ${finding ? `${finding.test}: ${finding.title}, received ${finding.received}` : reason}`
  })
}

async function run(options: Options): Promise<boolean> {
  let found = 0
  for (const spec of options.specs) {
    for (let number = 1; number <= options.count; number += 1) {
      const seed = `${options.first}/${number}`
      for (const line of await findingsWith(seed, spec, options)) {
        found += 1
        console.log(`${spec}, seed ${seed}: ${line}`)
      }
    }
  }
  const runs = options.specs.length * options.count
  console.log(`${runs} runs of the embedded registry at depth ${options.depth}: ${found} findings`)
  return found === 0
}

/** Real registries, each with every seed. */
async function runReal({ registries, count, first }: Options): Promise<boolean> {
  let all = 0
  for (const registry of registries) {
    let different = 0
    for (let number = 1; number <= count; number += 1) {
      const seed = `${first}/${number}`
      const differences = await differencesOf(registry, seed)
      different += differences.length > 0 ? 1 : 0
      for (const line of differences) console.log(`${registry}, seed ${seed}: ${line}`)
    }
    all += different
    console.log(`${registry}: ${count - different} of ${count} runs with the recorded verdicts`)
  }
  return all === 0
}

try {
  const options = parse()
  process.exitCode = (await (options.registries.length > 0 ? runReal(options) : run(options))) ? 0 : 1
} catch (error) {
  console.error(`seeds: ${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exitCode = 2
}
