import { type RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import {
  byDigest,
  byTag,
  documentIn,
  isTyped,
  pushed,
  put,
  referenceOf,
  repositoryOf,
} from '../../../../src/reference/effects/requests.ts'
import {
  documentOf,
  ending,
  falseDigest,
  instead,
  restatus,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'

const acceptedFaults: readonly Fault[] = [
  {
    id: 'manifest-push-200',
    violates: 'push.manifest.by-tag',
    title: 'answers 200 to the push of a manifest by tag',
    effects: () => restatus({ ...pushed, when: byTag }, 200),
  },
  {
    id: 'manifest-push-202',
    violates: 'push.manifest.by-tag',
    title: 'answers 202 to the push of a manifest by tag',
    effects: () => restatus({ ...pushed, when: byTag }, 202),
  },
  {
    id: 'oci-types-refused',
    violates: 'push.manifest.by-tag',
    title: 'takes manifests under the media types of Docker only',
    also: ['push.manifest.by-digest'],
    because: 'a type is refused by tag and by digest',
    seenIn: 'Heroku (depot/cli#266)',
    effects: () =>
      ending({ ...put, when: (ctx) => isTyped(imageManifestType)(ctx) || isTyped(imageIndexType)(ctx) }, 415),
  },
  {
    id: 'manifest-push-by-digest-200',
    violates: 'push.manifest.by-digest',
    title: 'answers 200 to the push of a manifest by digest',
    effects: () => restatus({ ...pushed, when: (ctx) => byDigest(ctx) && !ctx.query.has('tag') }, 200),
  },
  {
    id: 'manifest-push-by-digest-405',
    violates: 'push.manifest.by-digest',
    title: 'takes manifests by tag only',
    effects: () => ending({ ...put, when: byDigest }, 405),
  },
  {
    id: 'manifest-push-without-location',
    violates: 'push.manifest.location',
    title: 'answers the push of a manifest without Location',
    effects: () => without(pushed, 'Location'),
  },
  {
    id: 'manifest-push-location-dead',
    violates: 'push.manifest.location-pullable',
    title: 'gives a blob as the Location of a manifest',
    effects: () =>
      setting(pushed, 'Location', (_, ctx) =>
        contentLocation(ctx, repositoryOf(ctx), 'blobs', digestOf(ctx.body)),
      ),
  },
  {
    id: 'manifest-push-digest-header-missing',
    violates: 'push.manifest.digest-header',
    title: 'answers the push of a manifest without Docker-Content-Digest',
    effects: () => without(pushed, 'Docker-Content-Digest'),
  },
  {
    id: 'manifest-push-digest-header-false',
    violates: 'push.manifest.digest-header-value',
    title: 'answers the push of a manifest with a false Docker-Content-Digest',
    effects: () =>
      setting({ ...pushed, when: byDigest }, 'Docker-Content-Digest', (_, ctx) =>
        falseDigest(referenceOf(ctx)),
      ),
  },
  {
    id: 'manifest-push-sha512-as-sha256',
    violates: 'push.manifest.digest-header-value',
    title: 'answers a push by sha512 with the sha256 digest',
    seenIn: 'distribution 3.1.1',
    effects: () =>
      setting(
        { ...pushed, when: (ctx) => referenceOf(ctx).startsWith('sha512:') },
        'Docker-Content-Digest',
        (_, { body }) => digestOf(body),
      ),
  },
  {
    id: 'manifest-type-parameters-400',
    violates: 'push.manifest.content-type-parameters',
    title: 'refuses a Content-Type with parameters on a push',
    effects: () =>
      ending({ ...put, when: ({ headers }) => headers['content-type']?.includes(';') === true }, 400),
  },
  {
    id: 'manifest-type-parameters-415',
    violates: 'push.manifest.content-type-parameters',
    title: 'answers 415 to a Content-Type with parameters on a push',
    seenIn: 'Amazon ECR in 2024',
    effects: () =>
      ending({ ...put, when: ({ headers }) => headers['content-type']?.includes(';') === true }, 415),
  },
  {
    id: 'manifest-type-parameters-kept',
    violates: 'push.manifest.content-type-parameters',
    title: 'serves a manifest with the parameters that its Content-Type had on the push',
    effects: () => {
      const kept = new Set<string>()
      return together(
        onReply(pushed, (answer, ctx) => {
          if (ctx.headers['content-type']?.includes(';') === true) kept.add(digestOf(ctx.body))
          return answer
        }),
        setting({ endpoint: 'manifest', method: 'GET', status: 200 }, 'Content-Type', (answer) => {
          const type = answer.headers.find(([name]) => name === 'Content-Type')?.[1] ?? ''
          return kept.has(digestOf(answer.body)) ? `${type}; charset=utf-8` : type
        }),
      )
    },
  },
  {
    id: 'tag-of-untyped-500',
    violates: 'push.manifest.without-media-type',
    title: 'fails with 500 where a tag leads to a manifest without mediaType',
    seenIn: 'Kraken in 2020 (kraken#288)',
    effects: () =>
      instead(
        {
          endpoint: 'manifest',
          method: 'GET',
          status: 200,
          when: (ctx, answer) =>
            byTag(ctx) && answer !== undefined && documentOf(answer)['mediaType'] === undefined,
        },
        500,
      ),
  },
]

const refusedFaults: readonly Fault[] = [
  {
    id: 'manifest-wrong-digest-201',
    violates: 'push.manifest.wrong-digest',
    title: 'answers 201 to a manifest that does not match its digest',
    seenIn: 'nexspence in 2026-08',
    effects: () => instead({ ...put, refusal: 'digest-mismatch' }, 201),
  },
  {
    id: 'manifest-wrong-digest-500',
    violates: 'push.manifest.wrong-digest',
    title: 'fails with 500 on a manifest that does not match its digest',
    effects: () => instead({ ...put, refusal: 'digest-mismatch' }, 500),
  },
  {
    id: 'manifest-wrong-digest-stored',
    violates: 'push.manifest.wrong-digest-not-stored',
    title: 'stores a manifest under the wrong digest that it refuses',
    effects: () =>
      onReply({ ...put, refusal: 'digest-mismatch' }, (answer, ctx) => {
        ctx.store.putManifest(repositoryOf(ctx), ctx.body, { digest: referenceOf(ctx) })
        return answer
      }),
  },
  {
    id: 'manifest-push-malformed-digest-500',
    violates: 'push.manifest.malformed-digest',
    title: 'fails with 500 on the push of a manifest under a malformed digest',
    seenIn: 'distribution 3.1.1',
    effects: () => instead({ ...put, refusal: 'digest-malformed' }, 500),
  },
  {
    id: 'manifest-push-malformed-digest-201',
    violates: 'push.manifest.malformed-digest',
    title: 'takes a malformed digest for a tag',
    seenIn: 'zot up to 2.1.18',
    effects: () => instead({ ...put, refusal: 'digest-malformed' }, 201),
  },
  {
    id: 'manifest-type-mismatch-500',
    violates: 'push.manifest.media-type-mismatch',
    title: 'fails with 500 on a Content-Type that is unlike mediaType',
    effects: () => ending({ ...put, when: isMismatched }, 500),
  },
  {
    id: 'manifest-type-mismatch-415',
    violates: 'push.manifest.media-type-mismatch',
    title: 'answers 415 to a Content-Type that is unlike mediaType',
    verdict: 'warn',
    effects: () => ending({ ...put, when: isMismatched }, 415),
  },
  {
    id: 'manifest-without-media-type-400',
    violates: 'push.manifest.without-media-type',
    title: 'refuses a manifest without mediaType',
    seenIn: 'Amazon ECR in 2019',
    effects: () =>
      ending(
        {
          ...put,
          when: (ctx) => documentIn(ctx)['schemaVersion'] === 2 && documentIn(ctx)['mediaType'] === undefined,
        },
        400,
      ),
  },
  {
    id: 'manifest-no-json-201',
    violates: 'push.manifest.invalid',
    title: 'takes for a manifest what is no JSON',
    effects: () => instead({ ...put, refusal: 'manifest-invalid', when: isNoJson }, 201),
  },
  {
    id: 'manifest-no-json-500',
    violates: 'push.manifest.invalid',
    title: 'fails with 500 on a manifest that is no JSON',
    effects: () => instead({ ...put, refusal: 'manifest-invalid', when: isNoJson }, 500),
  },
  {
    id: 'manifest-without-config-500',
    violates: 'push.manifest.invalid',
    title: 'fails with 500 on an image manifest without a config',
    seenIn: 'Pulp Container in 2022 (pulp_container#853)',
    effects: () =>
      ending(
        {
          ...put,
          when: (ctx) =>
            isTyped(imageManifestType)(ctx) && !isNoJson(ctx) && documentIn(ctx)['config'] === undefined,
        },
        500,
      ),
  },
  {
    id: 'manifest-too-large-reset',
    violates: 'push.manifest.too-large',
    title: 'breaks the connection on a manifest that is too large',
    effects: () =>
      onReply({ refusal: 'manifest-too-large' }, (reply) => ({ ...reply, wire: 'reset' as const })),
  },
  {
    id: 'manifest-too-large-malformed',
    violates: 'push.manifest.too-large',
    title: 'sends what is not HTTP in response to a manifest that is too large',
    seenIn: 'proxies that answer before the registry does',
    effects: () =>
      onReply({ refusal: 'manifest-too-large' }, (reply) => ({ ...reply, wire: 'bare-line-feeds' as const })),
  },
  {
    id: 'manifest-too-large-500',
    violates: 'push.manifest.too-large',
    title: 'fails with 500 on a manifest that is too large',
    effects: () => instead({ refusal: 'manifest-too-large' }, 500),
  },
  {
    id: 'manifest-too-large-400',
    violates: 'push.manifest.too-large',
    title: 'answers 400 to a manifest that is too large',
    effects: () => restatus({ refusal: 'manifest-too-large' }, 400),
  },
  {
    id: 'manifest-unlimited',
    violates: 'push.manifest.too-large',
    title: 'takes manifests of any size',
    verdict: 'unsupported',
    effects: () => ({ options: { manifestLimit: 64 * 1024 * 1024 } }),
  },
  {
    id: 'manifest-limit-one-megabyte',
    violates: 'push.manifest.four-megabytes',
    title: 'takes no manifest above one megabyte',
    effects: () => ({ options: { manifestLimit: 1_000_000 } }),
  },
  {
    id: 'manifest-limit-three-megabytes-416',
    violates: 'push.manifest.four-megabytes',
    title: 'answers 416 to a manifest above three megabytes',
    also: ['push.manifest.too-large'],
    because: 'the refusal of what is too large has its own status',
    seenIn: 'GHCR, above 4 MiB',
    effects: () => ending({ ...put, when: ({ body }) => body.length > 3_000_000 }, 416),
  },
]

const isNoJson = (ctx: RequestContext): boolean => Object.keys(documentIn(ctx)).length === 0

function isMismatched(ctx: RequestContext): boolean {
  const { mediaType } = documentIn(ctx)
  return typeof mediaType === 'string' && !isTyped(mediaType)(ctx)
}

/** Faults in pushing manifests. */
export const pushedManifestFaults: readonly Fault[] = [...acceptedFaults, ...refusedFaults]
