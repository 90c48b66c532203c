import { describe, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import type { AssayOptions } from '../../../src/assay/options.ts'
import { changePolicy, type MakeEffects } from '../../../src/reference/effects/effects.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { isExchange, isMeasurement } from '../../../src/results/record.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { assayReference, troubles } from './fixture.ts'

const mebibyte = 1024 ** 2

/** A run of the tests of content of real size that evaluate these requirements, with less of it. */
const run = (
  only: readonly string[],
  registry: Partial<ReferenceOptions> = {},
  options: Partial<AssayOptions> = {},
): Promise<RunResult> =>
  assayReference(
    { spec: '1.1', ...registry },
    {
      depth: 'thorough',
      largestBlob: 3 * mebibyte,
      requests: 50,
      only,
      spec: '1.1',
      ...options,
    },
  )

const operations = ({ evidence }: RunResult) =>
  evidence.filter(isMeasurement).map(({ operation, count, bytes }) => [operation, count, bytes])

const remarks = ({ evidence }: RunResult) =>
  evidence.filter(isMeasurement).flatMap(({ remark }) => remark ?? [])

const ofBlobs = ['push.post-put', 'push.chunked', 'pull.blob.range', 'pull.blob.exact-bytes']

describe('content of real size', () => {
  it('is not pushed before depth thorough', async () => {
    const result = await run(ofBlobs, {}, { depth: 'standard' })
    expect(result.tests.filter(({ id }) => id.includes('.scale.'))).toEqual([])
    expect(operations(result)).toEqual([])
  })

  it('is pushed, pulled, measured and removed', async () => {
    const result = await run(ofBlobs)
    expect(troubles(result)).toEqual([])
    expect(result.leftovers).toEqual([])
    const size = 3 * mebibyte
    expect(operations(result)).toEqual(
      expect.arrayContaining([
        ['push of a blob of 3 MiB by one PUT', 1, size],
        ['push of a blob of 3 MiB in chunks of 16 MiB', 1, size],
        ['PATCH of a chunk of 16 MiB', 1, size],
        ['push of a blob of 3 MiB as a stream', 1, size],
        ['pull of a blob of 3 MiB, pushed by one PUT', 1, size],
        ['pull of a blob of 3 MiB, pushed in chunks', 1, size],
        ['pull of a blob of 3 MiB, pushed as a stream', 1, size],
      ]),
    )
    expect(remarks(result)).toEqual([])
  })

  it('is halved where the registry refuses its size', async () => {
    const halved = { largestBlob: 64 * mebibyte }
    const result = await run(['push.post-put.stored'], { blobLimit: 17 * mebibyte }, halved)
    expect(troubles(result)).toEqual([])
    expect(operations(result)).toContainEqual(['push of a blob of 16 MiB by one PUT', 1, 16 * mebibyte])
    expect(remarks(result)).toContainEqual(expect.stringMatching(/^64 MiB returned 413/))
  })

  it('is skipped where no size is taken, and what is small counts', async () => {
    const result = await run(['push.post-put.stored'], { blobLimit: 2 * mebibyte })
    expect(troubles(result)).toEqual([])
    const [test] = result.tests.filter(({ id }) => id === 'push.scale.blob-by-put')
    expect(test).toMatchObject({
      verdict: 'skipped',
      reason: expect.stringMatching(/^a blob of 3 MiB returned 413/),
    })
    expect(operations(result)).toEqual([])
  })

  // The registry answers before it has received everything: what was sent until then has another digest.
  it('is no push under a wrong digest where it is refused on the way', async () => {
    const registry = createReferenceRegistry({ spec: '1.1', blobLimit: 17 * mebibyte })
    const { url, close } = await registry.listen()
    try {
      const only = ['push.post-put']
      const { result } = await assay({
        target: url,
        depth: 'thorough',
        largestBlob: 256 * mebibyte,
        requests: 0,
        only,
      })
      expect(troubles(result)).toEqual([])
      expect(remarks(result)).toContainEqual(expect.stringMatching(/^256 MiB returned 413/))
    } finally {
      await close()
    }
  }, 60_000)

  it('lists many tags and referrers, and reports their pushes as a figure only', async () => {
    const result = await run(['discovery'], { tagPageLimit: 20, referrersPageLimit: 15 })
    expect(troubles(result)).toEqual([])
    expect(operations(result)).toEqual(
      expect.arrayContaining([
        ['push of a tag', 50, expect.any(Number)],
        ['list of 50 tags: a page of 1000', expect.any(Number), expect.any(Number)],
        ['deletion of a manifest with 50 tags', 1, 0],
        ['push of a referrer', 50, expect.any(Number)],
        ['list of 50 referrers: a page', 4, expect.any(Number)],
      ]),
    )
    const pushed = result.evidence
      .filter(isExchange)
      .filter(({ test, request }) => test === 'discovery.scale.tags' && request.method === 'PUT')
    // The manifest itself and its blobs; not the fifty tags.
    expect(pushed.length).toBeLessThan(5)
    expect(result.leftovers).toEqual([])
  })

  it('creates tags by parameters where the registry has them', async () => {
    const result = await run(['discovery.tags'], { spec: 'dev' }, { spec: 'dev' })
    expect(operations(result)).toContainEqual(['push of 10 tags by parameters', 5, expect.any(Number)])
  })

  it('has uploads at once, an image of many layers, and large manifests', async () => {
    const result = await run(['push.session.independent', 'push.manifest', 'pull.manifest.exact-bytes'])
    expect(troubles(result)).toEqual([])
    expect(operations(result)).toEqual(
      expect.arrayContaining([
        ['upload of a blob in 4 chunks, 64 at once', 64, 16 * mebibyte],
        ['push of an image with 200 layers', 1, expect.any(Number)],
        ['push of a manifest of 4 MB', 20, 80_000_000],
        ['pull of a manifest of 4 MB', 20, 80_000_000],
      ]),
    )
  })
})

/** What only shows where content is large or many. */
const faults: Readonly<
  Record<string, { effects: MakeEffects; only: readonly string[]; found: readonly string[] }>
> = {
  'counts places with 32 bits': {
    effects: () =>
      changePolicy(({ requestedRange }) => ({
        requestedRange: (field, size) =>
          requestedRange(
            field.replace(/(?<==)\d{10,}/, (digits) => String(Number(digits) % 2 ** 32)),
            size,
          ),
      })),
    only: ['pull.blob.range', 'pull.blob.exact-bytes'],
    found: ['warn pull.blob.range.unsatisfiable: returned 206 for'],
  },
  'serves other bytes of large blobs': {
    effects: () =>
      changePolicy(({ findBlob }) => ({
        findBlob(...of) {
          const bytes = findBlob(...of)
          if (!bytes || bytes.length < mebibyte) return bytes
          const other = Uint8Array.from(bytes)
          other[bytes.length - 3]! ^= 1
          return other
        },
      })),
    only: ['push.chunked.stored', 'push.post-put.stored', 'pull.blob.exact-bytes'],
    found: ['fail pull.blob.exact-bytes: returned other bytes for a blob of 3 MiB'],
  },
  'keeps no more than forty tags': {
    effects: () =>
      changePolicy(({ pageOfTags }) => ({
        pageOfTags: (sorted, query) => pageOfTags(sorted.slice(0, 40), query),
      })),
    only: ['discovery.tags.complete', 'discovery.tags.body', 'discovery.tags.listed'],
    found: ['fail discovery.tags.complete: omitted tags'],
  },
  'keeps no more than thirty referrers': {
    effects: () =>
      changePolicy(({ referrersOf }) => ({ referrersOf: (...of) => referrersOf(...of).slice(0, 30) })),
    only: ['discovery.referrers.complete', 'discovery.referrers.index', 'discovery.referrers.listed'],
    found: ['fail discovery.referrers.complete: omitted referrers of a long list'],
  },
  'mixes up many uploads': {
    effects: () =>
      changePolicy(({ assemble, blobMatches }) => {
        let last: Uint8Array | undefined
        return {
          assemble(session, closing) {
            const bytes = assemble(session, closing)
            const mixed = session.chunks.length === 4 && last ? last : bytes
            if (session.chunks.length === 4) last = bytes
            return mixed
          },
          blobMatches: (bytes, digest) => bytes.length >= 200_000 || blobMatches(bytes, digest),
        }
      }),
    only: ['push.session.independent', 'push.chunked.stored'],
    found: ['fail push.session.independent: returned other bytes for one of 64 uploads'],
  },
}

describe('a fault that shows only where content is large or many', () => {
  it.each(Object.entries(faults))('is found: it %s', async (_, { effects, only, found }) => {
    const result = await run(only, { effects: [effects] })
    const failed = troubles(result).filter((each) => /^(?:fail|warn) /.test(each))
    expect(failed).toEqual(found.map((each) => expect.stringContaining(each)))
  })
})
