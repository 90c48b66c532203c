import type { Fault } from '../../../suites/distribution/fault.ts'
import { disturbances } from '../../../suites/distribution/disturbances/index.ts'
import { faults as ofRegistries } from '../../../suites/distribution/faults.ts'
import { faults as ofRoundTrips } from '../../../suites/roundtrip/faults.ts'
import type { MakeEffects } from '../../reference/effects/effects.ts'

/** Every fault of a registry, whichever suite proves itself by it. */
export const faults: readonly Fault<string>[] = [...ofRegistries, ...ofRoundTrips]

/** The effects of a fault or a disturbance; undefined where there is none of this id. */
export const effectsOf = (id: string): MakeEffects | undefined =>
  [...faults, ...disturbances].find((each) => each.id === id)?.effects
