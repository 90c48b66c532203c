import { mediaTypes } from '../../content/media-types.ts'

/** What a media type promises, as far as this specification defines it. */
export type ContentKind = 'index' | 'manifest' | 'config' | 'layer' | 'other'

export interface MediaType {
  kind: ContentKind
  /** Docker's name for what the specification has another name for. */
  docker: boolean
  /** The OCI type that it is, or that it corresponds to. */
  oci: string
  /** Only of a layer, and absent where nothing states it. */
  compression?: 'none' | 'gzip' | 'zstd'
  nonDistributable?: true
}

const layer = (
  oci: string,
  compression: 'none' | 'gzip' | 'zstd',
  more: { docker?: true; nonDistributable?: true } = {},
): MediaType => ({ kind: 'layer', docker: false, oci, compression, ...more })

const oci = 'application/vnd.oci.image.layer'
const docker = 'application/vnd.docker.image.rootfs'

const known: ReadonlyMap<string, MediaType> = new Map<string, MediaType>([
  [mediaTypes.index, { kind: 'index', docker: false, oci: mediaTypes.index }],
  [mediaTypes.manifest, { kind: 'manifest', docker: false, oci: mediaTypes.manifest }],
  [mediaTypes.config, { kind: 'config', docker: false, oci: mediaTypes.config }],
  [mediaTypes.dockerManifestList, { kind: 'index', docker: true, oci: mediaTypes.index }],
  [mediaTypes.dockerManifest, { kind: 'manifest', docker: true, oci: mediaTypes.manifest }],
  [mediaTypes.dockerConfig, { kind: 'config', docker: true, oci: mediaTypes.config }],
  [`${oci}.v1.tar`, layer(`${oci}.v1.tar`, 'none')],
  [`${oci}.v1.tar+gzip`, layer(`${oci}.v1.tar+gzip`, 'gzip')],
  [`${oci}.v1.tar+zstd`, layer(`${oci}.v1.tar+zstd`, 'zstd')],
  ...(['none', 'gzip', 'zstd'] as const).map((compression): [string, MediaType] => {
    const name = `${oci}.nondistributable.v1.tar${compression === 'none' ? '' : `+${compression}`}`
    return [name, layer(name, compression, { nonDistributable: true })]
  }),
  [`${docker}.diff.tar`, layer(`${oci}.v1.tar`, 'none', { docker: true })],
  [`${docker}.diff.tar.gzip`, layer(`${oci}.v1.tar+gzip`, 'gzip', { docker: true })],
  [`${docker}.diff.tar.zstd`, layer(`${oci}.v1.tar+zstd`, 'zstd', { docker: true })],
  [
    `${docker}.foreign.diff.tar`,
    layer(`${oci}.nondistributable.v1.tar`, 'none', { docker: true, nonDistributable: true }),
  ],
  [
    `${docker}.foreign.diff.tar.gzip`,
    layer(`${oci}.nondistributable.v1.tar+gzip`, 'gzip', { docker: true, nonDistributable: true }),
  ],
])

/** A layer that no descriptor leads to: readers find its compression by its first bytes. */
export const layerOfAnyCompression: MediaType = { kind: 'layer', docker: false, oci: '' }

/** The kind of content that a media type means; a type of another specification, or none, is `other`. */
export const readMediaType = (mediaType: unknown): MediaType =>
  (typeof mediaType === 'string' ? known.get(mediaType) : undefined) ?? {
    kind: 'other',
    docker: false,
    oci: typeof mediaType === 'string' ? mediaType : '',
  }
