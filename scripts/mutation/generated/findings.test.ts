import { expect, it } from 'vitest'
import { generatedFault } from '../../../suites/distribution/generated-faults/generate.ts'
import { runScenario } from '../mutant.ts'

// One cause, one finding: each of these once led to three to five, all but the first of which follow from it.
it.each([
  ['wrong-digest-500~blob-from-4096~beside-another-upload', ['push.post-put.wrong-digest']],
  ['blob-changed~blob-json~in-both', ['push.post-put.stored']],
  ['chunk-lost~chunk-of-one-byte~after-many', ['push.chunked.patch-range-end']],
  ['wrong-digest-taken~blob-from-4096~after-cancel', ['push.post-put.wrong-digest']],
  ['wrong-digest-kept~always~anytime', ['push.post-put.wrong-digest-not-stored']],
  ['push-location-missing~blob-odd~overlapping', ['push.single-post.location']],
  ['get-404~in-second-repository~anytime', ['pull.manifest.by-digest']],
  ['tags-stale~n-above-total~after-addition', ['discovery.tags.n-above-total']],
] as const)('reports of %s what it is, and no more', { timeout: 60_000 }, async (id, expected) => {
  const catches = generatedFault(id)?.violates ?? []
  const { reported } = await runScenario({ generated: id, spec: 'dev', catches, whole: true }, 'process')
  const found = Object.entries(reported).filter(([, { verdict }]) => verdict === 'fail' || verdict === 'warn')
  expect(found.map(([requirement]) => requirement)).toEqual(expected)
})
