import type { ValidLayout } from '../case.ts'
import { artifactOf, digestOf, types } from '../build/layout.ts'
import { acrossPlatforms, configured } from '../../policies/defects/images.ts'
import type { Policies } from '../../policies/policies.ts'

const content = 'the router'
const digest = digestOf(Buffer.from(content))
const router = { name: './usr/local/bin/router', content, mode: 0o755 }

const all: Policies = {
  platforms: ['linux/amd64', 'linux/arm64/v8'],
  files: [
    { path: 'usr/local/bin/router', type: 'file', mode: 0o755, uid: 0, gid: 0, digest },
    { path: 'opt/router', digest },
    { path: 'usr/local/lib/**/*.so', mode: 0o644 },
    { path: 'usr/local', type: 'directory' },
    { path: 'sbin/link', type: 'symlink' },
    { path: 'usr/sbin/tool' },
    { path: 'var/cache/**', absent: true },
    { path: 'etc/removed', absent: true },
  ],
  noUnreferencedBlobs: true,
  noSetId: true,
  size: { image: 1024 ** 2, layer: 1024 ** 2 },
  timestamps: 1_704_067_200,
}

/** Layers in which each file has a history: removed and added again, behind links, in any order. */
const layers = [
  {
    files: [
      { name: 'etc/removed' },
      { name: 'sbin', type: '2', link: '/usr/sbin' },
      { name: 'usr/local/lib/a/b/c.so' },
      { name: 'var/cache/apk/index' },
      { name: 'opt/old' },
      { name: 'bin/su', mode: 0o4755 },
      router,
    ],
  },
  { files: [{ name: 'usr/local/bin/.wh.router' }, { name: 'var/.wh.cache' }] },
  {
    files: [
      { name: 'etc/.wh.removed' },
      // Behind the link of the first layer.
      { name: 'sbin/tool' },
      { name: 'sbin/link', type: '2', link: 'tool' },
      { name: 'bin/su', mode: 0o755 },
      { ...router, pax: { path: 'usr/local/bin/router', uid: '0' }, name: 'shortened' },
      { name: 'opt/router', type: '1', link: 'usr/local/bin/router' },
    ],
    mediaType: types.zstd,
  },
]

/** Layouts that are as the user requires it. */
export const ofPolicies: readonly ValidLayout[] = [
  {
    id: 'policies-met',
    title: 'an index that all policies hold of',
    policies: all,
    make: (layout) => acrossPlatforms(layout, { amd64: layers, arm64: layers }),
  },
  {
    id: 'policies-of-values',
    title: 'an image with the required labels, annotations and user',
    policies: {
      labels: {
        'org.example.team': { equals: 'search' },
        'org.example.version': { matches: 'v*' },
        'org.example.secret': { absent: true },
      },
      annotations: { 'org.opencontainers.image.vendor': { present: true } },
      user: 'non-root',
    },
    make: (layout) =>
      void layout.image({
        ...configured({
          User: 'web',
          Labels: { 'org.example.team': 'search', 'org.example.version': 'v1.2' },
        }),
        layers: [
          { files: [{ name: 'etc/passwd', content: 'root:x:0:0\nweb:x:0:0\n' }] },
          { files: [{ name: 'etc/passwd', content: 'root:x:0:0\nweb:x:1000:1000\n' }] },
        ],
        manifest: (document) =>
          void Object.assign(document, { annotations: { 'org.opencontainers.image.vendor': 'us' } }),
      }),
  },
  {
    id: 'policies-beside-artifact',
    title: 'an artifact, of which policies on images require nothing',
    policies: { platforms: ['linux/s390x'], user: 'non-root', files: [{ path: 'etc/app' }], lock: {} },
    make: (layout) => void layout.entries.push(artifactOf(layout)),
  },
  {
    id: 'policies-of-docker-archive',
    title: 'a docker archive that policies hold of',
    form: 'docker-save',
    policies: { platforms: ['linux/amd64'], user: '1000', files: [{ path: 'usr/bin/app', mode: 0o755 }] },
    make: (layout) =>
      void layout.image({
        ...configured({ User: '1000' }),
        layers: [{ files: [{ name: 'usr/bin/app', mode: 0o755 }], mediaType: types.tar }],
      }),
  },
]
