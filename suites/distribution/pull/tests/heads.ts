import { manifestTypes } from '../../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext, Specimen, TestRequest } from '../../target/context.ts'
import {
  answersHead,
  namesDigestOfOnTheWay,
  namesDigestOnTheWay,
  redirectsTo,
} from '../../judges/redirect.ts'
import { answerOf, sends } from '../../judges/response.ts'
import { blobPath, manifestPath } from '../../requests/paths.ts'
import type { RequirementId } from '../../requirements.ts'
import { headerIs, sameHeader } from '../../../../src/registry/reproduce/condition.ts'

const Accept = manifestTypes.join(', ')

/** HEAD names the size of what GET would return. */
const namesSize =
  (size: number): Judge<Exchange> =>
  (exchange) => {
    const value = header(answerOf(exchange).headers, 'content-length')
    return value === undefined || value === String(size)
      ? holds()
      : violated(
          'returned a wrong Content-Length for HEAD',
          `Content-Length: ${size}`,
          `Content-Length: ${value}`,
          headerIs('Content-Length', { is: [String(size)], optional: true }),
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
      : violated(
          'returned another Content-Type for HEAD than for GET',
          wanted,
          value ?? 'no Content-Type',
          sameHeader('Content-Type', got.id),
        )
  }

/**
 * The HEAD of content that exists returns 200, else the test ends. Where a storage behind a redirect refuses it,
 * the same GET is sent: many sign their URLs for one method.
 */
async function requireHead(
  t: RegistryContext,
  requirement: RequirementId,
  head: Exchange,
  what: string,
  request: TestRequest,
): Promise<void> {
  const refused = answerOf(head).status >= 400 && redirectsTo(head, t.exchanges()).length > 0
  const got = refused
    ? await t.send({ ...request, method: 'GET', bodyLimit: 65_536, judgesTransport: true })
    : undefined
  t.require(requirement, head, answersHead(what, got))
}

type Head = 'pull.manifest.head' | 'pull.blob.head'

/** What the answer to a HEAD states of the content. */
function judgeHead(t: RegistryContext, prefix: Head, head: Exchange, wanted: Specimen): void {
  const hops = redirectsTo(head, t.exchanges())
  t.check(`${prefix}.digest-header`, head, namesDigestOnTheWay(hops))
  t.check(`${prefix}.digest-header-value`, head, namesDigestOfOnTheWay(wanted.digest, wanted.bytes, hops))
  t.check(`${prefix}.content-length`, head, sends('Content-Length', 'the size in bytes'))
  if (wanted.size !== undefined) t.check(`${prefix}.content-length-value`, head, namesSize(wanted.size))
}

const described = <Prefix extends Head>(prefix: Prefix) =>
  [
    `${prefix}.digest-header`,
    `${prefix}.digest-header-value`,
    `${prefix}.content-length`,
    `${prefix}.content-length-value`,
  ] as const

/** HEAD answers whether content is there, and how large it is, without sending it. */
export const tests: readonly Test[] = [
  // HEAD of a manifest that is there, by tag and by digest: 200, with the digest, the size and the type of GET.
  defineTest({
    id: 'pull.manifest.head',
    title: 'sends HEAD for each known manifest',
    evaluates: [
      'pull.manifest.head.by-tag',
      'pull.manifest.head.by-digest',
      'pull.manifest.head.content-type',
      ...described('pull.manifest.head'),
    ],
    async run(t) {
      const manifests = await t.specimens.manifests()
      const send = (method: string, reference: string) =>
        t.send({ method, path: manifestPath(t.repository, reference), headers: { Accept } })
      const answered = await Promise.all(
        manifests.map(async (wanted) => {
          const reference = wanted.digest === '' ? (wanted.tag ?? '') : wanted.digest
          const [head, got, byTag] = await Promise.all([
            send('HEAD', reference),
            send('GET', reference),
            wanted.tag === undefined ? undefined : send('HEAD', wanted.tag),
          ])
          return { wanted: { ...wanted, size: wanted.size ?? answerOf(got).body.size }, head, got, byTag }
        }),
      )
      if (!answered.some(({ byTag }) => byTag)) t.skip('pull.manifest.head.by-tag', 'no tag was named')
      if (answered.length === 0) {
        const rest = ['pull.manifest.head.by-digest', 'pull.manifest.head.content-type'] as const
        for (const id of [...rest, ...described('pull.manifest.head')]) t.skip(id, 'no manifest was named')
      }
      const request = (reference = ''): TestRequest => ({
        method: 'HEAD',
        path: manifestPath(t.repository, reference),
        headers: { Accept },
      })
      for (const { wanted, byTag } of answered) {
        if (byTag)
          await requireHead(t, 'pull.manifest.head.by-tag', byTag, 'an existing tag', request(wanted.tag))
      }
      for (const { wanted, head, got } of answered) {
        const what = 'an existing manifest'
        await requireHead(t, 'pull.manifest.head.by-digest', head, what, request(wanted.digest))
        t.check('pull.manifest.head.content-type', head, namesTypeOf(got))
        judgeHead(t, 'pull.manifest.head', head, wanted)
      }
    },
  }),

  // HEAD of a blob that is there: 200, with its digest and its size.
  defineTest({
    id: 'pull.blob.head',
    title: 'sends HEAD for each known blob',
    evaluates: ['pull.blob.head.known', ...described('pull.blob.head')],
    async run(t) {
      const blobs = await t.specimens.blobs()
      if (blobs.length === 0) {
        for (const id of ['pull.blob.head.known', ...described('pull.blob.head')] as const)
          t.skip(id, 'no blob was named')
      }
      const heads = await Promise.all(
        blobs.map(({ digest }) => t.send({ method: 'HEAD', path: blobPath(t.repository, digest) })),
      )
      for (const [at, head] of heads.entries()) {
        const wanted = blobs[at]
        if (!wanted) continue
        const request: TestRequest = { method: 'HEAD', path: blobPath(t.repository, wanted.digest) }
        await requireHead(t, 'pull.blob.head.known', head, 'an existing blob', request)
        judgeHead(t, 'pull.blob.head', head, wanted)
        if (wanted.size === undefined)
          t.skip('pull.blob.head.content-length-value', 'the size of the blob is not known')
      }
    },
  }),
]
