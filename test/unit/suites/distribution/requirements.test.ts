import { describe, expect, it } from 'vitest'
import { suites } from '../../../../suites/distribution/index.ts'
import { specification } from '../../../../suites/distribution/specification.ts'
import { lint } from '../lint.ts'

describe('requirements of the distribution specification', () => {
  it('are written by the rules', () => {
    expect(lint({ specification, suites, prefixOf: (suite) => suite.replace('content-', '') })).toEqual([])
  })

  it('link to lines at a pinned revision', () => {
    for (const { revision, url } of Object.values(specification.versions)) {
      expect(revision).toMatch(/^(?:v1\.0\.1|v1\.1\.1|[0-9a-f]{40})$/)
      expect(url).toBe(`https://github.com/opencontainers/distribution-spec/blob/${revision}`)
    }
  })
})
