import { describe, expect, it } from 'vitest'
import { suites } from '../../../../suites/distribution/index.ts'
import { requirements } from '../../../../suites/distribution/requirements.ts'
import { specification } from '../../../../suites/distribution/specification.ts'
import { lintRequirements } from '../../lint-requirements.ts'

describe('requirements of the distribution specification', () => {
  lintRequirements({
    specification,
    requirements,
    requirementsBySuite: Object.fromEntries(suites.map((suite) => [suite.name, suite.requirements])),
    prefixOf: (suite) => suite.replace('content-', ''),
  })

  it('link to lines at a pinned revision', () => {
    for (const { revision, url } of Object.values(specification.versions)) {
      expect(revision).toMatch(/^(?:v1\.0\.1|v1\.1\.1|[0-9a-f]{40})$/)
      expect(url).toBe(`https://github.com/opencontainers/distribution-spec/blob/${revision}`)
    }
  })
})
