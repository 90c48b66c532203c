import { describe, expect, it } from 'vitest'
import { assayReference, troubles } from './fixture.ts'

const only = ['push.post-put.created', 'push.chunked.patch-accepted']

describe('a registry that limits how many uploads may be open', () => {
  it('has room for the tests that come after thousands of generated requests', async () => {
    const result = await assayReference(
      { sessionLimit: 44 },
      { depth: 'thorough', requests: 4000, seed: 'ab', largestBlob: 1024 ** 2, only },
    )
    expect(troubles(result)).toEqual([])
    const passed = result.requirements.filter(({ verdict }) => verdict === 'pass')
    expect(passed.map(({ id }) => id)).toEqual(only)
    expect(result.leftovers).toEqual([])
  })
})
