/**
 * Proves the harness: builds each fault into the embedded registry or the mini client, and each defect into a layout, runs the
 * suites against it, and demands that the requirement that it violates is reported, and no other.
 *
 *     npm run mutation [-- --only <glob of faults or requirements>…] [--threads <n>] [--sockets] [--pairs <n>]
 *                         [--generated <n>|all] [--thorough] [--whole] [--all] [--seed <text>] [--reach]
 *
 * The suites speak to the registry within the process; with --sockets as to any other, which takes longer.
 * With --pairs, n pairs of independent faults are built in as well, and every pair of some defects in different
 * images of one layout: both must be reported in 99 % of them, and every exception needs a reason.
 *
 * What is not as it should be is repeated once with nothing beside it, and the end lists what was sound only then.
 *
 * With --generated, faults that are generated from base effects, conditions and states are built in as well, n of them
 * or all: a sample has each value of each dimension about as often as any other, and --seed chooses another one. Such a
 * fault is caught where any requirement that it violates is reported, and its run ends there; every fortieth run goes on, to
 * count what one fault leads to; with --whole each does, and what leads to more than two findings is listed. 98 % of them must be caught. `--only '*~*'` runs no others, and `--only 'get-404~*'` those
 * of one effect. What survives is listed by effect, condition and state: `missed` happened in the run and was not noticed,
 * `untriggered` never happened.
 *
 * With --thorough, each of these that survives is tried again at depth thorough, which takes minutes for each.
 *
 * With --all, everything is tried: all generated faults, and 500 pairs. It takes hours.
 *
 * With --reach, one run of a registry without faults shows which generated faults its traffic can trigger at all, and what
 * is missing for the others; nothing else is done.
 *
 * Node is started without the threads that help its garbage collector: all cores are busy with runs, from
 * which they only take, and a run allocates so much that a larger nursery is cleared less often.
 *
 * Exit codes: 0 each fault was caught alone, and enough of the generated ones, 1 not so, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { selection } from '../src/engine/select.ts'
import {
  clients,
  layouts,
  registries,
  trips,
  type Campaign,
  type Mutant,
  type Sound,
} from './mutation/campaign.ts'
import { section } from './mutation/generated/html.ts'
import { generatedComplaints, generatedSum, generatedTable, wideFaults } from './mutation/generated/report.ts'
import { reachedBy, tryGenerated } from './mutation/generated/run.ts'
import { page } from './mutation/html.ts'
import { rowsOf, type FalseAlarm, type Matrix } from './mutation/matrix.ts'
import { parseOptions, type Options } from './mutation/options.ts'
import type { Outcome } from './mutation/outcome.ts'
import {
  describeHidden,
  hiddenIn,
  imagePairs,
  pairComplaints,
  pairSum,
  registryPairs,
} from './mutation/pairs.ts'
import { runAll } from './mutation/pool.ts'
import { describeRepeated, repeatAlone, type Repeated } from './mutation/repeat.ts'
import { complaintsOf, complaintsOfKill, conclusion, table } from './mutation/report.ts'
import type { Scenario, Transport } from './mutation/scenario.ts'
import { killOf } from './mutation/verdict.ts'

/** Findings against something that is sound. */
function* falseAlarmsOf({ name, warns }: Sound, outcome: Outcome): Generator<FalseAlarm> {
  const { reported, aborted } = outcome
  if (aborted !== undefined) yield { where: name, requirement: 'the run', text: aborted }
  for (const [requirement, { verdict, text = '' }] of Object.entries(reported)) {
    if (verdict === 'warn' && warns.includes(requirement)) continue
    if (verdict === 'blocked' && warns.length > 0) continue
    if (['fail', 'warn', 'error', 'blocked'].includes(verdict))
      yield { where: name, requirement, text: `${verdict}: ${text}` }
  }
}

interface How {
  threads: number | undefined
  over: Transport
}

/** Runs scenarios, and shows at a terminal how far that is. */
async function outcomesOf(scenarios: readonly Scenario[], how: How): Promise<Outcome[]> {
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
  return outcomes
}

/** Runs one scenario with nothing beside it. */
async function outcomeAlone(scenario: Scenario, how: How): Promise<Outcome | undefined> {
  const [outcome] = await runAll([scenario], () => undefined, { ...how, threads: 1 })
  return outcome
}

/** Each fault by itself, and what came of it. */
async function mutate(
  campaigns: readonly Campaign[],
  how: How,
): Promise<{ matrix: Matrix; alone: ReadonlyMap<Mutant, Outcome>; repeated: readonly Repeated[] }> {
  const startedAt = performance.now()
  const sound = campaigns.flatMap((campaign) => campaign.sound)
  const mutants = campaigns.flatMap((campaign) => campaign.mutants)
  const all = [...sound, ...mutants]
  const outcomes = await outcomesOf(
    all.map(({ scenario }) => scenario),
    how,
  )
  // A note shows a fault only where the registry without it has none, under the same version.
  const faultless = (spec: string) =>
    sound.find(({ scenario }) => !('layout' in scenario) && !('client' in scenario) && scenario.spec === spec)
  const without = ({ spec }: Mutant): Outcome | undefined => {
    const same = faultless(spec)
    return same && outcomes[all.indexOf(same)]
  }
  const repeated = await repeatAlone(
    [
      ...sound.map((each) => ({
        name: each.name,
        scenario: each.scenario,
        complaintsOf: (outcome: Outcome) =>
          [...falseAlarmsOf(each, outcome)].map(({ requirement, text }) => `${requirement}: ${text}`),
      })),
      ...mutants.map((mutant) => ({
        name: mutant.fault.id,
        scenario: mutant.scenario,
        complaintsOf: (outcome: Outcome) => [...complaintsOfKill(killOf(mutant, outcome, without(mutant)))],
      })),
    ],
    outcomes,
    (scenario) => outcomeAlone(scenario, how),
  )
  const found = new Map<Sound | Mutant, Outcome>()
  for (const [at, each] of all.entries()) {
    const outcome = outcomes[at]
    if (outcome) found.set(each, outcome)
  }
  const matrix = {
    kills: mutants.flatMap((mutant) => {
      const outcome = found.get(mutant)
      return outcome ? [killOf(mutant, outcome, without(mutant))] : []
    }),
    falseAlarms: sound.flatMap((each) => {
      const outcome = found.get(each)
      return outcome ? [...falseAlarmsOf(each, outcome)] : []
    }),
    unproven: campaigns.flatMap((campaign) => campaign.unproven),
    duration: (performance.now() - startedAt) / 1000,
  }
  const alone = new Map(
    mutants.flatMap((mutant) => {
      const outcome = found.get(mutant)
      return outcome ? [[mutant, outcome] as const] : []
    }),
  )
  return { matrix, alone, repeated }
}

/** What became of faults two by two. */
interface Combined {
  /** Pairs that were not reported in full for a known reason. */
  excused: string[]
  /** Why that is not sound: those without a reason, or too many. */
  complaints: string[]
  /** How many pairs were reported in full. */
  sum: string
  /** Pairs that were reported in full only when they were repeated. */
  repeated: Repeated[]
}

async function combine(
  count: number,
  campaigns: readonly Campaign[],
  alone: ReadonlyMap<Mutant, Outcome>,
  how: How,
): Promise<Combined> {
  const suites = campaigns.flatMap((campaign) => campaign.suites)
  const suiteOf = (id: string) =>
    suites.find(({ requirements }) => requirements.some((each) => each.id === id))?.name ?? ''
  const mutants = [...alone.keys()]
  const kinds = [
    ['registries', registryPairs(mutants, alone, suiteOf, count)],
    ['images', imagePairs(mutants)],
  ] as const
  const startedAt = performance.now()
  const excused: string[] = []
  const complaints: string[] = []
  const sums: string[] = []
  const repeated: Repeated[] = []
  for (const [what, pairs] of kinds) {
    const outcomes = await outcomesOf(
      pairs.map(({ scenario }) => scenario),
      how,
    )
    repeated.push(
      ...(await repeatAlone(
        pairs.map((pair) => ({
          name: `${pair.one.fault.id} with ${pair.other.fault.id}`,
          scenario: pair.scenario,
          complaintsOf: (outcome: Outcome) =>
            hiddenIn(pair, outcome)
              .filter(({ because }) => because === undefined)
              .map(describeHidden),
        })),
        outcomes,
        (scenario) => outcomeAlone(scenario, how),
      )),
    )
    const hidden = pairs.flatMap((pair, at) => (outcomes[at] ? hiddenIn(pair, outcomes[at]) : []))
    excused.push(...hidden.filter(({ because }) => because !== undefined).map(describeHidden))
    complaints.push(...pairComplaints(what, pairs, hidden))
    sums.push(pairSum(what, pairs, hidden))
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  return {
    excused,
    complaints,
    repeated,
    sum: `both faults of a pair were reported: ${sums.join('; ')}; in ${seconds} s`,
  }
}

/** Undefined where the selection has no fault, which is said. */
function campaignsOf({ only = [], generated }: Options): Campaign[] | undefined {
  const wanted = selection(only)
  const campaigns = [registries(wanted), layouts(wanted), trips(wanted), clients(wanted)]
  if (generated > 0 || campaigns.some(({ mutants }) => mutants.length > 0)) return campaigns
  console.error(
    `--only ${only.join(' ')} selects no fault or defect: give an id of one, or a requirement, or a glob`,
  )
  return undefined
}

async function main(): Promise<number> {
  const options = parseOptions()
  if (options === undefined) return 2
  if (options.reach) {
    console.log(await reachedBy(selection(options.only)))
    return 0
  }
  const campaigns = campaignsOf(options)
  return campaigns === undefined ? 2 : perform(campaigns, options)
}

/** Tries each fault and defect, and prints what was found; returns the exit code. */
async function perform(campaigns: readonly Campaign[], options: Options): Promise<number> {
  const wanted = selection(options.only)
  const { matrix, alone, repeated } = await mutate(campaigns, options)
  const suites = campaigns.flatMap((campaign) => campaign.suites)
  const rows = rowsOf(suites, matrix)
  console.log(table(rows))
  await mkdir('reports', { recursive: true })
  const generated =
    options.generated === 0
      ? undefined
      : await tryGenerated({ ...options, wanted, count: options.generated }, (scenarios) =>
          outcomesOf(scenarios, options),
        )
  await writeFile('reports/mutation.html', page(matrix, rows, generated && section(generated)))
  const combined = options.pairs === 0 ? undefined : await combine(options.pairs, campaigns, alone, options)
  // What is wrong comes last, where people and .ci/run look for it.
  for (const line of combined?.excused ?? []) console.log(line)
  for (const each of [...repeated, ...(combined?.repeated ?? [])]) console.log(describeRepeated(each))
  if (generated) for (const text of [generatedTable(generated), ...wideFaults(generated)]) console.log(text)
  const complaints = [
    ...complaintsOf(matrix),
    ...(combined?.complaints ?? []),
    ...(generated ? generatedComplaints(generated) : []),
  ]
  for (const line of complaints) console.log(line)
  console.log(conclusion(matrix))
  if (combined) console.log(combined.sum)
  if (generated) console.log(generatedSum(generated))
  return complaints.length === 0 ? 0 : 1
}

process.exitCode = await main()
