import { describe, expect, it } from 'vitest'
import { runScenario } from './mutant.ts'
import type { RegistryScenario } from './scenario.ts'

/** What is reported of each requirement, without its text, which holds addresses that differ. */
async function verdictsOf(scenario: RegistryScenario, over: 'sockets' | 'process') {
  const { reported, aborted } = await runScenario(scenario, over)
  expect(aborted).toBeUndefined()
  return Object.fromEntries(
    Object.entries(reported).map(([id, { verdict, tests }]) => [id, { verdict, tests }]),
  )
}

// Faults are shown within the process: that is worth nothing unless the same is reported of a registry behind a socket.
describe('the same is reported of a registry with and without sockets', () => {
  // A workflow runs all faults through sockets each week.
  it.each<RegistryScenario>([
    { spec: 'dev', claims: [] },
    { spec: '1.1', claims: [], fault: 'manifest-with-newline' },
  ])('%j', { timeout: 180_000 }, async (scenario) => {
    expect(await verdictsOf(scenario, 'process')).toEqual(await verdictsOf(scenario, 'sockets'))
  })
})
