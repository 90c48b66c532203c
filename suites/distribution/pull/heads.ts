import { manifestTypes } from '../../../src/content/media-types.ts'
import { broken, holds, type Judge } from '../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../src/engine/suite.ts'
import { header, type Exchange } from '../../../src/registry/exchange.ts'
import type { RegistryContext, Specimen } from '../context.ts'
import { namesDigest, namesDigestOf } from '../judges/digest.ts'
import { answerOf, answers, sends } from '../judges/response.ts'
import { blobPath, manifestPath } from '../paths.ts'

const Accept = manifestTypes.join(', ')

/** HEAD names the size of what GET would return. */
const namesSize =
  (size: number): Judge<Exchange> =>
  (exchange) => {
    const value = header(answerOf(exchange).headers, 'content-length')
    return value === undefined || value === String(size)
      ? holds()
      : broken(
          'names a wrong size in the Content-Length of HEAD',
          `Content-Length: ${size}`,
          `Content-Length: ${value}`,
        )
  }

/** HEAD names the same type as GET does. */
const namesTypeOf =
  (got: Exchange): Judge<Exchange> =>
  (exchange) => {
    const wanted = header(answerOf(got).headers, 'content-type')
    const value = header(answerOf(exchange).headers, 'content-type')
    return wanted === undefined || value === wanted
      ? holds()
      : broken('names another Content-Type to HEAD than to GET', wanted, value ?? 'no Content-Type')
  }

/** What the answer to a HEAD says of the content. */
function judgeHead(t: RegistryContext, prefix: string, head: Exchange, wanted: Specimen): void {
  t.judge(`${prefix}.digest-header`, head, namesDigest)
  t.judge(`${prefix}.digest-header-value`, head, namesDigestOf(wanted.digest, wanted.bytes))
  t.judge(`${prefix}.content-length`, head, sends('Content-Length', 'the size in bytes'))
  if (wanted.size !== undefined) t.judge(`${prefix}.content-length-value`, head, namesSize(wanted.size))
}

const described = (prefix: string) => [
  `${prefix}.digest-header`,
  `${prefix}.digest-header-value`,
  `${prefix}.content-length`,
  `${prefix}.content-length-value`,
]

/** HEAD answers whether content is there, and how large it is, without sending it. */
export const tests: readonly Test<RegistryContext>[] = [
  // HEAD of a manifest that is there, by tag and by digest: 200, with the digest, the size and the type of GET.
  defineTest({
    id: 'pull.manifest.head',
    title: 'asks by HEAD for each known manifest',
    decides: [
      'pull.manifest.head.by-tag',
      'pull.manifest.head.by-digest',
      'pull.manifest.head.content-type',
      ...described('pull.manifest.head'),
    ],
    async run(t) {
      const manifests = await t.specimens.manifests()
      const ask = (method: string, reference: string) =>
        t.send({ method, path: manifestPath(t.repository, reference), headers: { Accept } })
      const answered = await Promise.all(
        manifests.map(async (wanted) => {
          const reference = wanted.digest === '' ? (wanted.tag ?? '') : wanted.digest
          const [head, got, byTag] = await Promise.all([
            ask('HEAD', reference),
            ask('GET', reference),
            wanted.tag === undefined ? undefined : ask('HEAD', wanted.tag),
          ])
          return { wanted: { ...wanted, size: wanted.size ?? answerOf(got).body.size }, head, got, byTag }
        }),
      )
      if (!answered.some(({ byTag }) => byTag)) t.skip('pull.manifest.head.by-tag', 'no tag was given')
      if (answered.length === 0) {
        const rest = ['pull.manifest.head.by-digest', 'pull.manifest.head.content-type']
        for (const id of [...rest, ...described('pull.manifest.head')]) t.skip(id, 'no manifest was given')
      }
      for (const { byTag } of answered) {
        if (byTag) t.insist('pull.manifest.head.by-tag', byTag, answers('the HEAD of an existing tag', 200))
      }
      for (const { wanted, head, got } of answered) {
        t.insist('pull.manifest.head.by-digest', head, answers('the HEAD of an existing manifest', 200))
        t.judge('pull.manifest.head.content-type', head, namesTypeOf(got))
        judgeHead(t, 'pull.manifest.head', head, wanted)
      }
    },
  }),

  // HEAD of a blob that is there: 200, with its digest and its size.
  defineTest({
    id: 'pull.blob.head',
    title: 'asks by HEAD for each known blob',
    decides: ['pull.blob.head.known', ...described('pull.blob.head')],
    async run(t) {
      const blobs = await t.specimens.blobs()
      if (blobs.length === 0) {
        for (const id of ['pull.blob.head.known', ...described('pull.blob.head')])
          t.skip(id, 'no blob was given')
      }
      const heads = await Promise.all(
        blobs.map(({ digest }) => t.send({ method: 'HEAD', path: blobPath(t.repository, digest) })),
      )
      for (const [at, head] of heads.entries()) {
        t.insist('pull.blob.head.known', head, answers('the HEAD of an existing blob', 200))
        const wanted = blobs[at]
        if (!wanted) continue
        judgeHead(t, 'pull.blob.head', head, wanted)
        if (wanted.size === undefined)
          t.skip('pull.blob.head.content-length-value', 'the size of the blob is not known')
      }
    },
  }),
]
