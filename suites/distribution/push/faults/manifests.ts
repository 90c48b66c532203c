import { digestOf } from '../../../../src/reference/digest.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import {
  byDigest,
  byTag,
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
    title: 'returns 200 for the push of a manifest by tag',
    effects: () => restatus({ ...pushed, when: byTag }, 200),
  },
  {
    id: 'manifest-push-202',
    violates: 'push.manifest.by-tag',
    title: 'returns 202 for the push of a manifest by tag',
    effects: () => restatus({ ...pushed, when: byTag }, 202),
  },
  {
    id: 'oci-types-refused',
    violates: 'push.manifest.by-tag',
    title: 'takes manifests under the media types of Docker only',
    also: ['push.manifest.by-digest'],
    because: 'a type is rejected by tag and by digest',
    seenIn: 'Heroku (depot/cli#266)',
    effects: () =>
      ending({ ...put, when: (ctx) => isTyped(imageManifestType)(ctx) || isTyped(imageIndexType)(ctx) }, 415),
  },
  {
    id: 'manifest-push-by-digest-200',
    violates: 'push.manifest.by-digest',
    title: 'returns 200 for the push of a manifest by digest',
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
    title: 'returns a blob as the Location of a manifest',
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
    title: 'returns a wrong Docker-Content-Digest for the push of a manifest',
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
    title: 'rejects a Content-Type with parameters on a push',
    effects: () =>
      ending({ ...put, when: ({ headers }) => headers['content-type']?.includes(';') === true }, 400),
  },
  {
    id: 'manifest-type-parameters-415',
    violates: 'push.manifest.content-type-parameters',
    title: 'returns 415 for a Content-Type with parameters on a push',
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
    title: 'returns 500 if a tag leads to a manifest without mediaType',
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

/** Faults in pushing manifests. */
export const pushedManifestFaults: readonly Fault[] = [...acceptedFaults]
