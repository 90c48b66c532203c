import { describe, type Content, type Descriptor } from '../../../src/content/content.ts'
import {
  blobsOf,
  imageManifest,
  randomImage,
  type Image,
  type ManifestOptions,
} from '../../../src/content/manifest.ts'
import { manifestTypes, mediaTypes } from '../../../src/content/media-types.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { manifestPath } from '../requests/paths.ts'
import { pushBlobs } from './set-up.ts'
import { sendValid } from '../requests/valid-push.ts'

/** Manifests that differ from test to test, of blobs that are pushed once: two requests saved by each blob. */

/** A config and a layer that are in the repository, and that no test deletes. */
export const sharedBlobs = (t: RegistryContext): Promise<Image> =>
  t.once('shared blobs of manifests', async () => {
    const image = randomImage(t.random.fork('shared'))
    await pushBlobs(t, blobsOf(image))
    return image
  })

/** A manifest that no other test has, of blobs that are there; options replace what is usual. */
export async function ownManifest(
  t: RegistryContext,
  options: Partial<ManifestOptions> = {},
): Promise<Content> {
  const { config, layers } = await sharedBlobs(t)
  const { annotations, ...rest } = options
  return imageManifest({
    config: describe(config),
    layers: layers.map((layer) => describe(layer)),
    ...rest,
    annotations: { ...annotations, ...mark(t) },
  })
}

/** The same in Docker's format, with the layers of all or with these. */
export async function ownDockerManifest(
  t: RegistryContext,
  ownLayers?: readonly Descriptor[],
): Promise<Content> {
  const { config, layers } = await sharedBlobs(t)
  const mediaType = mediaTypes.dockerManifest
  const { bytes, digest } = imageManifest({
    config: describe(config, { mediaType: mediaTypes.dockerConfig }),
    layers: ownLayers ?? layers.map((layer) => describe(layer, { mediaType: mediaTypes.dockerLayer })),
    annotations: mark(t),
    more: { mediaType },
  })
  return { bytes, digest, mediaType }
}

/** What an index usually has with an image: a registry that wants it is found by the index that lacks it. */
export const amd64 = { platform: { architecture: 'amd64', os: 'linux' } } as const

/** An annotation that makes a document this test's own. */
export const mark = (t: RegistryContext): Record<string, string> => ({
  'vnd.oci-assay.mark': t.random.hex(24),
})

const putOf = (
  { bytes, mediaType }: Pick<Content, 'bytes' | 'mediaType'>,
  repository: string,
  reference: string,
): TestRequest => ({
  method: 'PUT',
  path: manifestPath(repository, reference),
  headers: { 'Content-Type': mediaType },
  body: bytes,
})

/** A push as it is to be judged: unlike setting up, a refusal blocks nothing. */
export const putManifest = (
  t: RegistryContext,
  content: Pick<Content, 'bytes' | 'mediaType'>,
  reference: string,
  repository = t.repository,
): Promise<Exchange> => t.send(putOf(content, repository, reference))

/** The same for a manifest that should be accepted: a refusal counts only where it is repeated alone. */
export const putValidManifest = (
  t: RegistryContext,
  content: Pick<Content, 'bytes' | 'mediaType'>,
  reference: string,
  repository = t.repository,
): Promise<Exchange> => sendValid(t, putOf(content, repository, reference))

/** A pull by a client that takes each common type. */
export const getManifest = (
  t: RegistryContext,
  reference: string,
  repository = t.repository,
): Promise<Exchange> =>
  t.send({
    method: 'GET',
    path: manifestPath(repository, reference),
    headers: { Accept: manifestTypes.join(', ') },
  })
