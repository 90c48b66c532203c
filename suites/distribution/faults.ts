import type { MakeEffects } from '../../src/reference/effects/effects.ts'
import { faults as categories } from './categories/faults.ts'
import { faults as contentDiscovery } from './content-discovery/faults/index.ts'
import { faults as contentManagement } from './content-management/faults/index.ts'
import { disturbances } from './disturbances/index.ts'
import { faults as errors } from './errors/faults.ts'
import { faults as extensions } from './extensions/faults.ts'
import type { Fault } from './fault.ts'
import { faults as http } from './http/faults/index.ts'
import { faults as proxying } from './proxying/faults.ts'
import { faults as pull } from './pull/faults/index.ts'
import { faults as push } from './push/faults/index.ts'
import { faults as warnings } from './warnings/faults.ts'

/** The faults of each chapter, by the name of its suite. A new one is an entry in a list of its chapter. */
export const faultsOfChapters = {
  pull,
  push,
  'content-discovery': contentDiscovery,
  'content-management': contentManagement,
  errors,
  warnings,
  http,
  proxying,
  extensions,
  categories,
} as const satisfies Record<string, readonly Fault[]>

/** Every fault that can be built into the embedded registry. */
export const faults: readonly Fault[] = Object.values(faultsOfChapters).flat()

/** The effects of faults and disturbances, for `createReferenceRegistry({ effects })`. Throws where an id is unknown. */
export const effectsOf = (...ids: readonly string[]): MakeEffects[] =>
  ids.map((id) => {
    const found = [...faults, ...disturbances].find((each) => each.id === id)
    if (found === undefined)
      throw new Error(`there is no fault ${JSON.stringify(id)}: see the list of faults`)
    return found.effects
  })
