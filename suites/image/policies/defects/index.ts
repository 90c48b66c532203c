import type { Doc, ImageParts } from '../../layouts/build/layout.ts'
import type { Defect } from '../../layouts/case.ts'
import type { Policies } from '../policies.ts'
import type { PolicyId } from '../requirements.ts'
import { files } from './files.ts'
import { acrossPlatforms, configured, orphanedLayer } from './images.ts'

/** One image that is not as policies require it. */
const image = (
  id: string,
  violates: PolicyId,
  title: string,
  policies: Policies,
  parts: ImageParts = {},
): Defect => ({ id, violates, title, policies, make: (layout) => void layout.image(parts) })

const platforms = ['linux/amd64', 'linux/arm64']
const passwd = (text: string): NonNullable<ImageParts['layers']> => [
  { files: [{ name: 'etc/passwd', content: text }] },
]

/** Layouts that are valid, and not as the user requires it. */
export const defects: readonly Defect[] = [
  image('platform-missing', 'policy.platforms', 'an image for one platform of two', { platforms }),
  {
    id: 'platform-missing-in-index',
    violates: 'policy.platforms',
    title: 'an index that lacks an architecture, beside one that has it',
    policies: { platforms },
    make(layout) {
      acrossPlatforms(layout, { amd64: [{}], arm64: [{}] }, '1.0')
      acrossPlatforms(layout, { amd64: [{}] }, '1.1')
    },
  },
  {
    id: 'platform-of-other-variant',
    violates: 'policy.platforms',
    title: 'an image for another variant of an architecture',
    policies: { platforms: ['linux/arm/v6'] },
    make(layout) {
      const config = { architecture: 'arm', variant: 'v7' }
      layout.image({ config: (document) => void Object.assign(document, config) })
    },
  },
  ...files,
  image('label-missing', 'policy.labels', 'an image without a required label', {
    labels: { 'org.example.team': { present: true } },
  }),
  image(
    'label-of-other-value',
    'policy.labels',
    'a label with another value',
    { labels: { 'org.example.team': { equals: 'search' } } },
    configured({ Labels: { 'org.example.team': 'billing' } }),
  ),
  image(
    'label-without-match',
    'policy.labels',
    'a label that does not match',
    { labels: { 'org.example.version': { matches: 'v*.*' } } },
    configured({ Labels: { 'org.example.version': 'latest' } }),
  ),
  image(
    'label-not-absent',
    'policy.labels',
    'a label that must not be there',
    { labels: { 'org.example.secret': { absent: true } } },
    configured({ Labels: { 'org.example.secret': '' } }),
  ),
  image('annotation-missing', 'policy.annotations', 'a manifest without a required annotation', {
    annotations: { 'org.opencontainers.image.source': { matches: 'https://*' } },
  }),
  image(
    'annotation-of-other-value',
    'policy.annotations',
    'an annotation with another value',
    { annotations: { 'org.opencontainers.image.vendor': { equals: 'Example' } } },
    {
      manifest: (document: Doc) =>
        void Object.assign(document, { annotations: { 'org.opencontainers.image.vendor': 'Other' } }),
    },
  ),
  image('user-absent', 'policy.user', 'an image that names no user', { user: 'non-root' }),
  image(
    'user-zero',
    'policy.user',
    'a user that is root by its number',
    { user: 'non-root' },
    configured({ User: '0:1000' }),
  ),
  image(
    'user-root-by-passwd',
    'policy.user',
    'a user that is root by the passwd of the image',
    { user: 'non-root' },
    { ...configured({ User: 'toor' }), layers: passwd('root:x:0:0\ntoor:x:0:0\n') },
  ),
  image(
    'user-not-a-number',
    'policy.user',
    'a name where a number is required',
    { user: 'non-root-number' },
    { ...configured({ User: 'web' }), layers: passwd('web:x:1000:1000\n') },
  ),
  image('user-other', 'policy.user', 'another user', { user: '65532:65532' }, configured({ User: '1000' })),
  {
    id: 'blob-unreferenced',
    violates: 'policy.unreferenced',
    title: 'a layer that no descriptor refers to',
    policies: { noUnreferencedBlobs: true },
    make(layout) {
      layout.image()
      orphanedLayer(layout, {})
    },
  },
  image(
    'file-with-set-user-id',
    'policy.set-id',
    'a file with the set-user-ID bit',
    { noSetId: true },
    { layers: [{ files: [{ name: 'bin/su', mode: 0o4755 }] }] },
  ),
  image('lock-other-digest', 'policy.lock', 'an image with another digest than the lock file has', {
    lock: { latest: `sha256:${'0'.repeat(64)}` },
  }),
  image('lock-unknown', 'policy.lock', 'an image that the lock file does not have', {
    lock: { other: `sha256:${'0'.repeat(64)}` },
  }),
  image('image-too-large', 'policy.size', 'an image that is larger than allowed', { size: { image: 100 } }),
  image('layer-too-large', 'policy.size', 'a layer that is larger than allowed', { size: { layer: 10 } }),
  image(
    'created-later',
    'policy.timestamps',
    'a configuration that was created later than allowed',
    {
      timestamps: 1_700_000_000,
    },
    {
      config: (document) => void Object.assign(document, { history: [{}] }),
    },
  ),
  image(
    'file-modified-later',
    'policy.timestamps',
    'a file that was modified later than allowed',
    {
      timestamps: 1_710_000_000,
    },
    { layers: [{ files: [{ name: 'etc/hostname', mtime: 1_720_000_000 }] }] },
  ),
]
