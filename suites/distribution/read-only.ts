import type { Capability, Suite } from './define.ts'
import { capabilities } from './capabilities/index.ts'
import { tests as entries } from './content-discovery/tests/read-only/entries.ts'
import { tests as filter } from './content-discovery/tests/read-only/filter.ts'
import { tests as lists } from './content-discovery/tests/read-only/lists.ts'
import { referrersApi } from './capabilities/referrers-by-reading.ts'

/** Capabilities as reading shows them. */
export const readOnlyCapabilities: readonly Capability[] = capabilities.map((each) =>
  each.name === referrersApi.name ? referrersApi : each,
)

const ofDiscovery = [...lists, ...entries, ...filter]

/** The suites with tests of what is there already, in place of what a run that writes pushes for its tests. */
export const forReading = (suites: readonly Suite[]): readonly Suite[] =>
  suites.map((suite) =>
    suite.name === 'content-discovery' ? { ...suite, tests: [...suite.tests, ...ofDiscovery] } : suite,
  )
