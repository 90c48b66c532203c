import { manifestTypes, mediaTypes } from '../../../../src/content/media-types.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext, Specimen } from '../../target/context.ts'
import { isContentOf } from '../../judges/digest.ts'
import { namesDigestOfOnTheWay, namesDigestOnTheWay, redirectsTo } from '../../judges/redirect.ts'
import { answerOf, answers, jsonOf, sends, succeeded } from '../../judges/response.ts'
import { manifestPath } from '../../requests/paths.ts'
import {
  anyOf,
  contentIs,
  headerIs,
  literal,
  statusIs,
} from '../../../../src/registry/reproduce/condition.ts'

const noTag = 'no tag was named'

/** Types that clients list beside the common ones: former ones, and those of artifacts. */
const furtherTypes = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.oci.artifact.manifest.v1+json',
  'application/vnd.cncf.oras.artifact.manifest.v1+json',
  'application/vnd.cncf.helm.config.v1+json',
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/vnd.in-toto+json',
]

/** Media types compare without case and without parameters. */
const essence = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase()

/** The Content-Type is the type that the manifest was pushed with; parameters are judged by themselves. */
const hasType = (mediaType: string): Judge<Exchange> =>
  sends('Content-Type', mediaType, (value) => essence(value) === mediaType.toLowerCase(), {
    matches: `^${literal(mediaType)} *(;|$)`,
  })

/** A Content-Type without parameters, such as `;charset=utf-8`. */
const hasNoParameters: Judge<Exchange> = (exchange) => {
  const value = header(answerOf(exchange).headers, 'content-type') ?? ''
  return value.includes(';')
    ? violated(
        'added parameters to the Content-Type of a manifest',
        essence(value),
        `Content-Type: ${value}`,
        headerIs('Content-Type', { matches: ';', not: true }),
      )
    : holds()
}

const get = (
  t: RegistryContext,
  reference: string,
  accept: string = manifestTypes.join(', '),
): Promise<Exchange> =>
  t.send({ method: 'GET', path: manifestPath(t.repository, reference), headers: { Accept: accept } })

/** Digests of the manifests that an index names. */
function manifestsIn(exchange: Exchange): string[] {
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  return (Array.isArray(manifests) ? manifests : []).flatMap((each: { digest?: unknown } | null) =>
    typeof each?.digest === 'string' ? [each.digest] : [],
  )
}

/** A tag of an index, for a client that does not accept one: the index, a refusal, or one of its manifests. */
export const resolvesTo =
  (index: string, manifests: readonly string[]): Judge<Exchange> =>
  (exchange) => {
    const { status, body } = answerOf(exchange)
    const contains = (digest: string): boolean => isContentOf('it', digest)(exchange).holds
    if (status >= 500) return answers('an Accept without the index type', 200, 404, 406)(exchange)
    if (!succeeded(exchange) || contains(index)) return holds()
    return manifests.some(contains)
      ? holds('resolved the tag of an index to one of its manifests when Accept did not list the index type')
      : violated(
          'returned neither an index nor one of its manifests for its tag',
          [index, ...manifests],
          `${body.size} bytes of ${body.sha256}`,
          anyOf([contentIs(index, ...manifests)], [statusIs('4xx')]),
        )
  }

const described = [
  'pull.manifest.exact-bytes',
  'pull.manifest.content-type-present',
  'pull.manifest.content-type',
  'pull.manifest.content-type-parameters',
  'pull.manifest.digest-header',
  'pull.manifest.digest-header-value',
] as const

/** All that an answer with a manifest must and should state about it. */
function judgeDescription(t: RegistryContext, got: Exchange, { digest, mediaType, bytes }: Specimen): void {
  t.check('pull.manifest.exact-bytes', got, isContentOf('a manifest', digest))
  t.check('pull.manifest.content-type-present', got, sends('Content-Type', mediaType))
  t.check('pull.manifest.content-type', got, hasType(mediaType))
  t.check('pull.manifest.content-type-parameters', got, hasNoParameters)
  const hops = redirectsTo(got, t.exchanges())
  t.check('pull.manifest.digest-header', got, namesDigestOnTheWay(hops))
  t.check('pull.manifest.digest-header-value', got, namesDigestOfOnTheWay(digest, bytes, hops))
}

/** Manifests that are there: what a pull by tag and by digest returns, and how it describes it. */
export const tests: readonly Test[] = [
  // An existing tag is answered with 200 and the manifest that it points to, described by its headers.
  defineTest({
    id: 'pull.manifest.get-by-tag',
    title: 'pulls each known manifest by its tag',
    evaluates: ['pull.manifest.by-tag', ...described],
    async run(t) {
      const tagged = (await t.specimens.manifests()).filter(({ tag }) => tag !== undefined)
      if (tagged.length === 0)
        for (const id of ['pull.manifest.by-tag', ...described] as const) t.skip(id, noTag)
      const pulled = await Promise.all(tagged.map((each) => get(t, each.tag ?? '', each.mediaType)))
      for (const [at, got] of pulled.entries()) {
        t.require('pull.manifest.by-tag', got, answers('a GET of an existing tag', 200))
        const wanted = tagged[at]
        if (wanted) judgeDescription(t, got, wanted)
      }
    },
  }),

  // The same by digest: the bytes have the requested digest, whatever the registry stores beside them.
  defineTest({
    id: 'pull.manifest.get-by-digest',
    title: 'pulls each known manifest by its digest',
    evaluates: ['pull.manifest.by-digest', ...described],
    async run(t) {
      const manifests = (await t.specimens.manifests()).filter(({ digest }) => digest !== '')
      if (manifests.length === 0) {
        for (const id of ['pull.manifest.by-digest', ...described] as const)
          t.skip(id, 'no manifest was named')
      }
      const pulled = await Promise.all(manifests.map((each) => get(t, each.digest)))
      for (const [at, got] of pulled.entries()) {
        t.require('pull.manifest.by-digest', got, answers('a GET of an existing manifest', 200))
        const wanted = manifests[at]
        if (wanted) judgeDescription(t, got, wanted)
      }
    },
  }),

  // Accept may be sent as several header lines, which mean the same as one list, and a list may be long.
  defineTest({
    id: 'pull.manifest.several-accept-lines',
    title: 'lists the stored type in the last of several Accept headers, and at the end of a long one',
    evaluates: ['pull.manifest.accept-lists'],
    async run(t) {
      const [wanted] = (await t.specimens.manifests()).toReversed()
      if (!wanted) return t.skip('pull.manifest.accept-lists', 'no manifest was named')
      const others = manifestTypes.filter((type) => type !== wanted.mediaType)
      const pull = (accept: readonly string[]) =>
        t.send({
          method: 'GET',
          path: manifestPath(t.repository, wanted.tag ?? wanted.digest),
          headers: accept.map((value) => ['Accept', value] as const),
        })
      const [lines, long] = await Promise.all([
        pull([...others, wanted.mediaType]),
        // Without spaces, as some clients write it.
        pull([[...others, ...furtherTypes, wanted.mediaType].join(',')]),
      ])
      t.check(
        'pull.manifest.accept-lists',
        lines,
        answers('a GET with the stored type in the last Accept header', 200),
      )
      t.check(
        'pull.manifest.accept-lists',
        long,
        answers('a GET with the stored type at the end of a long Accept header', 200),
      )
    },
  }),

  // Under its digest an index is served as it is, or not at all; a tag may be resolved to one of its manifests.
  defineTest({
    id: 'pull.manifest.index-not-accepted',
    title: 'requests an index without its type in Accept',
    evaluates: ['pull.manifest.accept-mismatch', 'pull.manifest.exact-bytes'],
    async run(t) {
      const index = (await t.specimens.manifests()).find(
        ({ mediaType, tag, digest }) => mediaType === mediaTypes.index && tag !== undefined && digest !== '',
      )
      if (!index) {
        t.skip('pull.manifest.accept-mismatch', 'no index with a tag is known')
        return t.skip('pull.manifest.exact-bytes', 'no index with a tag is known')
      }
      const [whole, byTag, byDigest] = await Promise.all([
        get(t, index.digest),
        get(t, index.tag ?? '', mediaTypes.manifest),
        get(t, index.digest, mediaTypes.manifest),
      ])
      t.check('pull.manifest.accept-mismatch', byTag, resolvesTo(index.digest, manifestsIn(whole)))
      t.check('pull.manifest.exact-bytes', byDigest, (exchange) =>
        succeeded(exchange) ? isContentOf('an index under its digest', index.digest)(exchange) : holds(),
      )
    },
  }),

  // What is served to a client that does not name the stored type is not settled: any answer but 5xx passes.
  defineTest({
    id: 'pull.manifest.foreign-accept',
    title: 'requests a manifest without its type in Accept',
    evaluates: ['pull.manifest.accept-mismatch'],
    async run(t) {
      const [wanted] = await t.specimens.manifests()
      if (!wanted) return t.skip('pull.manifest.accept-mismatch', 'no manifest was named')
      const got = await get(t, wanted.tag ?? wanted.digest, 'application/vnd.oci-assay.unknown+json')
      t.check('pull.manifest.accept-mismatch', got, (exchange) => {
        const { status } = answerOf(exchange)
        return status < 500
          ? holds(status === 200 ? undefined : `returned ${status} when Accept does not list the stored type`)
          : violated(
              `returned ${status} for an Accept without the stored type`,
              ['200', '404', '406'],
              String(status),
              statusIs('2xx', '3xx', '4xx'),
            )
      })
    },
  }),
]
