import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { artifactOf, indexOf, types, type Change, type Doc } from '../layouts/build/layout.ts'

const inIndexJson = (id: string, violates: RequirementId, title: string, change: Change): Defect => ({
  id,
  violates,
  title,
  make(layout) {
    layout.image()
    layout.index.push(change)
  },
})

/** A platform on the entry of an artifact, which has no configuration to compare it with. */
const inPlatform = (
  id: string,
  violates: RequirementId,
  title: string,
  platform: unknown,
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  title,
  make: (layout) => void layout.entries.push(indexOf(layout, [{ ...artifactOf(layout), platform }])),
  ...more,
})
const linux = (more: Doc): Doc => ({ architecture: 'amd64', os: 'linux', ...more })

/** Faults of indexes, index.json included. */
export const imageIndex: readonly Defect[] = [
  {
    id: 'index-is-null',
    violates: 'index.is-object',
    title: 'null as a nested index',
    make: (layout) => void layout.entries.push(indexOf(layout, [], () => 'null')),
  },
  inIndexJson('index-without-schema-version', 'index.schema-version.exists', 'no schemaVersion', (index) => {
    delete index['schemaVersion']
  }),
  inIndexJson('index-schema-version-1', 'index.schema-version.is-2', 'schemaVersion 1', (index) => {
    index['schemaVersion'] = 1
  }),
  inIndexJson('index-schema-version-string', 'index.schema-version.is-2', 'schemaVersion "2"', (index) => {
    index['schemaVersion'] = '2'
  }),
  inIndexJson(
    'index-without-media-type',
    'index.media-type.exists',
    'no mediaType in index.json',
    (index) => {
      delete index['mediaType']
    },
  ),
  {
    id: 'nested-index-without-media-type',
    violates: 'index.media-type.exists',
    title: 'no mediaType in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void delete index['mediaType'])),
  },
  inIndexJson(
    'index-of-another-type',
    'index.media-type.is-index',
    'a foreign mediaType in index.json',
    (index) => {
      index['mediaType'] = 'application/json'
    },
  ),
  inIndexJson(
    'index-of-docker-type',
    'index.media-type.is-index',
    'the type of Docker in index.json',
    (index) => {
      index['mediaType'] = types.dockerIndex
    },
  ),
  {
    id: 'nested-index-of-another-type',
    violates: 'index.media-type.is-index',
    title: 'a foreign mediaType in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void (index['mediaType'] = 'text/plain'))),
  },
  inIndexJson(
    'index-artifact-type-object',
    'index.artifact-type.is-string',
    'an artifactType that is an object',
    (index) => {
      index['artifactType'] = {}
    },
  ),
  inIndexJson(
    'index-artifact-type-bare',
    'index.artifact-type.rfc6838',
    'an artifactType without a slash',
    (index) => {
      index['artifactType'] = 'thing'
    },
  ),
  inIndexJson('index-without-manifests', 'index.manifests.exists', 'no manifests', (index) => {
    delete index['manifests']
  }),
  {
    id: 'nested-index-without-manifests',
    violates: 'index.manifests.exists',
    title: 'no manifests in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void delete index['manifests'])),
  },
  inIndexJson(
    'index-manifests-object',
    'index.manifests.is-array',
    'manifests that are an object',
    (index) => {
      index['manifests'] = {}
    },
  ),
  inIndexJson('index-manifests-null', 'index.manifests.is-array', 'manifests that are null', (index) => {
    index['manifests'] = null
  }),
  {
    id: 'layer-in-index',
    violates: 'index.manifests.portable-types',
    title: 'a layer in the list of an index',
    make: (layout) => void layout.entries.push(indexOf(layout, [layout.layer().descriptor])),
  },
  {
    id: 'image-without-platform',
    violates: 'index.platform.exists',
    title: 'an image in a nested index without a platform',
    make: (layout) => void layout.entries.push(indexOf(layout, [layout.manifest()])),
  },
  {
    id: 'image-without-platform-in-index-json',
    violates: 'index.platform.exists',
    title: 'an image without a platform in an index.json whose other entries have one',
    make(layout) {
      layout.image({ name: 'one' })
      layout.image({ name: 'two', entry: (entry) => void (entry['platform'] = linux({})) })
    },
  },
  inPlatform('platform-string', 'index.platform.is-object', 'a platform that is a string', 'linux/amd64'),
  inPlatform(
    'platform-without-architecture',
    'index.platform.architecture.exists',
    'a platform without architecture',
    {
      os: 'linux',
    },
  ),
  inPlatform(
    'platform-architecture-null',
    'index.platform.architecture.is-string',
    'an architecture that is null',
    {
      os: 'linux',
      architecture: null,
    },
  ),
  inPlatform(
    'platform-x86_64',
    'index.platform.architecture.goarch',
    'the architecture x86_64',
    linux({ architecture: 'x86_64' }),
  ),
  inPlatform('platform-without-os', 'index.platform.os.exists', 'a platform without os', {
    architecture: 'amd64',
  }),
  inPlatform('platform-os-array', 'index.platform.os.is-string', 'an os that is an array', linux({ os: [] })),
  inPlatform(
    'platform-macos',
    'index.platform.os.goos',
    'the operating system macos',
    linux({ os: 'macos' }),
  ),
  inPlatform(
    'platform-os-version-number',
    'index.platform.os-version.is-string',
    'an os.version that is a number',
    linux({ 'os.version': 10 }),
  ),
  inPlatform(
    'platform-os-features-string',
    'index.platform.os-features.is-string-array',
    'os.features that are a string',
    linux({ 'os.features': 'sse4' }),
  ),
  inPlatform(
    'platform-windows-features',
    'index.platform.os-features.windows',
    'an unknown feature of windows',
    {
      architecture: 'amd64',
      os: 'windows',
      'os.features': ['win16'],
    },
  ),
  inPlatform(
    'platform-variant-number',
    'index.platform.variant.is-string',
    'a variant that is a number',
    linux({ variant: 7 }),
  ),
  inPlatform(
    'platform-variant-unknown',
    'index.platform.variant.listed',
    'a variant of arm that does not exist',
    linux({
      architecture: 'arm',
      variant: '7',
    }),
  ),
  inPlatform(
    'platform-features',
    'index.platform.features.unused',
    'the reserved features',
    linux({ features: ['sse4'] }),
  ),
  {
    id: 'platform-of-another-architecture',
    violates: 'index.platform.agrees-with-config',
    title: 'an image of amd64 that is listed as arm64',
    make: (layout) =>
      void layout.entries.push(
        indexOf(layout, [
          layout.manifest({ entry: (entry) => ({ ...entry, platform: linux({ architecture: 'arm64' }) }) }),
        ]),
      ),
  },
  {
    id: 'platform-of-another-os',
    violates: 'index.platform.agrees-with-config',
    title: 'an image of linux that is listed as windows',
    make: (layout) =>
      void layout.image({ entry: (entry) => void (entry['platform'] = linux({ os: 'windows' })) }),
  },
]
