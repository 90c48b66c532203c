import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Tree } from '../content/tree.ts'

/** What is read of what a client has left: more is none of what it was given. */
const largestFile = 16 * 1024 * 1024
const mostFiles = 2000

/** The files below a folder by their sha256 digest, in whatever form the client has written them. */
export function filesBelow(folder: string): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((each) => each.isFile()).slice(0, mostFiles)) {
    const path = join(entry.parentPath, entry.name)
    try {
      if (statSync(path).size > largestFile) continue
      const bytes = readFileSync(path)
      found.set(`sha256:${hash('sha256', bytes)}`, bytes)
    } catch {
      // It was removed meanwhile: it is not what the client leaves.
    }
  }
  return found
}

const pathOf = ({ digest }: { digest: string }): string => `blobs/${digest.replace(':', '/')}`

/** Writes an image layout with one tagged entry, and the manifest.json by which older versions of Docker load it. */
export function writeLayout(
  folder: string,
  { root, manifests, blobs }: Tree,
  { repository, tag }: { repository: string; tag: string },
): void {
  for (const { digest, bytes } of [root, ...manifests, ...blobs]) {
    const path = join(folder, 'blobs', ...digest.split(':'))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const entry = {
    mediaType: root.mediaType,
    digest: root.digest,
    size: root.bytes.length,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  }
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [entry] }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
  const { config, layers } = JSON.parse(Buffer.from(root.bytes).toString('utf8')) as {
    config?: { digest: string }
    layers?: readonly { digest: string }[]
  }
  if (!config || !layers) return
  const archived = {
    Config: pathOf(config),
    RepoTags: [`${repository}:${tag}`],
    Layers: layers.map(pathOf),
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([archived]))
}
