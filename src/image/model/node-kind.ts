/** What a blob is to the image. */
export type NodeKind = 'index' | 'manifest' | 'config' | 'layer' | 'blob' | 'unknown'

/** Media types whose content is read, Docker's equivalents included (media-types.md, compatibility matrix). */
const documents: Readonly<Record<string, NodeKind>> = {
  'application/vnd.oci.image.index.v1+json': 'index',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'index',
  'application/vnd.oci.image.manifest.v1+json': 'manifest',
  'application/vnd.docker.distribution.manifest.v2+json': 'manifest',
  'application/vnd.oci.image.config.v1+json': 'config',
  'application/vnd.docker.container.image.v1+json': 'config',
}

const layer =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar|docker\.image\.rootfs\.(?:diff|foreign\.diff)\.tar)/

/**
 * The kind of a node by its media type and by the property that leads to it. A layer or config of
 * another type is a `blob`, which artifacts may hold; an entry of an index of another type is `unknown`.
 */
export function kindOf(mediaType: string | undefined, role: string): NodeKind {
  const known = mediaType === undefined ? undefined : documents[mediaType]
  if (known !== undefined) return known
  if (mediaType !== undefined && layer.test(mediaType)) return 'layer'
  return role === 'manifests' || role === 'subject' ? 'unknown' : 'blob'
}
