import { describe, expect, it } from 'vitest'
import { defineSuite, defineTest, holds, must, type RegistryContext } from '../../../src/index.ts'
import { usualRequests } from '../../../src/engine/depth.ts'
import { assay } from '../../../src/assay/assay.ts'
import { extentOf } from '../../../src/assay/registry/extent.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { specification } from '../../../suites/distribution/specification.ts'

/** What the tests of a run with these options see. */
async function seen(options: Partial<AssayOptions>) {
  const found: Pick<RegistryContext, 'depth' | 'requests'>[] = []
  const suite = defineSuite<RegistryContext>({
    name: 'looking',
    title: 'Looking',
    specification,
    requirements: [{ id: 'looking.is', title: 'is there', section: 'api', at: { '1.1': must(1) } }],
    tests: [
      defineTest({
        id: 'looking.look',
        title: 'looks',
        evaluates: ['looking.is'],
        depth: 'standard',
        async run(t) {
          found.push({ depth: t.depth, requests: t.requests })
          t.check('looking.is', holds())
        },
      }),
    ],
  })
  const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
  try {
    const { result } = await assay({ target: url, ownSuites: [suite], suites: ['looking'], ...options })
    const { depth, requests } = result.profile
    const requirement = result.requirements.find(({ id }) => id === 'looking.is')
    return { found, profile: { depth, requests }, verdict: requirement?.verdict }
  } finally {
    await close()
  }
}

describe('the depth of a run', () => {
  it.each([
    [{ depth: 'standard' }, { depth: 'standard', requests: usualRequests.standard }],
    [{ depth: 'thorough' }, { depth: 'thorough', requests: 100_000 }],
    [
      { depth: 'thorough', requests: 7 },
      { depth: 'thorough', requests: 7 },
    ],
    [
      { depth: 'standard', requests: 0 },
      { depth: 'standard', requests: 0 },
    ],
  ] as const)('reaches the tests and the result: %j', async (options, extent) => {
    expect(await seen(options)).toEqual({ found: [extent], profile: extent, verdict: 'pass' })
  })

  it('leaves out what belongs to a greater one', async () => {
    const extent = { depth: 'quick', requests: 0 }
    expect(await seen({ depth: 'quick', requests: 50 })).toEqual({
      found: [],
      profile: extent,
      verdict: 'skipped',
    })
  })

  it.each([
    [{ depth: 'deep' as 'quick' }, 'unknown depth deep: choose among quick, standard, thorough'],
    [{ largestBlob: 1024 }, 'largest-blob must be a number of bytes from 1048576, and is 1024'],
    [{ requests: -1 }, 'requests must be a whole number from 0, and is -1'],
    [{ requests: 1.5 }, 'requests must be a whole number from 0, and is 1.5'],
  ])('refuses what is not possible: %j', (options, message) => {
    expect(() => extentOf(options)).toThrow(expect.objectContaining({ message, exitCode: 2 }))
  })

  it('is an option for registries', async () => {
    await expect(assay({ target: './test/unit', depth: 'quick' })).rejects.toMatchObject({
      message: './test/unit is an image, and depth is an option for registries',
      exitCode: 2,
    })
  })
})
