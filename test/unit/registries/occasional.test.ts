import { expect, it } from 'vitest'
import { verdictsOfUsualRun } from '../../../fixtures/registries/occasional.ts'
import type { Verdicts } from '../../../fixtures/registries/verdicts.ts'

const usual: Verdicts = { pass: 300, fail: {}, warn: {}, blocked: {}, unsupported: [], error: {} }
const lost: Verdicts = {
  ...usual,
  fail: {
    'discovery.referrers.complete': { finding: 'omitted referrers that were pushed: sha256:…', because: '' },
  },
}

/** Runs that end so, one after the other, and how many there were. */
function runs(...verdicts: Verdicts[]) {
  let done = 0
  const run = () => Promise.resolve(verdicts[Math.min(done++, verdicts.length - 1)] ?? usual)
  return { run, done: () => done }
}

it('repeats a run in which the registry lost a race that it is known to lose', async () => {
  const { run, done } = runs(lost, lost, usual)
  expect(await verdictsOfUsualRun('olareg', run)).toBe(usual)
  expect(done()).toBe(3)
})

it('shows what happens each time', async () => {
  const { run, done } = runs(lost)
  expect(await verdictsOfUsualRun('olareg', run)).toBe(lost)
  expect(done()).toBe(4)
})

it.each([
  ['another registry', 'zot', lost],
  [
    'another finding',
    'olareg',
    { ...usual, fail: { 'pull.blob.get': { finding: 'omitted referrers that', because: '' } } },
  ],
])('repeats nothing for %s', async (_, registry, verdicts) => {
  const { run, done } = runs(verdicts)
  expect(await verdictsOfUsualRun(registry, run)).toBe(verdicts)
  expect(done()).toBe(1)
})
