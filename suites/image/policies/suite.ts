import { specification } from '../specification.ts'
import type { PolicySuite } from './policy-test.ts'
import type { Policies } from './policies.ts'
import { requirements } from './requirements.ts'
import { testsOf } from './tests.ts'

/** The suite of what the user requires of images: it has the requirements of policies that are configured, and no other. */
export function policySuite(policies: Policies): PolicySuite {
  const tests = testsOf(policies)
  const ids = new Set(tests.flatMap(({ evaluates }) => evaluates))
  return {
    name: 'policies',
    title: 'Policies',
    specification,
    requirements: requirements.filter(({ id }) => ids.has(id)),
    tests,
  }
}

/** Some value of each policy: for lists of all that there are. */
export const everyPolicy: Policies = {
  platforms: [],
  files: [],
  labels: {},
  annotations: {},
  user: 'non-root',
  noUnreferencedBlobs: true,
  noSetId: true,
  lock: {},
  size: {},
  timestamps: 0,
}
