import { expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { describe as descriptorOf } from '../../../src/content/content.ts'
import { blobsOf, imageIndex, randomImage } from '../../../src/content/manifest.ts'
import { createRandom } from '../../../src/content/random.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { isExchange } from '../../../src/results/record.ts'
import { troubles } from './fixture.ts'

/** A registry that can only be read, with an index of two images under the tag `release`. */
async function serveRelease({ corrupt = false } = {}) {
  const registry = createReferenceRegistry({ spec: '1.1', readOnly: true })
  const random = createRandom('release')
  const images = [randomImage(random.fork('a')), randomImage(random.fork('b'))]
  const index = imageIndex({ manifests: images.map(({ manifest }) => descriptorOf(manifest)) })
  for (const image of images) {
    for (const { bytes, digest } of blobsOf(image)) {
      registry.store.putBlob('team/app', corrupt ? bytes.map((byte) => byte ^ 1) : bytes, digest)
    }
    registry.store.putManifest('team/app', image.manifest.bytes, { mediaType: image.manifest.mediaType })
  }
  registry.store.putManifest('team/app', index.bytes, { mediaType: index.mediaType, tags: ['release'] })
  return { images, index, ...(await registry.listen()) }
}

const startingPoints = { tags: ['release'], manifests: [], blobs: [] }

it('walks from a tag to all that it leads to, and writes nothing', async () => {
  const { url, close, images, index } = await serveRelease()
  const { result } = await assay({
    target: url,
    repository: 'team/app',
    readOnly: startingPoints,
  })
  await close()
  expect(troubles(result)).toEqual([])
  const exchanges = result.evidence.filter(isExchange)
  expect(exchanges.filter(({ request }) => !['GET', 'HEAD'].includes(request.method))).toEqual([])
  const pulled = exchanges
    .filter(({ response }) => response?.status === 200)
    .map(({ request }) => decodeURIComponent(request.url.split('/').at(-1) ?? ''))
  const all = [index, ...images.flatMap((image) => [image.manifest, ...blobsOf(image)])].map(
    ({ digest }) => digest,
  )
  expect(all.filter((digest) => !pulled.includes(digest))).toEqual([])
  const { pass, skipped } = result.totals.requirements
  expect(pass).toBeGreaterThan(40)
  expect(skipped).toBeGreaterThan(100)
  expect(conclusionOf(result).name).toBe('conformant')
})

it('checks every byte against its digest', async () => {
  const { url, close } = await serveRelease({ corrupt: true })
  const { result } = await assay({
    target: url,
    repository: 'team/app',
    readOnly: startingPoints,
  })
  await close()
  expect(troubles(result).filter((each) => each.startsWith('fail'))).toEqual([
    expect.stringContaining('fail pull.blob.exact-bytes'),
  ])
})
