import { defineSuite } from '../define.ts'
import { judgeData } from './judges/data.ts'
import { judgeDigest, judgeSize } from './judges/identity.ts'
import { judgeMediaTypes } from './judges/media-types.ts'
import { missingIn } from './judges/missing.ts'
import { judgeLimits, judgeOrphans, judgeReachable } from './judges/reachable.ts'
import { documentTest } from '../documents.ts'
import type { ImageFacts, Unread } from '../facts/facts.ts'
import { judged } from '../judged.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'

const looksAt = ['layout-index', 'index', 'manifest'] as const
const nothing = 'there is no descriptor to follow'

const tests = [
  // What is found by a descriptor has the digest and the size that the descriptor tells.
  judged({
    id: 'content.identity',
    title: 'Digest and size of what descriptors point at',
    evaluates: ['content.digest.matches', 'content.size.matches'],
    looksAt,
    nothing,
    count: ({ references }) => references.length,
    *judge({ references, blobs }, { spec }) {
      for (const reference of references) {
        const blob = reference.digest === undefined ? undefined : blobs.get(reference.digest)
        if (!blob || blob.state !== 'present') continue
        yield* judgeDigest(reference, blob, spec)
        yield* judgeSize(reference, blob)
      }
    },
  }),
  // Bytes inside a descriptor are those of the content itself.
  judged({
    id: 'content.data',
    title: 'Content that descriptors embed',
    evaluates: ['content.data.matches'],
    looksAt,
    nothing: 'no descriptor embeds its content',
    count: ({ references }) => references.filter(({ descriptor }) => 'data' in descriptor).length,
    *judge({ references }) {
      for (const reference of references) yield* judgeData(reference)
    },
  }),
  // A blob may be missing where it can be had from elsewhere.
  judged({
    id: 'content.reachable',
    title: 'Presence of what descriptors point at',
    evaluates: ['content.reachable'],
    looksAt,
    nothing,
    count: ({ references }) => references.length,
    unread: unreadFile,
    *judge(image, asked) {
      const missing = missingIn(image)
      const lacking = missing.filter(({ blob }) => image.causes.ofFile(blob.digest) === undefined)
      yield* judgeLimits(image)
      yield* judgeReachable(image, lacking, asked)
      yield* judgeOrphans(image)
    },
  }),
  // The descriptor and the content agree on what the content is.
  judged({
    id: 'content.media-type',
    title: 'Media types in documents against those of their descriptors',
    evaluates: ['content.media-type.agrees'],
    looksAt,
    nothing,
    count: ({ references }) => references.length,
    judge: judgeMediaTypes,
  }),
  // A document is an index or a manifest, never both.
  documentTest({
    id: 'content.one-kind',
    title: 'Documents that are two things at once',
    evaluates: ['content.one-kind'],
    kinds: looksAt,
    nothing: 'there is no index and no manifest',
  }),
]

/** Content whose file is the reason why it cannot be read: where there is nothing else to say of what is missing. */
function unreadFile(image: ImageFacts): Unread | undefined {
  for (const { blob } of missingIn(image)) {
    const cause = image.causes.ofFile(blob.digest)
    if (cause) return { kinds: [], ...cause }
  }
  return undefined
}

/** What descriptors point at, against what they promise. */
export const suite = defineSuite({
  name: 'content',
  title: 'Content',
  specification,
  requirements,
  tests,
})
