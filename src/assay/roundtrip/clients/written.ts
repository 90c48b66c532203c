import { createWriteStream, linkSync, mkdirSync, writeFileSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Side } from '../../../../suites/roundtrip/clients/client.ts'

const pathOf = (folder: string, digest: string): string => join(folder, 'blobs', ...digest.split(':'))

/** Writes everything of an image as blobs of a layout, once. */
export async function writeBlobs(
  { source, content }: Side,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  for (const { digest, data } of content.blobs) {
    const file = pathOf(folder, digest)
    mkdirSync(dirname(file), { recursive: true })
    if (data) writeFileSync(file, data)
    else await pipeline(source.stream(digest, signal), createWriteStream(file))
  }
  for (const { digest, size } of content.manifests) {
    const file = pathOf(folder, digest)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, await source.read(digest, { as: 'manifest', limit: size }))
  }
}

/**
 * Writes a layout of one image under one tag beside those blobs: clients push what index.json lists, and some push index.json itself where
 * that lists more. Blobs are linked where the file system can do that.
 */
export function writeLayoutOf(
  { content }: Side,
  blobs: string,
  folder: string,
  root: string,
  tag: string,
): void {
  for (const { digest } of [...content.blobs, ...content.manifests]) {
    const [from, to] = [pathOf(blobs, digest), pathOf(folder, digest)]
    mkdirSync(dirname(to), { recursive: true })
    try {
      linkSync(from, to)
    } catch {
      cpSync(from, to)
    }
  }
  const found = content.manifests.find(({ digest }) => digest === root)
  const entry = {
    mediaType: found?.mediaType,
    digest: root,
    size: found?.size,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  }
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [entry],
    }),
  )
}
