import { withoutUndefined } from '../../../src/engine/optional.ts'
import { describe, type Content } from '../../../src/content/content.ts'
import { manifestTypes, mediaTypes } from '../../../src/content/media-types.ts'
import { blobsOf, imageIndex, randomImage } from '../../../src/content/manifest.ts'
import { header } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, Specimen, Specimens } from '../target/context.ts'
import { answerOf, jsonOf, succeeded } from '../judges/response.ts'
import { manifestPath } from '../requests/paths.ts'
import { mark, putValidManifest } from './own-manifests.ts'
import { pushBlobs, pushManifest } from './set-up.ts'

/** What the user named for a run that writes nothing. */
export interface NamedContent {
  tags: readonly string[]
  /** Digests of manifests. */
  manifests: readonly string[]
  /** Digests of blobs. */
  blobs: readonly string[]
}

interface Found {
  manifests: readonly Specimen[]
  blobs: readonly Specimen[]
}

/** At most this many manifests are followed: an index may name thousands. */
const mostManifests = 32

/** Where specimens come from: pushed for the run, or found by walking from what the user named. */
export const specimensOf =
  (named: NamedContent | undefined) =>
  (open: (test: string) => RegistryContext): Specimens => {
    let found: Promise<Found> | undefined
    const find = () => (found ??= named ? walk(open('specimens'), named) : push(open('specimens')))
    return {
      manifests: async () => (await find()).manifests,
      blobs: async () => (await find()).blobs,
    }
  }

/** An image under a tag, an image that only its digest leads to, and an index of both under a tag. */
async function push(t: RegistryContext): Promise<Found> {
  const images = [
    randomImage(t.random.fork('one')),
    randomImage(t.random.fork('two'), { layers: 2 }),
  ] as const
  const [tagged, untagged] = images
  const blobs = images.flatMap(blobsOf)
  await pushBlobs(t, blobs)
  const [one] = await Promise.all([pushTagged(t, tagged.manifest), pushManifest(t, untagged.manifest)])
  const index = imageIndex({
    manifests: images.map(({ manifest }) => describe(manifest)),
    annotations: mark(t),
  })
  return {
    manifests: [one, specimen(untagged.manifest), ...(await pushIndex(t, index))],
    blobs: blobs.map((content) => specimen(content)),
  }
}

async function pushTagged(t: RegistryContext, content: Content): Promise<Specimen> {
  const tag = t.tag('specimen')
  await pushManifest(t, content, tag)
  return { ...specimen(content), tag }
}

/** Indexes are judged by themselves: where they are not taken, images are pulled alone. */
async function pushIndex(t: RegistryContext, index: Content): Promise<Specimen[]> {
  const tag = t.tag('specimen')
  const put = await putValidManifest(t, index, tag)
  return succeeded(put) ? [{ ...specimen(index), tag }] : []
}

const specimen = ({ digest, mediaType, bytes }: Content): Specimen => ({
  digest,
  mediaType,
  bytes,
  size: bytes.length,
})

/** Walks from tags and manifests to all manifests and blobs below them. */
async function walk(t: RegistryContext, named: NamedContent): Promise<Found> {
  const manifests = new Map<string, Specimen>()
  const blobs = new Map<string, Specimen>(
    named.blobs.map((digest) => [digest, { digest, mediaType: mediaTypes.octetStream }]),
  )
  const visit = async (reference: string, from?: Specimen): Promise<void> => {
    if (manifests.has(reference) || manifests.size >= mostManifests) return
    if (from) manifests.set(reference, from)
    const got = await t.send({
      method: 'GET',
      path: manifestPath(t.repository, reference),
      headers: { Accept: manifestTypes.join(', ') },
    })
    if (!succeeded(got)) {
      manifests.set(reference, from ?? unresolved(reference))
      return
    }
    const { headers, body } = answerOf(got)
    const mediaType = header(headers, 'content-type')?.split(';', 1)[0]?.trim() ?? mediaTypes.manifest
    const byTag = !reference.includes(':')
    const digest = byTag ? (header(headers, 'docker-content-digest') ?? body.sha256) : reference
    const known = manifests.get(digest)
    manifests.delete(reference)
    manifests.set(digest, {
      ...known,
      ...(from?.size === undefined ? {} : { size: from.size }),
      digest,
      mediaType,
      ...(byTag ? { tag: reference } : {}),
    })
    const { children, contents } = namedIn(jsonOf(got))
    for (const each of contents) blobs.set(each.digest, { ...each, ...blobs.get(each.digest) })
    for (const child of children) await visit(child.digest, child)
  }
  for (const reference of [...named.tags, ...named.manifests]) await visit(reference)
  return { manifests: [...manifests.values()], blobs: [...blobs.values()] }
}

/** A manifest that was named and not found: the pull tests will fail on it. */
const unresolved = (reference: string): Specimen => ({
  digest: reference.includes(':') ? reference : '',
  mediaType: mediaTypes.manifest,
  ...(reference.includes(':') ? {} : { tag: reference }),
})

/** The descriptors that a manifest or an index names, as far as they look like such. */
function namedIn(document: unknown): { children: Specimen[]; contents: Specimen[] } {
  const { manifests, config, layers } = (document ?? {}) as Record<string, unknown>
  return {
    children: (Array.isArray(manifests) ? manifests : []).flatMap(asSpecimen),
    contents: [config, ...(Array.isArray(layers) ? layers : [])]
      .flatMap(asSpecimen)
      .filter(({ urls }) => !urls),
  }
}

function asSpecimen(descriptor: unknown): (Specimen & { urls?: unknown })[] {
  const { digest, size, mediaType, urls } = (descriptor ?? {}) as Record<string, unknown>
  if (typeof digest !== 'string' || !/^[a-z0-9+._-]+:[a-zA-Z0-9=_-]+$/.test(digest)) return []
  return [
    {
      digest,
      mediaType: typeof mediaType === 'string' ? mediaType : mediaTypes.octetStream,
      ...(typeof size === 'number' ? { size } : {}),
      ...withoutUndefined({ urls }),
    },
  ]
}
