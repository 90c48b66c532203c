import { execFile } from 'node:child_process'
import { withoutUndefined } from '../../src/engine/optional.ts'
import { assay } from '../../src/assay/assay.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { reproductionsOf } from '../../src/results/reproduction/reproduction.ts'
import type { RunResult } from '../../src/results/result.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import type { RegistryScenario } from '../mutation/scenario.ts'

/** One script, or the command in its place, and how it ended against the registry with the fault and without it. */
export interface Attempt {
  fault: string
  requirement: string
  finding: string
  test: string
  script?: string
  /** Why there is no script, or why nothing could be tried. */
  reason?: string
  withFault?: Ended
  withoutFault?: Ended
}

export interface Ended {
  code: number
  output: string
}

/** At most this many findings of one requirement, each with another title. */
const mostFindings = 2

const address = 'http://127.0.0.1:5000'

type Registry = ReturnType<typeof createReferenceRegistry>

/** Runs the tests that see a fault, and then the script of each finding. */
export async function attempts(scenario: RegistryScenario, shell: string): Promise<Attempt[]> {
  const { fault = '', spec } = scenario
  const make = () => createReferenceRegistry({ spec, effects: effectsOf(fault) })
  const makeSound = () => createReferenceRegistry({ spec })
  const result = await test(make(), scenario)
  const reproductions = reproductionsOf(result)
  const found: Attempt[] = []
  for (const requirement of result.requirements) {
    if (!isFound(requirement)) continue
    const titles = new Map(requirement.findings.map((finding) => [finding.title, finding]))
    for (const finding of [...titles.values()].slice(0, mostFindings)) {
      const base = { fault, requirement: requirement.id, finding: finding.title, test: finding.test }
      const reproduction = reproductions.of(finding, requirement)
      if ('reason' in reproduction) {
        const again = commandOf(reproductions.command(finding, requirement))
        const withFault = await runAgain(make(), requirement.id, { ...scenario, ...again })
        const withoutFault = await runAgain(makeSound(), requirement.id, { ...scenario, ...again })
        found.push({ ...base, reason: reproduction.reason, withFault, withoutFault })
        continue
      }
      const { script } = reproduction
      const [withFault, withoutFault] = [
        await run(script, make(), shell),
        await run(script, makeSound(), shell),
      ]
      found.push({ ...base, script, withFault, withoutFault })
    }
  }
  return found
}

const isFound = ({ verdict }: { verdict: string }): boolean => verdict === 'fail' || verdict === 'warn'

async function test(
  registry: Registry,
  { spec, claims, only, depth = 'quick' }: RegistryScenario,
): Promise<RunResult> {
  const { auth, accounts } = registry.options
  const [account] = accounts
  const { result } = await assay({
    target: address,
    dispatcher: registry.dispatcher(address),
    seed: '6d7574616e74',
    timeout: 120_000,
    patience: 0.02,
    server: { name: address, disposable: true, log: () => Promise.resolve({ lines: [] }) },
    spec,
    depth,
    ...withoutUndefined({ only }),
    ...(claims.length === 0 ? {} : { suites: claims }),
    ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
  })
  return result
}

/** What the command in place of a script selects. */
function commandOf(command: string): Pick<RegistryScenario, 'only'> {
  const [, only] = /--only (?<only>\S+)/.exec(command) ?? []
  return only === undefined ? {} : { only: [only] }
}

/** What the command in place of a script does, with 1 for a finding and 0 for none. */
async function runAgain(registry: Registry, requirement: string, scenario: RegistryScenario): Promise<Ended> {
  const { requirements } = await test(registry, scenario)
  const own = requirements.filter(({ id }) => id === requirement)
  const output = own.map(({ id, verdict }) => `${id}: ${verdict}`).join(', ')
  return { code: own.some(isFound) ? 1 : 0, output }
}

async function run(script: string, registry: Registry, shell: string): Promise<Ended> {
  const { url, close } = await registry.listen()
  const [account] = registry.options.accounts
  const env = {
    PATH: process.env['PATH'],
    REGISTRY: url,
    ...(account === undefined
      ? {}
      : { REGISTRY_USER: account.username, REGISTRY_PASSWORD: account.password }),
  }
  try {
    return await new Promise<Ended>((resolve) => {
      const child = execFile(shell, ['-s'], { env, timeout: 120_000 }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
        resolve({ code, output: `${stdout}${stderr}`.trim() })
      })
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(script)
    })
  } finally {
    await close()
  }
}

export const isRight = ({ withFault, withoutFault }: Attempt): boolean =>
  withFault?.code === 1 && withoutFault?.code === 0
