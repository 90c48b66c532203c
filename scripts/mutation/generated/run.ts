import {
  generateFaults,
  type GeneratedFault,
} from '../../../suites/distribution/generated-faults/generate.ts'
import { createReach } from '../../../suites/distribution/generated-faults/reach.ts'
import { requirements } from '../../../suites/distribution/requirements.ts'
import type { Outcome } from '../outcome.ts'
import type { Scenario } from '../scenario.ts'
import { runWatched } from '../mutant.ts'
import { gapsOf } from './gaps.ts'
import { fateOf, untriggered, type Fate } from './fate.ts'
import { findShortcuts } from './shortcuts.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import { sampleOf } from './sample.ts'

/** What became of generated faults. */
export interface Generated {
  fates: readonly Fate[]
  /** What became at depth thorough of those that survived at depth standard, where it was tried. */
  thorough?: readonly Fate[]
  /** The number of faults that there are. */
  available: number
  /** The faults that were caught in runs that went on to their end all the same, with all that these reported. */
  whole: readonly Fate[]
  seed: string
  /** Seconds. */
  duration: number
}

/** The newest version has nearly all requirements. */
const spec = 'dev'

/** Every so-many-th run goes on to its end: with what it reduces that takes as long as dozens of others. */
const everyWhole = 40

interface GeneratedOptions {
  wanted: (id: string) => boolean
  count: number
  seed: string
  /** Tries what survives again at depth thorough. */
  thorough: boolean
  /** Lets each run go on to its end, to count what it reports. */
  whole: boolean
}

/**
 * Builds `count` faults among the wanted ones into a registry each, and reads what their runs report. A run without faults
 * comes first: what its traffic cannot trigger needs no run of its own, and what it reports shows no fault.
 */
export async function tryGenerated(
  { wanted, count, seed, thorough, whole }: GeneratedOptions,
  run: (scenarios: readonly Scenario[]) => Promise<readonly Outcome[]>,
): Promise<Generated> {
  const startedAt = performance.now()
  const available = generateFaults().filter(({ id }) => wanted(id))
  const faults = count < available.length ? sampleOf(available, count, seed) : available
  const reach = createReach()
  const sound = await runWatched(reach.effects, spec)
  const catchesOf = ({ violates }: GeneratedFault) =>
    violates.filter((id) => !['fail', 'warn'].includes(sound[id]?.verdict ?? ''))
  const reached = faults.filter(reach.reaches)
  const isWhole = (at: number): boolean => whole || at % everyWhole === 0
  // Of a few faults each is worth its whole run, of all of them those that are missed.
  const shortcuts = await findShortcuts(spec)
  const outcomes = await run(
    reached.map((fault, at) => ({
      generated: fault.id,
      spec,
      catches: catchesOf(fault),
      ...(isWhole(at) ? { whole: true } : withoutUndefined({ sequences: shortcuts.of(fault) })),
    })),
  )
  const fatesOf = (tried: readonly GeneratedFault[], found: readonly Outcome[]): Fate[] =>
    tried.flatMap((fault, at) => {
      const outcome = found[at]
      return outcome ? [fateOf(fault, outcome, { catches: catchesOf(fault), requirements, spec })] : []
    })
  const fates = fatesOf(reached, outcomes)
  const all = [...fates, ...faults.filter((fault) => !reach.reaches(fault)).map(untriggered)]
  const survivors = all.flatMap(({ fault, ending }) => (ending === 'caught' ? [] : [fault]))
  return {
    fates: all,
    ...(thorough
      ? {
          thorough: fatesOf(
            survivors,
            await run(
              survivors.map((fault) => ({
                generated: fault.id,
                spec,
                catches: catchesOf(fault),
                thorough: true,
              })),
            ),
          ),
        }
      : {}),
    available: available.length,
    whole: fates.filter(({ ending }, at) => isWhole(at) && ending === 'caught'),
    seed,
    duration: (performance.now() - startedAt) / 1000,
  }
}

/** What the traffic of a run without faults can trigger of the wanted faults, for people. */
export async function reachedBy(wanted: (id: string) => boolean): Promise<string> {
  const reach = createReach()
  await runWatched(reach.effects, spec)
  return gapsOf(
    generateFaults().filter(({ id }) => wanted(id)),
    reach,
  )
}
