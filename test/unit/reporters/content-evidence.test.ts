import { expect, it } from 'vitest'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { fixtureResult, hostile } from './fixture.ts'

function imageResult(): RunResult {
  const result = fixtureResult()
  return {
    ...result,
    evidence: [],
    requirements: result.requirements.slice(0, 1).map((each) => ({
      ...each,
      findings: each.findings.map((finding) => ({
        ...finding,
        evidence: [
          { kind: 'content' as const, source: `blobs/${hostile}`, pointer: '/layers/0/digest' },
          { kind: 'exchange' as const, exchange: 99 },
        ],
      })),
    })),
  }
}

// An image was read and no request was sent: the place is named, there is no curl script, and an
// exchange that is not stored is marked as such.
it('names places inside of an image', () => {
  const xml = junitText(imageResult())
  expect(xml).toContain('place         blobs/</script><script>')
  expect(xml).toContain(' at /layers/0/digest\n')
  expect(xml).toContain('#99 (not stored)')
  expect(xml).not.toContain('#!/bin/sh')
  const document = page(imageResult())
  expect(document).toContain('<code>blobs/&lt;/script&gt;')
  expect(document).toContain(' at <code>/layers/0/digest</code>')
  expect(document).not.toContain('Reproduce with curl')
})
