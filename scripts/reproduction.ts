/**
 * Proves that findings are reproducible: builds each fault into the embedded registry, tests it, and runs the script of each
 * finding against the registry with the fault, where it has to exit 1, and without it, where it has to exit 0. Where a script cannot
 * show a finding, the command that the reports give instead has to show it: a run of its requirement alone with the same seed.
 *
 *     npm run reproduction [-- --only <glob of faults or requirements>…] [--sample <n> --rotation <n>]
 *                             [--shell <name>] [--out <folder>]
 *
 * With --sample, n faults are tried, others for each number of --rotation: seven numbers that follow each other cover every
 * requirement. With --out, scripts that are not right are written there.
 *
 * Exit codes: 0 each script and command was right, 1 not so, 2 wrong usage.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { selection } from '../src/engine/select.ts'
import { registries } from './mutation/campaign.ts'
import type { RegistryScenario } from './mutation/scenario.ts'
import { isRight, type Attempt } from './reproduction/attempt.ts'
import { sampleOf } from './reproduction/sample.ts'
import { onThreads } from './threads.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    sample: { type: 'string' },
    rotation: { type: 'string', default: '0' },
    shell: { type: 'string', default: 'sh' },
    out: { type: 'string' },
  },
})

const wanted = values.only === undefined ? () => true : selection(values.only)
const all = registries(wanted).mutants.map(({ fault, scenario }) => ({
  fault: fault.id,
  requirement: fault.violates,
  scenario: scenario as RegistryScenario,
}))
const drawn =
  values.sample === undefined
    ? all
    : sampleOf(all, { size: Number(values.sample), rotation: Number(values.rotation) })

/** What is not right is printed at once: a run of all takes long. */
function print({
  fault,
  requirement,
  finding,
  test,
  reason,
  withFault,
  withoutFault,
  script,
}: Attempt): void {
  console.log(`${fault}  ${requirement}: ${finding} (${test})`)
  if (reason !== undefined) console.log(`    no script: ${reason}`)
  if (withFault?.code !== 1)
    console.log(`    with the fault ${withFault?.code}: ${withFault?.output.slice(0, 300)}`)
  if (withoutFault?.code !== 0)
    console.log(`    without it ${withoutFault?.code}: ${withoutFault?.output.slice(0, 300)}`)
  if (values.out === undefined || script === undefined) return
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, `${fault}-${requirement}.sh`), script)
}

/** The findings of each fault, as their scripts show them. */
const attemptsOf = (
  scenarios: readonly RegistryScenario[],
  onDone: (attempts: readonly Attempt[]) => void,
  threads?: number,
): Promise<Attempt[][]> =>
  onThreads<RegistryScenario, Attempt[]>(scenarios, (_, attempts) => onDone(attempts), {
    module: new URL('reproduction/thread.js', import.meta.url),
    data: { shell: values.shell },
    threads,
  })

const isAllRight = (attempts: readonly Attempt[] | undefined): boolean => attempts?.every(isRight) === true

let done = 0
const scenarios = drawn.map(({ scenario }) => scenario)
const first = await attemptsOf(scenarios, (attempts) => {
  for (const each of attempts) if (!isRight(each)) print(each)
  done += 1
  if (done % 50 === 0) console.log(`${done} of ${drawn.length} faults`)
})
// As with tests: what was wrong is tried once more, with little beside it, and said.
const wrong = scenarios.filter((_, at) => !isAllRight(first[at]))
const again = await attemptsOf(
  wrong,
  (attempts) => attempts.filter((each) => !isRight(each)).forEach(print),
  1,
)
const tried = scenarios.flatMap((scenario, at) => {
  const repeated = again[wrong.indexOf(scenario)]
  if (isAllRight(repeated)) console.log(`passed only when repeated: reproduction: ${scenario.fault ?? ''}`)
  return repeated ?? first[at] ?? []
})
const right = tried.filter(isRight)
const commands = right.filter(({ script }) => script === undefined)
console.log(
  `${right.length} of ${tried.length} findings of ${drawn.length} faults are reproduced` +
    `, ${right.length - commands.length} by a script and ${commands.length} by the command given instead`,
)
process.exitCode = right.length === tried.length ? 0 : 1
