import { type RequestContext } from '../../../../src/reference/context.ts'
import { imageManifestType } from '../../../../src/reference/manifest.ts'
import {
  documentIn,
  isTyped,
  put,
  referenceOf,
  repositoryOf,
} from '../../../../src/reference/effects/requests.ts'
import { ending, instead, restatus } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'

/** Faults in manifests that cannot be right. */
export const refusedManifestFaults: readonly Fault[] = [
  {
    id: 'manifest-wrong-digest-201',
    violates: 'push.manifest.wrong-digest',
    title: 'returns 201 for a manifest that does not match its digest',
    seenIn: 'nexspence in 2026-08',
    effects: () => instead({ ...put, refusal: 'digest-mismatch' }, 201),
  },
  {
    id: 'manifest-wrong-digest-500',
    violates: 'push.manifest.wrong-digest',
    title: 'returns 500 for a manifest that does not match its digest',
    effects: () => instead({ ...put, refusal: 'digest-mismatch' }, 500),
  },
  {
    id: 'manifest-wrong-digest-stored',
    violates: 'push.manifest.wrong-digest-not-stored',
    title: 'stores a manifest under the wrong digest that it rejects',
    effects: () =>
      onReply({ ...put, refusal: 'digest-mismatch' }, (answer, ctx) => {
        ctx.store.putManifest(repositoryOf(ctx), ctx.body, { digest: referenceOf(ctx) })
        return answer
      }),
  },
  {
    id: 'manifest-push-malformed-digest-500',
    violates: 'push.manifest.malformed-digest',
    title: 'returns 500 for the push of a manifest under a malformed digest',
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
    title: 'returns 500 for a Content-Type that is unlike mediaType',
    effects: () => ending({ ...put, when: isMismatched }, 500),
  },
  {
    id: 'manifest-type-mismatch-415',
    violates: 'push.manifest.media-type-mismatch',
    title: 'returns 415 for a Content-Type that is unlike mediaType',
    verdict: 'warn',
    effects: () => ending({ ...put, when: isMismatched }, 415),
  },
  {
    id: 'manifest-without-media-type-400',
    violates: 'push.manifest.without-media-type',
    title: 'rejects a manifest without mediaType',
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
    title: 'accepts as a manifest what is not JSON',
    effects: () => instead({ ...put, refusal: 'manifest-invalid', when: isNoJson }, 201),
  },
  {
    id: 'manifest-no-json-500',
    violates: 'push.manifest.invalid',
    title: 'returns 500 for a manifest that is not JSON',
    effects: () => instead({ ...put, refusal: 'manifest-invalid', when: isNoJson }, 500),
  },
  {
    id: 'manifest-without-config-500',
    violates: 'push.manifest.invalid',
    title: 'returns 500 for an image manifest without a config',
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
    title: 'returns 500 for a manifest that is too large',
    effects: () => instead({ refusal: 'manifest-too-large' }, 500),
  },
  {
    id: 'manifest-too-large-400',
    violates: 'push.manifest.too-large',
    title: 'returns 400 for a manifest that is too large',
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
    title: 'accepts no manifest above one megabyte',
    effects: () => ({ options: { manifestLimit: 1_000_000 } }),
  },
  {
    id: 'manifest-limit-three-megabytes-416',
    violates: 'push.manifest.four-megabytes',
    title: 'returns 416 for a manifest above three megabytes',
    also: ['push.manifest.too-large'],
    because: 'the status for what is too large has a requirement of its own',
    seenIn: 'GHCR, above 4 MiB',
    effects: () => ending({ ...put, when: ({ body }) => body.length > 3_000_000 }, 416),
  },
]

const isNoJson = (ctx: RequestContext): boolean => Object.keys(documentIn(ctx)).length === 0

function isMismatched(ctx: RequestContext): boolean {
  const { mediaType } = documentIn(ctx)
  return typeof mediaType === 'string' && !isTyped(mediaType)(ctx)
}
