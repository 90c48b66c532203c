import { assess } from '../../test/image/assess.ts'
import { defects } from '../../test/image/defects/index.ts'
import { valid } from '../../test/image/valid/index.ts'
import { assay } from '../../src/assay.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { outcomeOf, saidIn, type Outcome } from './outcome.ts'
import type { LayoutScenario, RegistryScenario, Scenario } from './scenario.ts'

/**
 * Assays the embedded registry with a fault: everything as a user does it, over a socket on loopback, but
 * without reports. The seed is fixed, so that two runs differ in the fault alone, and what may come late is
 * waited for in a hurry.
 */
const runRegistry = ({ fault, spec, claims, only }: RegistryScenario): Promise<Outcome> =>
  outcomeOf(async () => {
    const registry = createReferenceRegistry({ spec, faults: fault === undefined ? [] : [fault] })
    const { auth, accounts } = registry.options
    const [account] = accounts
    const listening = await registry.listen()
    try {
      const { result } = await assay({
        target: listening.url,
        spec,
        seed: '6d7574616e74',
        // Long enough for a machine that has other work: no fault is seen by waiting.
        timeout: 20_000,
        patience: 0.02,
        ...(only === undefined ? {} : { only }),
        ...(claims.length === 0 ? {} : { suites: claims }),
        ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
      })
      const trouble = result.aborted
      return { said: saidIn(result.requirements), ...(trouble === undefined ? {} : { trouble }) }
    } finally {
      await listening.close()
    }
  })

const layouts = new Map([...valid, ...defects].map((layout) => [layout.id, layout]))

/** Writes a layout of the corpus and assays it, in the form in which it is handed over. */
const runLayout = ({ layout, spec }: LayoutScenario): Promise<Outcome> =>
  outcomeOf(async () => {
    const known = layouts.get(layout)
    if (known === undefined) throw new Error(`there is no layout ${layout} in the corpus`)
    return { said: saidIn(await assess({ ...known, spec })) }
  })

/** Runs the suites against what a scenario describes. */
export const runScenario = (scenario: Scenario): Promise<Outcome> =>
  'layout' in scenario ? runLayout(scenario) : runRegistry(scenario)
