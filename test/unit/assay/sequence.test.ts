import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import type { RegistryOptions } from '../../../src/assay/options.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { coverageOf } from '../../../src/reporters/text/coverage.ts'

const target = 'http://127.0.0.1:5000'
const only = ['pull.manifest.by-tag']

/** The manifests that a run requested, each once, as the registry saw it. */
async function manifestsOf(options: Partial<RegistryOptions>) {
  const requested = new Set<string>()
  const registry = createReferenceRegistry({
    spec: '1.1',
    effects: [
      () => ({
        onRequest(ctx) {
          const { route } = ctx
          if (route.endpoint === 'manifest')
            requested.add(`${ctx.method} ${route.repository} ${route.reference}`)
          return ctx
        },
      }),
    ],
  })
  const { result } = await assay({
    target,
    dispatcher: registry.dispatcher(target),
    depth: 'standard',
    requests: 500,
    seed: '5eed',
    only,
    repository: 'team/app',
    patience: 0.02,
    server: { name: 'embedded', disposable: true, log: () => Promise.resolve({ lines: [] }) },
    ...options,
  })
  return { requested, coverage: coverageOf(result) }
}

describe('a sequence of a run', { timeout: 120_000 }, () => {
  it('is repeated alone with the content that it had', async () => {
    const whole = await manifestsOf({})
    const one = await manifestsOf({ sequences: ['1'] })
    expect(one.requested.size).toBeGreaterThan(10)
    expect(one.requested.size).toBeLessThan(whole.requested.size)
    expect([...one.requested].filter((url) => !whole.requested.has(url))).toEqual([])
  })

  it('is in one shard of a run, and what they cover is that of one plan', async () => {
    const shards = [
      await manifestsOf({ shard: { index: 1, count: 2 } }),
      await manifestsOf({ shard: { index: 2, count: 2 } }),
    ]
    const [first, second] = shards
    expect(first?.coverage).toEqual(second?.coverage)
    expect(first?.coverage.length).toBeGreaterThan(5)
    expect((first?.requested.size ?? 0) + (second?.requested.size ?? 0)).toBeGreaterThan(10)
  })
})

it.each([
  [{ depth: 'quick', sequences: ['1'] }, 'depth quick has no generated sequences'],
  [{ depth: 'standard', sequences: ['one'] }, 'a sequence is a number from 1'],
] as const)('refuses %j', async (options, message) => {
  await expect(assay({ target, ...options })).rejects.toThrow(message)
})
