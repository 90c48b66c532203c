import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type Content, type Descriptor } from '../../src/content/content.ts'
import { imageIndex } from '../../src/content/manifest.ts'
import type { ManyImage } from './content.ts'

/** Writes images into one layout, each blob once, and each with its tag. */
export async function writeImages(folder: string, images: Iterable<ManyImage>): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256')
  await mkdir(blobs, { recursive: true })
  const written = new Set<string>()
  const entries: Descriptor[] = []
  const put = async ({ digest, bytes }: Content): Promise<void> => {
    if (written.has(digest)) return
    written.add(digest)
    await writeFile(join(blobs, digest.replace('sha256:', '')), bytes)
  }
  for (const { tag, blobs: own, manifests } of images) {
    // oxlint-disable-next-line no-await-in-loop -- one image after the other, so that ten thousand need no memory
    await Promise.all([...own, ...manifests].map(put))
    const last = manifests.at(-1)
    if (last) entries.push(describe(last, { annotations: { 'org.opencontainers.image.ref.name': tag } }))
  }
  await writeFile(join(folder, 'index.json'), imageIndex({ manifests: entries }).bytes)
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}
