import type { Test } from '../define.ts'
import { judgeData } from './judges/data.ts'
import { judgeDigest, judgeName, judgeSize } from './judges/identity.ts'
import { judgeMediaTypes } from './judges/media-types.ts'
import { missingIn } from './judges/missing.ts'
import { judgeLimits, judgeOrphans, judgeReachable } from './judges/reachable.ts'
import { documentTest } from '../judges/document-test.ts'
import { judgedTest } from '../judges/judged-test.ts'
import { unreadFile } from './judges/unread.ts'

const kinds = ['layout-index', 'index', 'manifest', 'docker-manifest'] as const
const nothing = 'there is no descriptor to follow'

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  // What is found by a descriptor has the digest and the size that the descriptor states.
  judgedTest({
    id: 'content.identity',
    title: 'Digest and size of referenced content',
    evaluates: ['content.digest.matches', 'content.size.matches'],
    readsAnyOf: kinds,
    nothing,
    count: ({ references }) => references.length,
    *judge({ references, blobs }, { spec }) {
      for (const reference of references) {
        const blob = reference.digest === undefined ? undefined : blobs.get(reference.digest)
        if (!blob || blob.state !== 'present') continue
        yield* reference.item ? judgeName(reference, blob) : judgeDigest(reference, blob, spec)
        yield* judgeSize(reference, blob)
      }
    },
  }),
  // Bytes inside a descriptor are those of the content itself.
  judgedTest({
    id: 'content.data',
    title: 'Content that descriptors embed',
    evaluates: ['content.data.matches'],
    readsAnyOf: kinds,
    nothing: 'no descriptor embeds its content',
    count: ({ references }) => references.filter(({ descriptor }) => 'data' in descriptor).length,
    *judge({ references }) {
      for (const reference of references) yield* judgeData(reference)
    },
  }),
  // A blob may be missing where it can be had from elsewhere.
  judgedTest({
    id: 'content.reachable',
    title: 'Presence of referenced content',
    evaluates: ['content.reachable'],
    readsAnyOf: kinds,
    nothing,
    count: ({ references }) => references.length,
    unread: unreadFile,
    *judge(image, options) {
      const missing = missingIn(image)
      const lacking = missing.filter(({ blob }) => image.causes.ofFile(blob.digest) === undefined)
      yield* judgeLimits(image)
      yield* judgeReachable(image, lacking, options)
      yield* judgeOrphans(image)
    },
  }),
  // The descriptor and the content agree on what the content is.
  judgedTest({
    id: 'content.media-type',
    title: 'Media types in documents against those of their descriptors',
    evaluates: ['content.media-type.agrees'],
    readsAnyOf: kinds,
    nothing,
    count: ({ references }) => references.length,
    judge: judgeMediaTypes,
  }),
  // A document is an index or a manifest, never both.
  documentTest({
    id: 'content.one-kind',
    title: 'Documents that are both an index and a manifest',
    evaluates: ['content.one-kind'],
    kinds: ['layout-index', 'index', 'manifest'],
    nothing: 'there is no index and no manifest',
  }),
]
