import { withoutUndefined } from '../../engine/optional.ts'
import { linkTo, specVersions, type Requirement, type Statement } from '../../engine/requirement.ts'
import type { Suite } from '../../engine/suite.ts'
import { capabilities } from '../../../suites/distribution/capabilities/index.ts'
import { faults as clientFaults } from '../../../suites/client/faults.ts'
import { faults } from './known-faults.ts'
import { clientTripFaults } from '../../../suites/roundtrip/clients/faults.ts'
import { upgradeFaults } from '../../../suites/roundtrip/upgrade/faults.ts'
import { startFaults } from '../../../suites/roundtrip/start/faults.ts'
import { defects } from '../../../suites/image/catalogue.ts'
import type { Catalogue } from './catalogue.ts'

/** A requirement as \`oci-assay list requirements --json\` prints it: schemas/requirements.schema.json. */
export interface ListedRequirement {
  id: string
  of: Catalogue[number]['of']
  suite: string
  title: string
  specification: string
  /** The anchor of its section. */
  section: string
  /** Only the versions that have it. */
  versions: Record<string, Pick<Statement, 'level' | 'basis'> & { link: string }>
  reasoning?: string
  ruling?: string
  impact?: string
  unobservable?: string
  essential?: true
  dependsOn: readonly string[]
  /** Ids of the tests that evaluate it. */
  tests: readonly string[]
  /** Names of the capabilities whose probe evaluates it. */
  probes: readonly string[]
  /** Ids of the faults of registries or of the mini client, or of the defects of images, that violate it. */
  faults: readonly string[]
}

const violating = new Map<string, string[]>()
for (const { id, violates } of [
  ...faults,
  ...startFaults,
  ...clientTripFaults,
  ...upgradeFaults,
  ...defects,
  ...clientFaults,
])
  violating.set(violates, [...(violating.get(violates) ?? []), id])

/** The capabilities whose probe evaluates a requirement. */
export const probesOf = (id: string) =>
  capabilities.filter(({ evaluates }) => (evaluates as readonly string[]).includes(id))

/** All requirements with everything that is known of them. */
export const listedRequirements = (catalogue: Catalogue): ListedRequirement[] =>
  catalogue.flatMap(({ of, suite }) =>
    suite.requirements.map((each) => listed(of, suite, each, testsOf(each.id, catalogue))),
  )

/** The tests that evaluate a requirement, of whichever suite. */
export const testsOf = (id: string, catalogue: Catalogue) =>
  catalogue.flatMap(({ suite }) => suite.tests.filter(({ evaluates }) => evaluates.includes(id)))

function listed(
  of: ListedRequirement['of'],
  { name, specification }: Suite<never>,
  requirement: Requirement,
  tests: readonly { id: string }[],
): ListedRequirement {
  const { id, title, section, at, reasoning, ruling, impact, unobservable, essential } = requirement
  const versions = specVersions.flatMap((version) => {
    const statement = at[version]
    if (!statement) return []
    const { level, basis, places } = statement
    return [[version, { level, basis, link: linkTo(places[0], specification, version) }] as const]
  })
  return {
    id,
    of,
    suite: name,
    title,
    specification: specification.title,
    section,
    versions: Object.fromEntries(versions),
    ...withoutUndefined({ reasoning, ruling, impact, unobservable, essential }),
    dependsOn: requirement.dependsOn ?? [],
    tests: tests.map((test) => test.id),
    probes: probesOf(id).map((capability) => capability.name),
    faults: violating.get(id) ?? [],
  }
}
