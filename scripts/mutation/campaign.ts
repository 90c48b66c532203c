import { defects } from '../../suites/image/defects.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'
import { specVersions, usualSpec, type Requirement, type SpecVersion } from '../../src/engine/requirement.ts'
import type { Suite } from '../../src/engine/suite.ts'
import { faults } from '../../suites/distribution/faults.ts'
import { suites as distributionSuites } from '../../suites/distribution/index.ts'
import { faults as tripFaults } from '../../suites/roundtrip/faults.ts'
import { upgradeFaults } from '../../suites/roundtrip/upgrade/faults.ts'
import { startFaults } from '../../suites/roundtrip/start/faults.ts'
import { requirements as startRequirements } from '../../suites/roundtrip/start/requirements.ts'
import { clientTripFaults } from '../../suites/roundtrip/clients/faults.ts'
import {
  referrersRequirements,
  requirements as ofClients,
} from '../../suites/roundtrip/clients/requirements.ts'
import { requirements as ofUpgrades } from '../../suites/roundtrip/upgrade/requirements.ts'
import { requirements as tripRequirements } from '../../suites/roundtrip/requirements.ts'
import { everyPolicy, policySuite } from '../../suites/image/policies/suite.ts'
import { suites as ofImages } from '../../suites/image/suites.ts'
import { faults as clientFaults } from '../../suites/client/faults.ts'
import { suites as clientSuites } from '../../suites/client/suites.ts'
import { decidable } from './matrix.ts'
import {
  expectationOf,
  scenarioOf,
  specOf,
  type FaultOrDefect,
  type Expectation,
  type Scenario,
} from './scenario.ts'

/** A fault, and the run that has to show it. */
export interface Mutant {
  fault: FaultOrDefect
  spec: SpecVersion
  expected: Expectation
  scenario: Scenario
}

/** Something that is sound: each finding against it is a false alarm. */
export interface Sound {
  /** What it is, for people. */
  name: string
  scenario: Scenario
  /** Requirements that warn by a ruling, although people live with it. */
  warns: readonly string[]
}

const imageSuites: readonly Suite<never>[] = [...ofImages, policySuite(everyPolicy)]

/** All that is to be run for one specification. */
export interface Campaign {
  suites: readonly { name: string; requirements: readonly Requirement[] }[]
  mutants: readonly Mutant[]
  sound: readonly Sound[]
  /** Requirements that a test evaluates, and that no fault violates. */
  unproven: readonly string[]
}

/** Whether a fault or a requirement is to be looked at, by its id. */
type Wanted = (id: string) => boolean

const unprovenOf = (
  requirements: readonly Requirement[],
  known: readonly FaultOrDefect[],
  wanted: Wanted,
): string[] => {
  const violated = new Set(known.map(({ violates }) => violates))
  return decidable(requirements).flatMap(({ id }) => (violated.has(id) || !wanted(id) ? [] : [id]))
}

/** Faults of the embedded registry; without one it is sound under each version. */
export function registries(wanted: Wanted): Campaign {
  const requirements = distributionSuites.flatMap((suite) => suite.requirements)
  const mutants = faults.flatMap((fault): Mutant[] => {
    if (!wanted(fault.id) && !wanted(fault.violates)) return []
    const scenario = scenarioOf(fault, requirements)
    const { spec } = scenario
    return requirements
      .filter(({ id }) => id === fault.violates)
      .map((requirement) => ({ fault, spec, expected: expectationOf(fault, requirement, spec), scenario }))
  })
  const sound = specVersions.map((spec): Sound => ({
    name: `the registry without faults, ${spec}`,
    scenario: { spec, claims: [] },
    warns: [],
  }))
  return {
    suites: distributionSuites,
    mutants,
    sound: mutants.length === 0 ? [] : sound,
    unproven: unprovenOf(requirements, faults, wanted),
  }
}

/** Registries that do not return an image as it was pushed, and images that do not start as they should. */
export function trips(wanted: Wanted): Campaign {
  const known: readonly FaultOrDefect[] = [
    ...tripFaults,
    ...startFaults,
    ...clientTripFaults,
    ...upgradeFaults,
  ]
  const requirements: readonly Requirement[] = [
    ...tripRequirements,
    ...startRequirements,
    ...ofClients,
    ...referrersRequirements,
    ...ofUpgrades,
  ]
  const spec = usualSpec
  const mutants = known.flatMap((fault): Mutant[] => {
    const requirement = requirements.find(({ id }) => id === fault.violates)
    if (requirement === undefined || (!wanted(fault.id) && !wanted(fault.violates))) return []
    const expected = expectationOf({}, requirement, spec)
    return [{ fault, spec, expected, scenario: { trip: fault.id, spec } }]
  })
  const sound = specVersions.map((version): Sound => ({
    name: `a round trip without faults, ${version}`,
    scenario: { trip: undefined, spec: version },
    warns: [],
  }))
  return {
    suites: [
      { name: 'roundtrip', requirements: tripRequirements },
      { name: 'start', requirements: startRequirements },
      { name: 'with', requirements: ofClients },
      { name: 'with-referrers', requirements: referrersRequirements },
      { name: 'upgrade', requirements: ofUpgrades },
    ],
    mutants,
    sound: mutants.length === 0 ? [] : sound,
    unproven: unprovenOf(requirements, known, wanted),
  }
}

/** Layouts with one defect each, which violate exactly one requirement, and layouts with none. */
export function layouts(wanted: Wanted): Campaign {
  const requirements = imageSuites.flatMap((suite) => suite.requirements)
  const mutants = defects.flatMap((defect): Mutant[] => {
    if (!wanted(defect.id) && !wanted(defect.violates)) return []
    const { spec = usualSpec } = defect
    const requirement = requirements.find(({ id }) => id === defect.violates)
    if (requirement === undefined)
      throw new Error(`the defect ${defect.id} violates ${defect.violates}, which does not exist`)
    const expected = expectationOf(defect, requirement, spec)
    return [{ fault: defect, spec, expected, scenario: { layout: defect.id, spec } }]
  })
  const sound = valid.map(({ id, spec = usualSpec, warns = [] }): Sound => ({
    name: `the valid layout ${id}, ${spec}`,
    scenario: { layout: id, spec },
    warns,
  }))
  return {
    suites: imageSuites.map(({ name, ...suite }) => ({ ...suite, name: `image ${name}` })),
    mutants,
    sound: mutants.length === 0 ? [] : sound,
    unproven: unprovenOf(requirements, defects, wanted),
  }
}

/** The mini client with one fault each, and the honest one. */
export function clients(wanted: Wanted): Campaign {
  const requirements = clientSuites.flatMap((suite) => suite.requirements)
  const mutants = clientFaults.flatMap((fault): Mutant[] => {
    if (!wanted(fault.id) && !wanted(fault.violates)) return []
    const requirement = requirements.find(({ id }) => id === fault.violates)
    const spec = requirement && specOf(fault, requirement)
    if (!requirement || !spec) throw new Error(`the fault ${fault.id} has no version of ${fault.violates}`)
    return [
      {
        fault,
        spec,
        expected: expectationOf({}, requirement, spec),
        scenario: { client: true, fault: fault.id, spec },
      },
    ]
  })
  const sound = specVersions.map((spec): Sound => ({
    name: `the honest client, ${spec}`,
    scenario: { client: true, spec },
    warns: [],
  }))
  return {
    suites: clientSuites,
    mutants,
    sound: mutants.length === 0 ? [] : sound,
    unproven: unprovenOf(requirements, clientFaults, wanted),
  }
}
