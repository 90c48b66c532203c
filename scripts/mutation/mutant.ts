import { withoutUndefined } from '../../src/engine/optional.ts'
import { defects } from '../../suites/image/defects.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'
import { isObject, property } from '../../src/image/json/value.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'
import { withLayout } from '../../suites/image/layouts/with-layout.ts'
import { assay } from '../../src/assay/assay.ts'
import { createReferenceRegistry, type ReferenceRegistry } from '../../src/reference/index.ts'
import type { Server } from '../../src/results/log/excerpt.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import { outcomeOf, reportedIn, type Outcome } from './outcome.ts'
import type { LayoutScenario, RegistryScenario, Scenario, Transport } from './scenario.ts'

/** It goes with its run: to remove one by one what the run made would be a quarter of all requests. */
const embedded: Server = {
  name: 'the embedded registry',
  disposable: true,
  log: () => Promise.resolve({ lines: [] }),
}

/** Any address will do: no other process can be there. */
const address = 'http://127.0.0.1:5000'

/** How the embedded registry is reached, and what to do when it is no longer needed. */
async function reached(registry: ReferenceRegistry, over: Transport) {
  if (over === 'sockets') {
    const { url, close } = await registry.listen()
    return { access: { target: url }, close }
  }
  const access = { target: address, dispatcher: registry.dispatcher(address) }
  return { access, close: () => Promise.resolve() }
}

/**
 * Tests the embedded registry with a fault: everything as a user does it, but without reports and cleaning
 * up, and unless selected otherwise, without sockets. The seed is fixed, so that two runs differ in the fault alone,
 * and what may come late is waited for in a hurry.
 */
const runRegistry = (
  { fault, second, spec, claims, only }: RegistryScenario,
  over: Transport,
): Promise<Outcome> =>
  outcomeOf(async () => {
    const registry = createReferenceRegistry({
      spec,
      effects: effectsOf(...[fault, second].flatMap((id) => id ?? [])),
    })
    const { auth, accounts } = registry.options
    const [account] = accounts
    const { access, close } = await reached(registry, over)
    try {
      const { result } = await assay({
        ...access,
        spec,
        seed: '6d7574616e74',
        // Long enough for a machine that has other work: no fault is seen by waiting.
        timeout: 20_000,
        patience: 0.02,
        server: embedded,
        ...withoutUndefined({ only }),
        ...(claims.length === 0 ? {} : { suites: claims }),
        ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
      })
      const aborted = result.aborted
      return { reported: reportedIn(result.requirements), ...withoutUndefined({ aborted }) }
    } finally {
      await close()
    }
  })

const layouts = new Map([...valid, ...defects].map((layout) => [layout.id, layout]))

/** Writes a layout of the corpus and validates it, in the form in which it is passed. */
const runLayout = ({ layout, second, spec }: LayoutScenario): Promise<Outcome> =>
  outcomeOf(async () => {
    const [known, other] = [layout, second].map((id) => (id === undefined ? undefined : caseOf(id)))
    if (!known) throw new Error('a scenario of images names a layout')
    const layoutCase = { ...(other ? together(known, other) : known), spec }
    const { result } = await withLayout(layoutCase, assay)
    return { reported: reportedIn(result.requirements) }
  })

function caseOf(id: string): LayoutCase {
  const known = layouts.get(id)
  if (known === undefined) throw new Error(`there is no layout ${id} in the corpus`)
  return known
}

/** The images of two layouts in one, under names that differ. */
const together = (one: LayoutCase, other: LayoutCase): LayoutCase => ({
  ...one,
  make(layout) {
    one.make(layout)
    for (const entry of layout.entries) rename(entry, 'one')
    other.make(layout)
  },
})

function rename(entry: unknown, name: string): void {
  const annotations = property(entry, 'annotations')
  const key = 'org.opencontainers.image.ref.name'
  if (isObject(annotations) && annotations[key] === 'latest') Object.assign(annotations, { [key]: name })
}

/** Runs the suites against what a scenario describes. */
export const runScenario = (scenario: Scenario, over: Transport): Promise<Outcome> =>
  'layout' in scenario ? runLayout(scenario) : runRegistry(scenario, over)
