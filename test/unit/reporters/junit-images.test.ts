import { expect, it } from 'vitest'
import type { ImageOutcome } from '../../../src/image/model/outcome.ts'
import { documentOfImages } from '../../../src/reporters/junit/images.ts'

const outcomes = Array.from({ length: 11 }, (_, at): ImageOutcome => {
  const conclusion =
    (['conformant', 'nonconformant', 'incomplete', 'not-tested'] as const)[at % 4] ?? 'conformant'
  return {
    kind: 'image-outcome',
    name: `app:${at}</testsuites>"&<testsuites name="x" tests="9">]]>\n</testsuites>`,
    conclusion,
    failed: conclusion === 'nonconformant' ? ['layer.tar.valid'] : [],
    warned: at % 3 === 0 ? ['config.created.rfc3339'] : [],
    reason: '</testsuites>]]>',
  }
})

it.each([1, 3, 11])('images are one document, of %i at once', (atOnce) => {
  const whole = documentOfImages('oci-assay', outcomes, { requirements: [] }, 1000)
  expect(whole).toContain('tests="18" failures="3" errors="5" skipped="0"')
  expect(documentOfImages('oci-assay', outcomes, { requirements: [] }, atOnce)).toBe(whole)
})
