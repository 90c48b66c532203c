import { imageManifest } from '../../../src/content/manifest.ts'
import { describe, emptyContent, type Content, type Tree } from './tree.ts'

/** The annotation by which clients name the file that a layer is. */
const titleKey = 'org.opencontainers.image.title'

/** An artifact whose layers are files with these titles, in their order. */
export function artifactOfFiles(
  files: readonly { title: string; content: Content; annotations?: Readonly<Record<string, string>> }[],
): Tree {
  return {
    root: imageManifest({
      config: describe(emptyContent),
      artifactType: 'application/vnd.oci-assay.files',
      layers: files.map(({ title, content, annotations }) =>
        describe(content, { annotations: { [titleKey]: title, ...annotations } }),
      ),
    }),
    manifests: [],
    blobs: [emptyContent, ...files.map(({ content }) => content)],
  }
}
