import { assay } from '../../src/assay/assay.ts'
import { withoutUndefined } from '../../src/engine/optional.ts'
import type { SpecVersion } from '../../src/engine/requirement.ts'
import { onReply, type MakeEffects } from '../../src/reference/effects/effects.ts'
import { createReferenceRegistry, type ReferenceRegistry } from '../../src/reference/index.ts'
import type { RunResult } from '../../src/results/result.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import { enliven, generatedFault } from '../../suites/distribution/generated-faults/generate.ts'
import type { RegistryScenario } from '../mutation/scenario.ts'
import { attemptsOf, endOf, type Attempt } from './attempt.ts'
import type { Reached } from './run-script.ts'

/** A generated fault, which is tested with all that a usual run has. */
export interface GeneratedJob {
  generated: string
  spec: SpecVersion
  seed: string
}

export type FaultJob = RegistryScenario | GeneratedJob

/** Findings of one requirement that are tried: more are alike. */
const mostFindings = 2

const address = 'http://127.0.0.1:5000'
const usualSeed = '6d7574616e74'

/**
 * Tests the embedded registry with a fault, and runs the script of each finding. A written fault is built into another registry for each
 * script; a generated one may depend on what happened before, so that its scripts run where it was found, after clean-up.
 */
export async function attemptsOfFault(job: FaultJob, shell: string): Promise<Attempt[]> {
  const make = (): ReferenceRegistry => createReferenceRegistry({ spec: job.spec, effects: effectsFor(job) })
  const makeSound = () => createReferenceRegistry({ spec: job.spec })
  const tested = make()
  return attemptsOf(await test(tested, job), {
    fault: nameOf(job),
    shell,
    mostFindings,
    withFault: () => listening('generated' in job ? tested : make()),
    withoutFault: () => listening(makeSound()),
    again: async (side, requirement, only) => {
      const registry = side === 'with' ? make() : makeSound()
      return endOf(await test(registry, job, only === undefined ? undefined : [only]), requirement)
    },
  })
}

export const nameOf = (job: FaultJob): string => ('generated' in job ? job.generated : (job.fault ?? ''))

/** What happened before in one registry does not count in another one. */
function effectsFor(job: FaultJob): readonly MakeEffects[] {
  if (!('generated' in job)) return effectsOf(nameOf(job))
  const fault = generatedFault(job.generated)
  if (fault === undefined) throw new Error(`there is no generated fault ${job.generated}`)
  const { effects } = enliven(fault)
  return fault.state.id === 'overlapping' ? [slow, effects] : [effects]
}

/** Milliseconds that a response takes, as in a registry with storage. */
const slowness = 30

/** Requests that clients send at once meet only in a registry that takes its time. */
const slow: MakeEffects = () => onReply({}, (reply) => ({ ...reply, delay: slowness }))

export async function listening(registry: ReferenceRegistry): Promise<Reached> {
  const { url, close } = await registry.listen()
  return { url, account: registry.options.accounts[0], close }
}

async function test(
  registry: ReferenceRegistry,
  job: FaultJob,
  again?: readonly string[],
): Promise<RunResult> {
  const { auth, accounts } = registry.options
  const [account] = accounts
  const isGenerated = 'generated' in job
  const claims = isGenerated ? [] : job.claims
  const only = again ?? (isGenerated ? undefined : job.only)
  const { result } = await assay({
    target: address,
    dispatcher: registry.dispatcher(address),
    seed: isGenerated ? job.seed : usualSeed,
    timeout: 120_000,
    patience: 0.02,
    server: { name: address, disposable: !isGenerated, log: () => Promise.resolve({ lines: [] }) },
    spec: job.spec,
    depth: isGenerated ? 'standard' : (job.depth ?? 'quick'),
    ...withoutUndefined({ only }),
    ...(claims.length === 0 ? {} : { suites: claims }),
    ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
  })
  return result
}
