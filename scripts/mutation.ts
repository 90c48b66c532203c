/**
 * Proves the harness: builds each fault into the embedded registry, and each defect into a layout, runs the
 * suites against it, and demands that the broken requirement is told as broken, and nothing else.
 *
 *     npm run mutation [-- --only <glob of faults or requirements>…] [--threads <n>] [--sockets]
 *
 * The suites speak to the registry within the process; with --sockets as to any other, which takes longer.
 * Node is started without the threads that help its garbage collector: all cores are busy with runs, from
 * which they only take, and a run leaves so much behind that a larger nursery is cleared less often.
 *
 * Exit codes: 0 each fault was caught alone, 1 not so, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { selection } from '../src/select.ts'
import { layouts, registries, type Campaign, type Sound } from './mutation/campaign.ts'
import { page } from './mutation/html.ts'
import { isComplete, rowsOf, type FalseAlarm, type Matrix } from './mutation/matrix.ts'
import type { Outcome } from './mutation/outcome.ts'
import { runAll } from './mutation/pool.ts'
import { report } from './mutation/report.ts'
import type { Scenario, Transport } from './mutation/scenario.ts'
import { killOf } from './mutation/verdict.ts'

const usage = 'usage: npm run mutation [-- --only <glob>…] [--threads <n>] [--sockets]'

function parse() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        threads: { type: 'string' },
        sockets: { type: 'boolean', default: false },
      },
    })
    const threads = values.threads === undefined ? undefined : Number(values.threads)
    if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
      throw new Error(`--threads takes a number from 1, not ${values.threads}`)
    }
    return { only: values.only, threads, over: values.sockets ? ('sockets' as const) : ('process' as const) }
  } catch (error) {
    console.error(`mutation: ${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return undefined
  }
}

/** What was said against something that nothing is wrong with. */
function* falseAlarmsOf({ name, warns }: Sound, outcome: Outcome): Generator<FalseAlarm> {
  const { said, trouble } = outcome
  if (trouble !== undefined) yield { where: name, requirement: 'the run', text: trouble }
  for (const [requirement, { verdict, text = '' }] of Object.entries(said)) {
    if (verdict === 'warn' && warns.includes(requirement)) continue
    if (verdict === 'blocked' && warns.length > 0) continue
    if (['fail', 'warn', 'error', 'blocked'].includes(verdict))
      yield { where: name, requirement, text: `${verdict}: ${text}` }
  }
}

async function mutate(
  campaigns: readonly Campaign[],
  how: { threads: number | undefined; over: Transport },
): Promise<Matrix> {
  const startedAt = performance.now()
  const sound = campaigns.flatMap((campaign) => campaign.sound)
  const mutants = campaigns.flatMap((campaign) => campaign.mutants)
  const scenarios = [...sound, ...mutants].map(({ scenario }) => scenario)
  let done = 0
  const outcomes = await runAll(
    scenarios,
    () => {
      done += 1
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${scenarios.length}`)
    },
    how,
  )
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  const outcomeOf = new Map<Scenario, Outcome>()
  for (const [at, outcome] of outcomes.entries()) {
    const scenario = scenarios[at]
    if (scenario !== undefined) outcomeOf.set(scenario, outcome)
  }
  // A note shows a fault only where the registry without it has none, under the same version.
  const honest = (spec: string) =>
    sound.find(({ scenario }) => !('layout' in scenario) && scenario.spec === spec)?.scenario
  return {
    kills: mutants.flatMap((mutant) => {
      const outcome = outcomeOf.get(mutant.scenario)
      const without = honest(mutant.spec)
      return outcome ? [killOf(mutant, outcome, without && outcomeOf.get(without))] : []
    }),
    falseAlarms: sound.flatMap((each) => {
      const outcome = outcomeOf.get(each.scenario)
      return outcome ? [...falseAlarmsOf(each, outcome)] : []
    }),
    unbroken: campaigns.flatMap((campaign) => campaign.unbroken),
    duration: (performance.now() - startedAt) / 1000,
  }
}

async function main(): Promise<number> {
  const options = parse()
  if (options === undefined) return 2
  const wanted = selection(options.only)
  const campaigns = [registries(wanted), layouts(wanted)]
  const matrix = await mutate(campaigns, options)
  const suites = campaigns.flatMap((campaign) => campaign.suites)
  const rows = rowsOf(suites, matrix)
  console.log(report(matrix, rows))
  await mkdir('reports', { recursive: true })
  await writeFile('reports/mutation.html', page(matrix, rows))
  return isComplete(matrix) ? 0 : 1
}

process.exitCode = await main()
