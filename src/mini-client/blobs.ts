import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Behaviour } from './behaviour.ts'
import { matches, Refused, types, type Content, type Descriptor } from './content.ts'
import { TooLong, type Received } from './http.ts'
import type { Client } from './manifests.ts'
import { pathOf, type Reference } from './reference.ts'

export type BlobKind = 'config' | 'layer' | 'blob'

/** Bytes beyond the size that a careless client still reads. */
const careless = 1024 * 1024

const verifies = (behaviour: Behaviour, kind: BlobKind): boolean =>
  ({
    config: behaviour.verifiesConfigs,
    layer: behaviour.verifiesLayers,
    blob: behaviour.verifiesFetchedBlobs,
  })[kind]

/** How much is read of content that should have this size. */
const limitOf = (behaviour: Behaviour, size: number | undefined): number => {
  if (size === undefined) return 64 * careless
  if (!behaviour.stopsAtSize) return Infinity
  return behaviour.verifiesSizes ? size : size + careless
}

/** Pulls a blob and verifies it; content that the descriptor embeds is not requested. */
export async function fetchBlob(
  { session, behaviour, scratch }: Client,
  ref: Reference,
  descriptor: Partial<Descriptor> & Pick<Descriptor, 'digest'>,
  kind: BlobKind,
): Promise<Content & { named?: string }> {
  const { digest, size, data, mediaType = 'application/octet-stream' } = descriptor
  const embedded = data === undefined ? undefined : Buffer.from(data, 'base64')
  if (embedded && (!behaviour.verifiesData || (embedded.length === size && matches(embedded, digest))))
    return { mediaType, digest, bytes: embedded }
  const url = pathOf(ref, `blobs/${digest}`)
  const response = await session.send(url, { limit: limitOf(behaviour, size) }).catch((error: unknown) => {
    throw error instanceof TooLong ? new Refused(`${digest} is longer than ${size} bytes`) : error
  })
  if (response.status !== 200) throw new Refused(`GET ${url.pathname}: ${response.status}`)
  const { body: bytes, headers } = response
  if (kind === 'layer' && !behaviour.verifiesBeforeUnpacking && mediaType.endsWith('gzip') && scratch)
    writeFileSync(join(scratch, 'unpacked'), gunzipSync(bytes))
  checkBlob(behaviour, kind, response, { digest, mediaType, ...(size === undefined ? {} : { size }) })
  const named = headers.get('docker-content-digest')
  return { mediaType, digest, bytes, ...(named === undefined ? {} : { named }) }
}

/** Refuses what is not the content of the descriptor. */
function checkBlob(
  behaviour: Behaviour,
  kind: BlobKind,
  { body, headers }: Received,
  { digest, size, mediaType }: Omit<Descriptor, 'size'> & { size?: number },
): void {
  const type = headers.get('content-type') ?? 'application/octet-stream'
  if (!behaviour.respectsExpectedType && type !== 'application/octet-stream' && type !== mediaType)
    throw new Refused(`${digest} was returned as ${type}`)
  if (size !== undefined && body.length !== size && behaviour.verifiesSizes)
    throw new Refused(`${digest} has ${body.length} bytes, not ${size}`)
  if (verifies(behaviour, kind) && !matches(body, digest))
    throw new Refused(`what was returned for ${digest} has another digest`)
}

const knownConfigs = new Set<string>([
  types.config,
  types.empty,
  'application/vnd.docker.container.image.v1+json',
])
const knownFields = new Set(
  'created author architecture os os.version os.features variant config rootfs history'.split(' '),
)

/** Refuses a config that cannot be unpacked, and one that the client does not know, which the honest one never does. */
export function checkConfig(behaviour: Behaviour, { mediaType, bytes }: Content): void {
  if (!knownConfigs.has(mediaType)) {
    if (!behaviour.toleratesConfigTypes) throw new Refused(`unknown config type ${mediaType}`)
    if (!behaviour.leavesConfigsUnparsed) JSON.parse(Buffer.from(bytes).toString('utf8'))
  } else if (mediaType === types.config) checkImageConfig(behaviour, bytes)
}

function checkImageConfig(behaviour: Behaviour, bytes: Uint8Array): void {
  const config = JSON.parse(Buffer.from(bytes).toString('utf8')) as { rootfs?: { type?: string } }
  const { type = 'layers' } = config.rootfs ?? {}
  if (type !== 'layers' && behaviour.checksRootfsType) throw new Refused(`unknown rootfs.type ${type}`)
  if (behaviour.toleratesConfigFields) return
  for (const name of Object.keys(config))
    if (!knownFields.has(name)) throw new Refused(`unknown field ${name} of the config`)
}

const layers =
  /^application\/vnd\.oci\.image\.layer\.(?<held>nondistributable\.)?v1\.tar(?:\+(?<how>gzip|zstd))?$/

export const isNonDistributable = ({ mediaType }: Descriptor): boolean =>
  layers.exec(mediaType)?.groups?.['held'] !== undefined

/** Refuses a layer that the client does not know, which the honest one never does. */
export function checkLayer(behaviour: Behaviour, descriptor: Descriptor): void {
  const { mediaType } = descriptor
  const known = layers.exec(mediaType)?.groups
  const refused = known
    ? (known['how'] === 'zstd' && !behaviour.supportsZstd) ||
      (known['how'] === undefined && !behaviour.supportsPlainTar) ||
      (known['held'] !== undefined && !behaviour.supportsNonDistributable)
    : !behaviour.toleratesLayerTypes && mediaType !== types.empty
  if (refused) throw new Refused(`unknown layer type ${mediaType}`)
}
