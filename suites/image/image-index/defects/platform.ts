import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { artifactOf, indexOf, type Doc } from '../../layouts/build/layout.ts'
import { edit, editedIn } from '../../layouts/edited.ts'

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

/** Platforms that are missing or wrong. */
export const platform: readonly Defect[] = [
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
  editedIn(
    'index-edited',
    'index.platform.os.exists',
    'an edited index with a platform without os',
    (layout) => {
      const platform = { architecture: 'amd64', os: 'linux' }
      const index = indexOf(layout, [layout.manifest({ entry: (entry) => ({ ...entry, platform }) })])
      layout.entries.push(index)
      edit(
        layout,
        index,
        (document) => void ((document['manifests'] as Doc[])[0]!['platform'] = { architecture: 'amd64' }),
      )
    },
  ),
]
