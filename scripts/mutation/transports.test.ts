import { describe, expect, it } from 'vitest'
import { runScenario } from './mutant.ts'
import type { RegistryScenario } from './scenario.ts'

/** What is said of each requirement; the words hold addresses, which differ. */
async function verdictsOf(scenario: RegistryScenario, over: 'sockets' | 'process') {
  const { said, trouble } = await runScenario(scenario, over)
  expect(trouble).toBeUndefined()
  return Object.fromEntries(Object.entries(said).map(([id, { verdict, tests }]) => [id, { verdict, tests }]))
}

// Faults are shown within the process: that is worth nothing unless a registry behind a socket is told the same.
describe('a registry is told the same with and without sockets', () => {
  it.each<RegistryScenario>([
    { spec: '1.0', claims: [] },
    { spec: '1.1', claims: [] },
    { spec: 'dev', claims: [] },
    { spec: '1.1', claims: [], fault: 'tags-name-shortened' },
    { spec: '1.1', claims: [], fault: 'manifest-with-newline' },
    { spec: '1.1', claims: [], fault: 'manifest-digest-header-missing' },
  ])('%j', { timeout: 60_000 }, async (scenario) => {
    expect(await verdictsOf(scenario, 'process')).toEqual(await verdictsOf(scenario, 'sockets'))
  })
})
