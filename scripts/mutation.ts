/**
 * Proves the harness: builds each fault into the embedded registry, runs all suites against it, and demands
 * that the broken requirement is told as broken, and nothing else.
 *
 *     npm run mutation [-- --only <glob of faults or requirements>…] [--threads <n>]
 *
 * Exit codes: 0 each fault was caught alone, 1 not so, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { suites } from '../suites/distribution/index.ts'
import { specVersions } from '../src/engine/requirement.ts'
import { faults as known } from '../src/reference/index.ts'
import { selection } from '../src/select.ts'
import { page } from './mutation/html.ts'
import { decidable, isComplete, rowsOf, type Matrix } from './mutation/matrix.ts'
import { runAll } from './mutation/pool.ts'
import { report } from './mutation/report.ts'
import { expectationOf, scenarioOf, type Scenario } from './mutation/scenario.ts'
import { killOf } from './mutation/verdict.ts'

const usage = 'usage: npm run mutation [-- --only <glob>…] [--threads <n>]'

const requirements = suites.flatMap((suite) => suite.requirements)

function parse() {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string', multiple: true }, threads: { type: 'string' } },
    })
    const threads = values.threads === undefined ? undefined : Number(values.threads)
    if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
      throw new Error(`--threads takes a number from 1, not ${values.threads}`)
    }
    return { only: values.only, threads }
  } catch (error) {
    console.error(`mutation: ${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return undefined
  }
}

/** Sound registries first, one for each version: what is said against them is a false alarm. */
const sound: readonly Scenario[] = specVersions.map((spec) => ({ spec, claims: [] }))

async function mutate(only: readonly string[] | undefined, threads: number | undefined): Promise<Matrix> {
  const startedAt = performance.now()
  const wanted = selection(only)
  const decided = new Set(requirements.map(({ id }) => id))
  const faults = known.filter(({ id, breaks }) => decided.has(breaks) && (wanted(id) || wanted(breaks)))
  const scenarios = [...sound, ...faults.map((fault) => scenarioOf(fault, requirements))]
  let done = 0
  const outcomes = await runAll(
    scenarios,
    () => {
      done += 1
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${scenarios.length}`)
    },
    threads,
  )
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  const soundIn = new Map(sound.map(({ spec }, at) => [spec, outcomes[at]]))
  const kills = faults.flatMap((fault, at) => {
    const scenario = scenarios[sound.length + at]
    const outcome = outcomes[sound.length + at]
    const requirement = requirements.find(({ id }) => id === fault.breaks)
    if (scenario === undefined || outcome === undefined || requirement === undefined) return []
    const { spec } = scenario
    const expected = expectationOf(fault, requirement, spec)
    return [killOf({ fault, spec, expected }, outcome, soundIn.get(spec))]
  })
  const falseAlarms = [...soundIn].flatMap(([spec, outcome]) => [
    ...(outcome?.trouble === undefined ? [] : [{ spec, requirement: 'the run', text: outcome.trouble }]),
    ...Object.entries(outcome?.said ?? {}).flatMap(([requirement, { verdict, text = '' }]) =>
      verdict === 'fail' || verdict === 'warn' || verdict === 'error' || verdict === 'blocked'
        ? [{ spec, requirement, text: `${verdict}: ${text}` }]
        : [],
    ),
  ])
  const broken = new Set(known.map(({ breaks }) => breaks))
  const unbroken = decidable(requirements).flatMap(({ id }) => (broken.has(id) || !wanted(id) ? [] : [id]))
  return { kills, falseAlarms, unbroken, duration: (performance.now() - startedAt) / 1000 }
}

async function main(): Promise<number> {
  const options = parse()
  if (options === undefined) return 2
  const matrix = await mutate(options.only, options.threads)
  const rows = rowsOf(suites, matrix)
  console.log(report(matrix, rows))
  await mkdir('reports', { recursive: true })
  await writeFile('reports/mutation.html', page(matrix, rows))
  return isComplete(matrix) ? 0 : 1
}

process.exitCode = await main()
