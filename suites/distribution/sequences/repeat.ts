import type { RegistryContext } from '../target/context.ts'
import { execute, type ExecuteOptions } from './execute.ts'
import type { Sent } from './sender.ts'
import { contradictionsIn, failuresBefore, namesOf } from './judge.ts'
import { createMaterials, type Materials } from './materials.ts'
import type { Trial } from './minimise.ts'
import type { Sequence } from './sequence.ts'

export interface PerformOptions extends ExecuteOptions {
  /** Default: made when it is called, from what follows in the source of the test, where `cleanup` finds it again. */
  materials?: Materials
  /** Judges failures too that passed when the request was sent again; without `alone` they always are. */
  failures?: boolean
}

/** A sequence as it was carried out, with what was sent. */
export interface Performed extends Trial {
  sent: readonly Sent[]
  materials: Materials
}

/** The digests and tags that nobody but the sequences of the run have. */
export const ownNames = (t: Pick<RegistryContext, 'gathered'>): Set<string> =>
  t.gathered('names of sequences', () => new Set<string>())

/** Carries a sequence out on content of its own, and judges it. */
export async function perform(
  t: RegistryContext,
  sequence: Sequence,
  { materials = createMaterials(sequence, t.random), failures: all = false, ...options }: PerformOptions = {},
): Promise<Performed> {
  const own = ownNames(t)
  for (const name of namesOf(sequence, materials)) own.add(name)
  const sent = await execute(t, sequence, materials, options)
  // Beside others, a failure that passes is worth a look; alone, only one that stays.
  const failures = options.alone && !all ? [] : failuresBefore(t, sent)
  return { sequence, materials, sent, found: contradictionsIn(t, sequence, materials, sent, failures) }
}
