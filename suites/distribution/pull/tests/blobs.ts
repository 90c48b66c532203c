import { defineTest, type Test } from '../../define.ts'
import { isContentOf } from '../../judges/digest.ts'
import { namesDigestOfOnTheWay, namesDigestOnTheWay, redirectsTo } from '../../judges/redirect.ts'
import { answers } from '../../judges/response.ts'
import { blobPath } from '../../requests/paths.ts'

const evaluates = [
  'pull.blob.get',
  'pull.blob.exact-bytes',
  'pull.blob.digest-header',
  'pull.blob.digest-header-value',
] as const

/** Blobs that are there. */
export const tests: readonly Test[] = [
  // A blob that is there is answered with 200 and its very bytes, and a digest header that is true; whatever else a client has.
  defineTest({
    id: 'pull.blob.each',
    title: 'pulls each known blob',
    evaluates,
    async run(t) {
      const blobs = await t.specimens.blobs()
      if (blobs.length === 0) evaluates.forEach((id) => t.skip(id, 'no blob was named'))
      const pulled = await Promise.all(
        blobs.map(({ digest }) =>
          t.send({ method: 'GET', path: blobPath(t.repository, digest), bodyLimit: 65_536 }),
        ),
      )
      const [first] = blobs
      if (first) {
        const other = { 'If-None-Match': `"sha256:${'0'.repeat(64)}"` }
        const request = { method: 'GET', path: blobPath(t.repository, first.digest) }
        const got = await t.send({ ...request, headers: other, bodyLimit: 65_536 })
        t.check(
          'pull.blob.get',
          got,
          answers('a GET of an existing blob by a client that has another one', 200),
        )
      }
      for (const [at, got] of pulled.entries()) {
        t.require('pull.blob.get', got, answers('a GET of an existing blob', 200))
        const wanted = blobs[at]
        if (!wanted) continue
        t.check('pull.blob.exact-bytes', got, isContentOf('a blob', wanted.digest))
        const hops = redirectsTo(got, t.exchanges())
        t.check('pull.blob.digest-header', got, namesDigestOnTheWay(hops))
        t.check(
          'pull.blob.digest-header-value',
          got,
          namesDigestOfOnTheWay(wanted.digest, wanted.bytes, hops),
        )
      }
    },
  }),
]
