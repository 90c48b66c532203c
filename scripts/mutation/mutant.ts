import { withoutUndefined } from '../../src/engine/optional.ts'
import { defects } from '../../suites/image/defects.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'
import { isObject, property } from '../../src/image/json/value.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'
import { faults as faultsOfTrips } from '../../suites/roundtrip/faults.ts'
import { roundtrip } from '../../src/assay/roundtrip/roundtrip.ts'
import { startFaults } from '../../suites/roundtrip/start/faults.ts'
import { clientTripFaults } from '../../suites/roundtrip/clients/faults.ts'
import { upgradeFaults } from '../../suites/roundtrip/upgrade/faults.ts'
import { recipeWith } from './trip-client.ts'
import { switchableRegistry } from './trip-upgrade.ts'
import { pretendEngine, signedIndex } from './trip.ts'
import { withLayout } from '../../suites/image/layouts/with-layout.ts'
import { assayClient } from '../../src/assay/client/target.ts'
import { miniRecipe } from '../../src/client/recipes/mini.ts'
import { without } from '../../src/mini-client/behaviour.ts'
import { faults as clientFaults } from '../../suites/client/faults.ts'
import { assay } from '../../src/assay/assay.ts'
import type { RegistryOptions } from '../../src/assay/options.ts'
import type { MakeEffects } from '../../src/reference/effects/effects.ts'
import type { SpecVersion } from '../../src/engine/requirement.ts'
import { createReferenceRegistry, type ReferenceRegistry } from '../../src/reference/index.ts'
import type { Server } from '../../src/results/log/excerpt.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import { enliven, generatedFault } from '../../suites/distribution/generated-faults/generate.ts'
import { requirements } from '../../suites/distribution/requirements.ts'
import { catching, isViolation } from './generated/catching.ts'
import { outcomeOf, reportedIn, type Outcome } from './outcome.ts'
import type {
  ClientScenario,
  GeneratedScenario,
  LayoutScenario,
  RegistryScenario,
  Scenario,
  Transport,
  TripScenario,
} from './scenario.ts'

/** It goes with its run: to remove one by one what the run made would be a quarter of all requests. */
const embedded: Server = {
  name: 'the embedded registry',
  disposable: true,
  log: () => Promise.resolve({ lines: [] }),
}

/** The seed is fixed, so that two runs differ in the fault alone, and what may come late is waited for in a hurry. */
const everyRun = {
  depth: 'standard',
  seed: '6d7574616e74',
  // Long enough for a machine that has other work: no fault is seen by waiting.
  timeout: 120_000,
  patience: 0.02,
  server: embedded,
} as const

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
 * up, and unless selected otherwise, without sockets.
 */
const runRegistry = (
  { fault, second, spec, claims, only, depth = 'quick' }: RegistryScenario,
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
        ...everyRun,
        spec,
        // Most have a scripted test that was written for them.
        depth,
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

/** Tests the embedded registry with a generated fault, until its first finding or to the end. */
async function runGeneratedOnce(
  { generated, spec, catches, whole, thorough, sequences }: GeneratedScenario,
  over: Transport,
): Promise<{ reported: Outcome['reported']; fired: number; stopped: boolean }> {
  const fault = generatedFault(generated)
  if (fault === undefined) throw new Error(`there is no generated fault ${generated}`)
  const { effects, fired } = enliven(fault)
  const registry = createReferenceRegistry({ spec, effects: [effects] })
  const { access, close } = await reached(registry, over)
  const { reporter, signal } = catching(catches, requirements, spec)
  try {
    const { result } = await assay({
      ...access,
      ...everyRun,
      spec,
      // That it is seen again alone is enough, where only that counts: nobody reads the steps.
      ...(whole ? {} : { repetitions: 1, reporters: [reporter], signal }),
      ...(sequences && !whole ? { sequences, only: catches } : {}),
      ...(thorough ? { depth: 'thorough' } : {}),
      ...(thorough && !whole ? { only: catches } : {}),
    })
    const reported = reportedIn(result.requirements.filter(({ verdict }) => verdict !== 'error'))
    return { reported, fired: fired(), stopped: signal.aborted }
  } finally {
    await close()
  }
}

/**
 * One finding is enough: the run ends with it, unless it is to be whole. Where what it found is concluded to be blocked by what was
 * not evaluated yet, or is something else, only a whole run can tell: what is found is reduced to its cause there.
 */
const runGenerated = (scenario: GeneratedScenario, over: Transport): Promise<Outcome> =>
  outcomeOf(async () => {
    const isConcluded = ({ reported }: Pick<Outcome, 'reported'>): boolean =>
      scenario.catches.some((id) => {
        const verdict = reported[id]?.verdict
        return verdict !== undefined && isViolation(id, verdict, requirements, scenario.spec)
      })
    const { sequences, ...whole } = scenario
    if (sequences !== undefined && !scenario.whole) {
      // One is enough for most.
      for (const some of [sequences.slice(0, 1), sequences.slice(1)]) {
        if (some.length === 0) continue
        const { stopped: _stopped, ...short } = await runGeneratedOnce({ ...scenario, sequences: some }, over)
        if (isConcluded(short)) return short
      }
    }
    const { stopped, ...found } = await runGeneratedOnce(whole, over)
    const foundOther = Object.values(found.reported).some(
      ({ verdict }) => verdict === 'fail' || verdict === 'warn',
    )
    if ((!stopped && !foundOther) || isConcluded(found) || scenario.whole) return found
    const { stopped: _never, ...all } = await runGeneratedOnce({ ...whole, whole: true }, over)
    return all
  })

/** Tests the embedded registry without faults, while `watch` looks at its traffic; returns what was reported. */
export async function runWatched(
  watch: MakeEffects,
  spec: SpecVersion,
  part: Pick<RegistryOptions, 'sequences' | 'only'> = {},
): Promise<Outcome['reported']> {
  const registry = createReferenceRegistry({ spec, effects: [watch] })
  const { result } = await assay({
    target: address,
    dispatcher: registry.dispatcher(address),
    ...everyRun,
    ...part,
    spec,
  })
  return reportedIn(result.requirements)
}

/** Tests the mini client with a fault, as a user tests any client. */
const runClient = ({ fault, spec }: ClientScenario): Promise<Outcome> =>
  outcomeOf(async () => {
    const known = clientFaults.find(({ id }) => id === fault)
    if (fault !== undefined && !known) throw new Error(`there is no fault ${fault} of the mini client`)
    const { result } = await assayClient({
      recipe: miniRecipe(without(...(known?.deviates ?? []))),
      spec,
      // Most of the time each of them waits for connections.
      concurrency: 8,
    })
    return { reported: reportedIn(result.requirements), ...withoutUndefined({ aborted: result.aborted }) }
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

/** Sends an image with two platforms and a signature on a round trip. */
const runTrip = ({ trip, spec }: TripScenario, over: Transport): Promise<Outcome> =>
  outcomeOf(async () => {
    const effects = faultsOfTrips.flatMap((fault) => (fault.id === trip ? [fault.effects] : []))
    const ofClient = clientTripFaults.find(({ id }) => id === trip)
    // A client needs sockets, and time: it comes along where it is what is looked at.
    const hasClient = ofClient !== undefined || trip === undefined
    const settings = ofClient?.forgetsReferrers ? { referrers: false } : {}
    const ofUpgrade = upgradeFaults.find(({ id }) => id === trip)
    const switchable = ofUpgrade && (await switchableRegistry(spec, [ofUpgrade.effects]))
    const { access, close } = switchable
      ? { access: { target: switchable.target }, close: () => switchable.close() }
      : await reached(createReferenceRegistry({ spec, effects, ...settings }), hasClient ? 'sockets' : over)
    try {
      const { target, ...options } = access
      const { result } = await withLayout(signedIndex, (layout) =>
        roundtrip({
          ...everyRun,
          ...options,
          image: layout.target,
          to: `${new URL(target).host}/trip`,
          spec,
          ...(switchable ? { upgrade: () => switchable.upgrade(), plainHttp: true } : {}),
          ...(hasClient ? { with: [recipeWith(ofClient)], plainHttp: true } : {}),
          start: pretendEngine(startFaults.find(({ id }) => id === trip)),
          expectExit: 0,
          expectOutput: 'ready',
        }),
      )
      return { reported: reportedIn(result.requirements) }
    } finally {
      await close()
    }
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
export function runScenario(scenario: Scenario, over: Transport): Promise<Outcome> {
  if ('client' in scenario) return runClient(scenario)
  if ('generated' in scenario) return runGenerated(scenario, over)
  if ('trip' in scenario) return runTrip(scenario, over)
  return 'layout' in scenario ? runLayout(scenario) : runRegistry(scenario, over)
}
