import type { Content } from '../../src/content/content.ts'
import type { ManyImage } from './content.ts'

/** Images that are pushed at once. */
const atOnce = 8

/** Pushes images into one repository, each blob once. Throws where the registry does not take one. */
export async function pushImages(
  url: string,
  repository: string,
  images: Iterable<ManyImage>,
): Promise<void> {
  const base = `${url}/v2/${repository}`
  const pushed = new Map<string, Promise<void>>()
  const waiting = images[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const { tag, blobs, manifests } = next.value
      // oxlint-disable-next-line no-await-in-loop -- a manifest after its blobs
      for (const blob of blobs) await once(pushed, blob.digest, () => pushBlob(base, blob))
      for (const [at, manifest] of manifests.entries())
        // oxlint-disable-next-line no-await-in-loop
        await pushManifest(base, at === manifests.length - 1 ? tag : manifest.digest, manifest)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

function once(pushed: Map<string, Promise<void>>, digest: string, push: () => Promise<void>): Promise<void> {
  const known = pushed.get(digest) ?? push()
  pushed.set(digest, known)
  return known
}

async function pushBlob(base: string, { digest, bytes }: Content): Promise<void> {
  const opened = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
  await opened.arrayBuffer()
  const location = new URL(opened.headers.get('location') ?? '', base)
  location.searchParams.set('digest', digest)
  const headers = { 'Content-Type': 'application/octet-stream' }
  await expect(201, await fetch(location, { method: 'PUT', body: Buffer.from(bytes), headers }))
}

async function pushManifest(base: string, reference: string, { mediaType, bytes }: Content): Promise<void> {
  const headers = { 'Content-Type': mediaType }
  const url = `${base}/manifests/${reference}`
  await expect(201, await fetch(url, { method: 'PUT', body: Buffer.from(bytes), headers }))
}

async function expect(status: number, response: Response): Promise<void> {
  const text = await response.text()
  if (response.status !== status) throw new Error(`${response.url} returned ${response.status}: ${text}`)
}
