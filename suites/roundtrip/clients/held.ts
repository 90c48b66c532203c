import { list, property, text } from '../../../src/image/json/value.ts'
import type { TripContent } from '../content.ts'
import { partOf, rootOf, type Held, type Side } from './client.ts'
import { differences } from './compare.ts'
import type { Difference } from './passage.ts'

/** How what a client has differs from what is in the registry. */
export async function compareHeld(
  there: Side,
  { side, digests, unpacks, unreadable }: Held,
): Promise<Difference[]> {
  const wanted = partOf(there.content, rootOf(there))
  // A layout begins with its index.json: what else is in the folder is not the image.
  const root = side?.content.roots[0]?.digest
  if (side && root !== undefined) return differences(there, side, { sent: rootOf(there), received: root })
  const { manifests, blobs } = wanted
  const absent = [...manifests, ...blobs].filter(({ digest }) => !digests.has(digest))
  if (absent.length === 0) return []
  if (unpacks) return compareUnpacked(there, wanted, digests)
  return absent.slice(0, 1).map(({ name, digest }) => ({
    change: 'lost',
    title: `${name} is not among the files that were written${unreadable === undefined ? '' : `: ${unreadable}`}`,
    expected: digest,
    received: `${digests.size} files with other digests`,
  }))
}

/** Of a storage with unpacked layers, the manifest and the config of one platform show what was pulled. */
async function compareUnpacked(
  there: Side,
  wanted: TripContent,
  digests: ReadonlySet<string>,
): Promise<Difference[]> {
  const images = wanted.manifests.filter(({ manifests }) => manifests.length === 0)
  for (const { digest } of images) {
    const document: unknown = JSON.parse(
      Buffer.from(await there.source.read(digest, { as: 'manifest' })).toString('utf8'),
    )
    const config = text(property(document, 'config'), 'digest')
    const isHeld = config !== undefined && digests.has(config)
    if (!isHeld) continue
    if (list(document, 'layers').length === 0 || images.length === 1) return []
    return [
      {
        change: 'one-platform',
        title: 'one platform of the index was pulled',
        expected: `${images.length} manifests`,
        received: digest,
      },
    ]
  }
  return [
    {
      change: 'content',
      title: 'the config that was pulled is not the one of the image',
      expected: images.map(({ blobs }) => blobs[0]).join(' or '),
      received: `${digests.size} files and printed digests without it`,
    },
  ]
}
