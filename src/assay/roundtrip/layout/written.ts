import { createWriteStream, linkSync, mkdirSync, writeFileSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { architectureHere } from '../../../image/architecture.ts'
import { partOf, type Side } from '../../../../suites/roundtrip/clients/client.ts'
import { list, property, text } from '../../../image/json/value.ts'

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

/** One image of a side, as a client is to push it. */
interface Wanted {
  root: string
  repository: string
  tag: string
}

/**
 * Writes a layout of one image under one tag beside those blobs: clients push what index.json lists, and some push index.json itself where
 * that lists more. Blobs are linked where the file system can do that. Older versions of Docker load it by its manifest.json.
 */
export async function writeLayoutOf(own: Side, blobs: string, folder: string, wanted: Wanted): Promise<void> {
  const { content } = own
  const { root, tag } = wanted
  for (const { digest } of folder === blobs ? [] : [...content.blobs, ...content.manifests]) {
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
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [entry] }
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
  const archived = await archiveOf(own, wanted)
  if (archived) writeFileSync(join(folder, 'manifest.json'), JSON.stringify([archived]))
}

const pathInArchive = (digest: string): string => `blobs/${digest.replace(':', '/')}`

/** What `docker load` reads: the image, or that of this machine's platform; undefined where there is none. */
async function archiveOf({ source, content }: Side, { root, repository, tag }: Wanted) {
  const images = partOf(content, root).manifests.filter(({ manifests }) => manifests.length === 0)
  const image = images.find(({ name }) => name === `linux/${architectureHere}`) ?? images[0]
  if (!image) return undefined
  const bytes = await source.read(image.digest, { as: 'manifest', limit: image.size })
  const document = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  const config = text(property(document, 'config'), 'digest')
  const layers = list(document, 'layers').map((layer) => text(layer, 'digest') ?? '')
  if (config === undefined) return undefined
  return {
    Config: pathInArchive(config),
    RepoTags: [`${repository}:${tag}`],
    Layers: layers.map(pathInArchive),
  }
}
