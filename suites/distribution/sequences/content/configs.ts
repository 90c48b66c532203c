import { gunzipSync } from 'node:zlib'
import { digestOf } from '../../../../src/content/digest.ts'
import type { Random } from '../../../../src/content/random.ts'
import { isIndexKind } from './documents.ts'
import type { BlobName, ManifestRecipe, Sequence } from '../sequence.ts'

/** The manifest that has the blob as its image configuration: registries parse what has that type. */
export function configuredBy(
  { blobs, manifests }: Pick<Sequence, 'blobs' | 'manifests'>,
  name: BlobName,
): ManifestRecipe | undefined {
  if (blobs[name]?.bytes !== 'json') return undefined
  return Object.values(manifests).find(
    ({ kind, config, layers }) =>
      !isIndexKind(kind) && config !== 'empty' && config.blob === name && !layers.includes(name),
  )
}

const date = '2024-01-01T00:00:00Z'

/**
 * The configuration of an image with these layers (image specification, config.md), filled to exactly `size` bytes;
 * undefined where it would be longer.
 */
export function configBytes(
  layers: readonly Uint8Array[],
  size: number,
  random: Random,
): Uint8Array | undefined {
  const document = (fill: string) =>
    JSON.stringify({
      created: date,
      architecture: 'amd64',
      os: 'linux',
      config: { Labels: { mark: random.hex(24), fill } },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(uncompressed(layer))) },
      history: layers.map(() => ({ created: date, created_by: 'oci-assay' })),
    })
  const [before, after = ''] = document('#').split('#')
  const missing = size - `${before}${after}`.length
  return missing < 0 ? undefined : new TextEncoder().encode(`${before}${'x'.repeat(missing)}${after}`)
}

const uncompressed = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 ? gunzipSync(bytes) : bytes
