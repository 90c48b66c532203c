import { imageIndexType } from '../../../../src/reference/manifest.ts'
import { headerOf } from '../../../../src/reference/reply.ts'
import { byDigest, byTag } from '../../../../src/reference/effects/requests.ts'
import { falseDigest, instead, restatus, setting, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import type { Match } from '../../../../src/reference/effects/effects.ts'

const manifest = { endpoint: 'manifest', method: 'HEAD', status: 200 } as const
const index: Match = {
  ...manifest,
  when: (_, answer) => answer !== undefined && headerOf(answer, 'content-type') === imageIndexType,
}
const blob = { endpoint: 'blob', method: 'HEAD', status: 200 } as const
const noManifest = { endpoint: 'manifest', method: 'HEAD', refusal: 'manifest-unknown' } as const

/** Faults in HEAD of manifests. */
export const manifestHeadFaults: readonly Fault[] = [
  {
    id: 'manifest-head-tag-404',
    violates: 'pull.manifest.head.by-tag',
    title: 'returns 404 for a HEAD of a tag that exists',
    effects: () => instead({ ...manifest, when: byTag }, 404),
  },
  {
    id: 'manifest-head-tag-204',
    violates: 'pull.manifest.head.by-tag',
    title: 'returns 204 for a HEAD of a tag that exists',
    effects: () => restatus({ ...manifest, when: byTag }, 204),
  },
  {
    id: 'manifest-head-digest-405',
    violates: 'pull.manifest.head.by-digest',
    title: 'returns 405 for a HEAD of a manifest by digest',
    effects: () => instead({ ...manifest, when: byDigest }, 405),
  },
  {
    id: 'index-head-digest-404',
    violates: 'pull.manifest.head.by-digest',
    title: 'returns 404 for a HEAD of an index by digest',
    effects: () =>
      instead(
        { ...manifest, when: (ctx, answer) => byDigest(ctx) && index.when?.(ctx, answer) === true },
        404,
      ),
  },
  {
    id: 'manifest-head-unknown-tag-500',
    violates: 'pull.manifest.head.unknown-tag',
    title: 'returns 500 for a HEAD of a tag that does not exist',
    effects: () => instead({ ...noManifest, when: byTag }, 500),
  },
  {
    id: 'manifest-head-unknown-tag-405',
    violates: 'pull.manifest.head.unknown-tag',
    title: 'returns 405 for a HEAD of a tag that does not exist',
    effects: () => instead({ ...noManifest, when: byTag }, 405),
  },
  {
    id: 'manifest-head-unknown-digest-200',
    violates: 'pull.manifest.head.unknown-digest',
    title: 'returns 200 for a a HEAD of any digest',
    effects: () => instead({ ...noManifest, when: byDigest }, 200),
  },
  {
    id: 'manifest-head-digest-header-missing',
    violates: 'pull.manifest.head.digest-header',
    title: 'omits Docker-Content-Digest from the response to a HEAD of a manifest',
    seenIn: 'proxies in front of registries',
    effects: () => without(manifest, 'Docker-Content-Digest'),
  },
  {
    id: 'index-head-digest-header-missing',
    violates: 'pull.manifest.head.digest-header',
    title: 'omits Docker-Content-Digest from the response to a HEAD of an index',
    effects: () => without(index, 'Docker-Content-Digest'),
  },
  {
    id: 'manifest-head-digest-header-false',
    violates: 'pull.manifest.head.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with a HEAD of a manifest',
    effects: () =>
      setting(manifest, 'Docker-Content-Digest', (answer) =>
        falseDigest(headerOf(answer, 'docker-content-digest') ?? ''),
      ),
  },
  {
    id: 'manifest-head-length-missing',
    violates: 'pull.manifest.head.content-length',
    title: 'omits Content-Length from the response to a HEAD of a manifest',
    seenIn: 'Harbor before 2.2 as a proxy cache',
    effects: () => without(manifest, 'Content-Length'),
  },
  {
    id: 'manifest-head-length-zero',
    violates: 'pull.manifest.head.content-length-value',
    title: 'sends Content-Length: 0 with a HEAD of a manifest',
    effects: () => setting(manifest, 'Content-Length', '0'),
  },
  {
    id: 'index-head-length-false',
    violates: 'pull.manifest.head.content-length-value',
    title: 'counts one byte too many in a HEAD of an index',
    effects: () =>
      setting(index, 'Content-Length', (answer) => String(Number(headerOf(answer, 'content-length')) + 1)),
  },
  {
    id: 'manifest-head-untyped',
    violates: 'pull.manifest.head.content-type',
    title: 'omits Content-Type from the response to a HEAD of a manifest',
    seenIn: 'Harbor before 2.2 as a proxy cache',
    effects: () => without(manifest, 'Content-Type'),
  },
  {
    id: 'manifest-head-typed-json',
    violates: 'pull.manifest.head.content-type',
    title: 'returns plain JSON as the type in a HEAD of a manifest',
    effects: () => setting(manifest, 'Content-Type', 'application/json'),
  },
]

/** Faults in HEAD of blobs. */
export const blobHeadFaults: readonly Fault[] = [
  {
    id: 'blob-head-404',
    violates: 'pull.blob.head.known',
    title: 'returns 404 for a HEAD of a blob that exists',
    effects: () => instead(blob, 404),
  },
  {
    id: 'blob-head-204',
    violates: 'pull.blob.head.known',
    title: 'returns 204 for a HEAD of a blob',
    effects: () => restatus(blob, 204),
  },
  {
    id: 'blob-head-unknown-200',
    violates: 'pull.blob.head.unknown',
    title: 'returns 200 for a a HEAD of any blob',
    effects: () => instead({ endpoint: 'blob', method: 'HEAD', refusal: 'blob-unknown' }, 200),
  },
  {
    id: 'blob-head-unknown-403',
    violates: 'pull.blob.head.unknown',
    title: 'returns 403 for a HEAD of a blob that does not exist',
    effects: () => instead({ endpoint: 'blob', method: 'HEAD', refusal: 'blob-unknown' }, 403),
  },
  {
    id: 'blob-head-digest-header-missing',
    violates: 'pull.blob.head.digest-header',
    title: 'omits Docker-Content-Digest from the response to a HEAD of a blob',
    seenIn: 'GitLab 16.5, where it redirects to an object store',
    effects: () => without(blob, 'Docker-Content-Digest'),
  },
  {
    id: 'blob-head-digest-header-false',
    violates: 'pull.blob.head.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with a HEAD of a blob',
    effects: () =>
      setting(blob, 'Docker-Content-Digest', (answer) =>
        falseDigest(headerOf(answer, 'docker-content-digest') ?? ''),
      ),
  },
  {
    id: 'blob-head-length-missing',
    violates: 'pull.blob.head.content-length',
    title: 'omits Content-Length from the response to a HEAD of a blob',
    seenIn: 'registry.access.redhat.com, registry.istio.io',
    effects: () => without(blob, 'Content-Length'),
  },
  {
    id: 'blob-head-length-zero',
    violates: 'pull.blob.head.content-length-value',
    title: 'sends Content-Length: 0 with a HEAD of a blob',
    effects: () => setting(blob, 'Content-Length', '0'),
  },
]
