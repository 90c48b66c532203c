/**
 * Proves that findings are reproducible: builds each fault into the embedded registry, tests it, and runs the script of each
 * finding against the registry with the fault, where it has to exit 1, and without it, where it has to exit 0. Where a script cannot
 * show a finding, the command that the reports give instead has to show it: a run of its requirement alone with the same seed.
 *
 *     npm run reproduction [-- --only <glob of faults or requirements>…] [--sample <n> --rotation <n>]
 *                             [--generated <n>] [--registry <name>… | --registry all] [--seed <hex>…]
 *                             [--shell <name>] [--out <folder>]
 *
 * With --sample, n faults are tried, others for each number of --rotation: seven numbers that follow each other cover every
 * requirement. With --generated, n generated faults are tried instead, each found by a whole run; as many as of any sample of them have
 * to be right. With --registry, real registries are: the script of every finding runs after clean-up, against the registry and against
 * the embedded one, which conforms. Both have a run for each --seed. With --out, scripts that are not right are written there.
 *
 * Exit codes: 0 each script and command was right (of generated faults as many as of a sample), 1 not so, 2 wrong usage.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { usualSpec } from '../src/engine/requirement.ts'
import { selection } from '../src/engine/select.ts'
import { install, NotInstallable } from '../fixtures/registries/install.ts'
import { registries as realRegistries } from '../fixtures/registries/registries.ts'
import { generateFaults } from '../suites/distribution/generated-faults/generate.ts'
import { registries } from './mutation/campaign.ts'
import { limitOfSample } from './mutation/generated/report.ts'
import { sampleOf as sampleOfGenerated } from './mutation/generated/sample.ts'
import type { RegistryScenario } from './mutation/scenario.ts'
import { isRight, type Attempt } from './reproduction/attempt.ts'
import type { Job } from './reproduction/thread.ts'
import { sampleOf } from './reproduction/sample.ts'
import { onThreads } from './threads.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    sample: { type: 'string' },
    rotation: { type: 'string', default: '0' },
    generated: { type: 'string' },
    registry: { type: 'string', multiple: true },
    seed: { type: 'string', multiple: true, default: ['6d7574616e74'] },
    shell: { type: 'string', default: 'sh' },
    out: { type: 'string' },
  },
})

const wanted = values.only === undefined ? () => true : selection(values.only)

/** Each real registry with each seed. One that is not named and cannot be installed here is left out. */
async function ofRegistries(names: readonly string[]): Promise<Job[]> {
  const jobs: Job[] = []
  for (const registry of realRegistries) {
    const { name } = registry
    if (!names.includes(name) && !names.includes('all')) continue
    try {
      await install(registry)
    } catch (error) {
      if (!(error instanceof NotInstallable) || names.includes(name)) throw error
      console.log(`${name}: skipped, ${error.message}`)
      continue
    }
    for (const seed of values.seed) jobs.push({ registry: name, spec: usualSpec, depth: 'standard', seed })
  }
  return jobs
}

/** Other faults for each seed. */
function ofGenerated(count: number): Job[] {
  const available = generateFaults().filter(({ id }) => wanted(id))
  return values.seed.flatMap((seed) =>
    sampleOfGenerated(available, count, seed).map(({ id }): Job => ({ generated: id, spec: 'dev', seed })),
  )
}

function ofFaults(): Job[] {
  const all = registries(wanted).mutants.map(({ fault, scenario }) => ({
    fault: fault.id,
    requirement: fault.violates,
    scenario: scenario as RegistryScenario,
  }))
  const { sample, rotation } = values
  const drawn =
    sample === undefined ? all : sampleOf(all, { size: Number(sample), rotation: Number(rotation) })
  return drawn.map(({ scenario }) => scenario)
}

const jobs =
  values.registry !== undefined
    ? await ofRegistries(values.registry)
    : values.generated !== undefined
      ? ofGenerated(Number(values.generated))
      : ofFaults()

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
  const name = `${fault} ${requirement} ${finding}`.replaceAll(/[^\w.~-]+/g, '-').slice(0, 200)
  writeFileSync(join(values.out, `${name}.sh`), script)
}

/** The findings of each job, as their scripts show them. */
const attemptsOf = (
  some: readonly Job[],
  onDone: (attempts: readonly Attempt[]) => void,
  threads?: number,
): Promise<Attempt[][]> =>
  onThreads<Job, Attempt[]>(some, (_, attempts) => onDone(attempts), {
    module: new URL('reproduction/thread.js', import.meta.url),
    data: { shell: values.shell },
    threads,
  })

const isAllRight = (attempts: readonly Attempt[] | undefined): boolean => attempts?.every(isRight) === true

if (jobs.length === 0) {
  console.error('nothing to try: --only and --registry select nothing')
  process.exit(2)
}
const what = values.registry === undefined ? 'faults' : 'runs of registries'
let done = 0
const first = await attemptsOf(jobs, (attempts) => {
  for (const each of attempts) if (!isRight(each)) print(each)
  done += 1
  if (done % 50 === 0) console.log(`${done} of ${jobs.length} ${what}`)
})
// As with tests: what was wrong is tried once more, with little beside it, and said.
const wrong = jobs.filter((_, at) => !isAllRight(first[at]))
const again = await attemptsOf(
  wrong,
  (attempts) => attempts.filter((each) => !isRight(each)).forEach(print),
  1,
)
const tried = jobs.flatMap((job, at) => {
  const repeated = again[wrong.indexOf(job)]
  const attempts = repeated ?? first[at] ?? []
  if (isAllRight(repeated))
    console.log(`passed only when repeated: reproduction: ${attempts[0]?.fault ?? ''}`)
  if (values.registry !== undefined)
    console.log(
      `${attempts[0]?.fault ?? ''}: ${attempts.filter(isRight).length} of ${attempts.length} findings are reproduced`,
    )
  return attempts
})
const right = tried.filter(isRight)
const commands = right.filter(({ script }) => script === undefined)
console.log(
  `${right.length} of ${tried.length} findings of ${jobs.length} ${what} are reproduced` +
    `, ${right.length - commands.length} by a script and ${commands.length} by the command given instead`,
)
const fewest =
  values.registry === undefined && values.generated !== undefined && tried.length > 0
    ? Math.ceil(tried.length * limitOfSample(tried.length))
    : tried.length
process.exitCode = right.length >= fewest ? 0 : 1
