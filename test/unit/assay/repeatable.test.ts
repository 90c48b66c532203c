import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { isExchange } from '../../../src/results/record.ts'
import { sample } from '../../sample.ts'
import { assayReference, verdictsOf, withReference } from './fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

/** A registry with some of everything: what fails must be found each time. */
const registry = { effects: effectsOf('tags-backwards'), tagPageLimit: 3, deleteBlobs: false } as const

describe('verdicts', () => {
  it('are the same at each concurrency and for each seed', async () => {
    const first = verdictsOf(await assayReference(registry, { concurrency: 1, seed: '00' }))
    const others = [
      [64, '1234'],
      [16, '00'],
      [16, 'ff'],
      [2, 'abcdef'],
    ] as const
    for (const [concurrency, seed] of sample(others, others.slice(0, 1))) {
      expect(verdictsOf(await assayReference(registry, { concurrency, seed }))).toEqual(first)
    }
  })

  it('are the same where two runs work in the same repositories at once', async () => {
    const alone = verdictsOf(await assayReference(registry))
    const both = await withReference(createReferenceRegistry(registry), (access) =>
      Promise.all([1, 2].map(() => assay({ ...access, spec: 'dev', depth: 'quick' }))),
    )
    for (const { result } of both) expect(verdictsOf(result)).toEqual(alone)
  })
})

/** Digests of all that a run pushed: their order is that of the network. */
const pushed = async (seed: string) => {
  const { evidence } = await assayReference({}, { seed, only: ['pull.manifest'] })
  const digests = evidence
    .filter(isExchange)
    .filter(({ request }) => request.method === 'PUT')
    .map(({ request }) => request.body?.sha256 ?? '')
  return new Set(digests)
}

describe('content', () => {
  it('is the same for the same seed', async () => {
    const first = await pushed('0123')
    expect(first.size).toBeGreaterThan(3)
    expect(await pushed('0123')).toEqual(first)
    expect(await pushed('4567')).not.toEqual(first)
  })
})
