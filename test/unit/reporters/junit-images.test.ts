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

const textOf = (strict: boolean, atOnce: number) =>
  [...documentOfImages('oci-assay', outcomes, { requirements: [], strict }, atOnce)].join('')

it.each([1, 3, 11])('images are one document, of %i at once', (atOnce) => {
  expect(textOf(false, atOnce)).toBe(textOf(false, 1000))
})

it.each([
  [false, 'tests="18" failures="3" errors="5" skipped="0"'],
  [true, 'tests="18" failures="7" errors="5" skipped="0"'],
])('the document begins with the counts of its suites, strict: %s', (strict, counts) => {
  const text = textOf(strict, 3)
  expect(text).toContain(counts)
  const number = (element: string) => text.split(`<${element} `).length - 1
  const [tests, failures, errors] = ['testcase', 'failure', 'error'].map(number)
  expect(`tests="${tests}" failures="${failures}" errors="${errors}" skipped="0"`).toBe(counts)
})
