import { parseArgs } from 'node:util'
import type { Transport } from './scenario.ts'

/** Pairs of faults of the embedded registry, where everything is tried. */
const allPairs = 500

const usage =
  'usage: npm run mutation [-- --only <glob>…] [--threads <n>] [--sockets] [--pairs <n>] [--generated <n>|all] [--thorough] [--whole] [--all] [--seed <text>] [--reach]'

/** What a mutation run is to try. */
export interface Options {
  /** Globs of faults, defects or requirements. */
  only: readonly string[] | undefined
  /** Default: as many as there are cores. */
  threads: number | undefined
  /** Pairs of faults of the embedded registry. */
  pairs: number
  /** Generated faults; infinite for all of them. */
  generated: number
  /** What the sample of generated faults is drawn from. */
  seed: string
  thorough: boolean
  /** Lets each run with a generated fault go on to its end. */
  whole: boolean
  reach: boolean
  over: Transport
}

/** Reads the command line; undefined where it is wrong, which is said. */
export function parseOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        threads: { type: 'string' },
        sockets: { type: 'boolean', default: false },
        pairs: { type: 'string' },
        generated: { type: 'string' },
        seed: { type: 'string', default: 'assay' },
        thorough: { type: 'boolean', default: false },
        whole: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        reach: { type: 'boolean', default: false },
      },
    })
    const threads = values.threads === undefined ? undefined : Number(values.threads)
    if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
      throw new Error(`--threads takes a number from 1, not ${values.threads}`)
    }
    const pairs = Number(values.pairs ?? (values.all ? allPairs : 0))
    if (!(Number.isInteger(pairs) && pairs >= 0))
      throw new Error(`--pairs takes a number, not ${values.pairs}`)
    const chosen = values.generated ?? (values.all ? 'all' : '0')
    const generated = chosen === 'all' ? Infinity : Number(chosen)
    if (!(generated >= 0) || (Number.isFinite(generated) && !Number.isInteger(generated)))
      throw new Error(`--generated takes a number or all, not ${values.generated}`)
    return {
      only: values.only,
      threads,
      pairs,
      generated,
      seed: values.seed,
      thorough: values.thorough,
      whole: values.whole,
      reach: values.reach,
      over: values.sockets ? 'sockets' : 'process',
    }
  } catch (error) {
    console.error(`mutation: ${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return undefined
  }
}
