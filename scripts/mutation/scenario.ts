import { withoutUndefined } from '../../src/engine/optional.ts'
import type { Depth } from '../../src/engine/depth.ts'
import type { Requirement, SpecVersion } from '../../src/engine/requirement.ts'
import type { Verdict } from '../../src/engine/verdict.ts'
import type { Fault } from '../../suites/distribution/fault.ts'

/** What a fault has to lead to; `note` is a pass with a note that the sound registry does not have. */
export type Expectation = Extract<Verdict, 'fail' | 'warn' | 'unsupported' | 'blocked' | 'error'> | 'note'

/** One run of the distribution suites against the embedded registry with one fault, or with none. */
export interface RegistryScenario {
  /** Absent for the sound registry, of which nothing may be reported. */
  fault?: string
  /** Another one beside it. */
  second?: string
  spec: SpecVersion
  claims: readonly string[]
  /** Requirements that alone are evaluated. */
  only?: readonly string[]
  /** Absent for scripted tests alone. */
  depth?: Depth
}

/** One run of the image suites against a layout of the corpus. */
export interface LayoutScenario {
  /** The id of a valid layout, or of one with a defect. */
  layout: string
  /** The id of another one, whose image is in the same layout. */
  second?: string
  spec: SpecVersion
}

/** One run of the distribution suites against the embedded registry with a generated fault; it ends as soon as that is caught. */
export interface GeneratedScenario {
  /** `<effect>~<condition>~<state>` */
  generated: string
  spec: SpecVersion
  /** Requirements of which any is enough. */
  catches: readonly string[]
  /** Goes on to its end, to count what is reported. */
  whole?: true
  /** With long sequences on other content each, as a run of depth thorough has them. */
  thorough?: true
  /** Generated sequences that alone trigger it: where they and the tests of `catches` do not catch it, all tests are run. */
  sequences?: readonly string[]
}

/** A round trip of one image through the embedded registry. */
export interface TripScenario {
  /** A fault of round trips; absent for the sound registry. */
  trip: string | undefined
  spec: SpecVersion
}

/** One run of the client suites against the mini client with one fault, or with none. */
export interface ClientScenario {
  client: true
  /** Absent for the honest client, of which nothing may be reported. */
  fault?: string
  spec: SpecVersion
}

export type Scenario = TripScenario | RegistryScenario | LayoutScenario | GeneratedScenario | ClientScenario

/** How the embedded registry is reached: as any other is, or within the process, which takes two thirds of the time. */
export type Transport = 'sockets' | 'process'

/** A fault of a registry or a defect of a layout, as far as the matrix shows it. */
export type FaultOrDefect = Pick<Fault<string>, 'id' | 'violates' | 'title' | 'seenIn' | 'also' | 'because'>

/** The newest version counts, since it has nearly all requirements. */
const preferred: readonly SpecVersion[] = ['dev', '1.1', '1.0']

/** The version to see a fault in; undefined where its requirement has none of those that it names. */
export const specOf = (fault: Pick<Fault<string>, 'at'>, requirement: Requirement): SpecVersion | undefined =>
  preferred.find((version) => requirement.at[version] !== undefined && (fault.at?.includes(version) ?? true))

/** The verdict by which a fault counts as caught. */
export function expectationOf(
  { verdict }: { verdict?: Expectation },
  requirement: Requirement,
  spec: SpecVersion,
): Expectation {
  if (verdict !== undefined) return verdict
  return requirement.at[spec]?.level === 'MUST' ? 'fail' : 'warn'
}

/** The run that shows a fault. Throws where there is none: then the fault itself is wrong. */
export function scenarioOf(fault: Fault<string>, requirements: readonly Requirement[]): RegistryScenario {
  const requirement = requirements.find(({ id }) => id === fault.violates)
  if (requirement === undefined)
    throw new Error(`the fault ${fault.id} violates ${fault.violates}, which does not exist`)
  const spec = specOf(fault, requirement)
  if (spec === undefined) throw new Error(`the fault ${fault.id} names no version that has ${fault.violates}`)
  return {
    fault: fault.id,
    spec,
    claims: fault.claims ?? [],
    ...(fault.alone ? { only: [fault.violates] } : {}),
    ...withoutUndefined({ depth: fault.depth }),
  }
}
