import { artifactOf, indexOf } from '../../suites/image/layouts/build/layout.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

/** An index of two platforms with a signature as its referrer: what a round trip has to return. */
export const signedIndex: LayoutCase = {
  id: 'signed-index',
  title: 'an index of two platforms, and a signature of it',
  make(layout) {
    const entries = ['amd64', 'arm64'].map((architecture) =>
      layout.manifest({
        name: null,
        config: (config) => void (config['architecture'] = architecture),
        entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
      }),
    )
    const { mediaType, digest, size } = indexOf(layout, entries)
    layout.entries.push({ mediaType, digest, size })
    layout.entries.push(
      artifactOf(layout, { manifest: (artifact) => ({ ...artifact, subject: { mediaType, digest, size } }) }),
    )
  },
}
