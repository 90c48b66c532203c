import type { Expectation } from '../../results/expectations/expectation.ts'
import { readExpectations } from '../../results/expectations/read.ts'

/** Reads --expectations; entries may name requirements and tests of any specification and version. */
export async function expectationsFrom(path: string): Promise<readonly Expectation[]> {
  const [distribution, images, policies, probes] = await Promise.all([
    import('../../../suites/distribution/index.ts'),
    import('../../../suites/image/suites.ts'),
    import('../../../suites/image/policies/suite.ts'),
    import('../../../suites/distribution/capabilities/index.ts'),
  ])
  const policy = policies.policySuite(policies.everyPolicy)
  const suites = [...distribution.suites, ...images.suites, policy]
  return readExpectations(path, {
    requirements: suites.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
    tests: [
      ...suites.flatMap(({ tests }) => tests.map(({ id }) => id)),
      ...probes.capabilities.map(({ name }) => `capability.${name}`),
    ],
  })
}
