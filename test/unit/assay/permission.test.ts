import { afterEach, expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { blobsOf, randomImage } from '../../../src/content/manifest.ts'
import { createRandom } from '../../../src/content/random.ts'
import { Failure } from '../../../src/results/conclusion/failure.ts'
import { withServer } from '../cli/command.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const absentDigest = `sha256:${'0'.repeat(64)}`

/** A registry with one image under the tag `release`, and the way to begin a read-only run at what is named. */
async function served(options: Partial<ReferenceOptions> = {}) {
  const registry = createReferenceRegistry({ spec: '1.1', ...options })
  const image = randomImage(createRandom('named'))
  for (const { bytes, digest } of blobsOf(image)) registry.store.putBlob('team/app', bytes, digest)
  registry.store.putManifest('team/app', image.manifest.bytes, {
    mediaType: image.manifest.mediaType,
    tags: ['release'],
  })
  const { url, close } = await registry.listen()
  closers.push(close)
  const begin = async (named: {
    tags?: string[]
    manifests?: string[]
    blobs?: string[]
    repository?: string
  }) => {
    const { repository = 'team/app', tags = [], manifests = [], blobs = [] } = named
    const readOnly = { tags, manifests, blobs }
    return assay({ target: url, repository, readOnly, depth: 'quick', credentials: 'anonymous' }).catch(
      (error: unknown) => {
        if (error instanceof Failure) return error
        throw error
      },
    )
  }
  return { begin, image, registry, url }
}

it.each([
  [
    { tags: ['relase'] },
    /^team\/app has no tag relase: GET \S+\/manifests\/relase returned 404 MANIFEST_UNKNOWN$/,
  ],
  [
    { manifests: [absentDigest] },
    /^team\/app has no manifest sha256:0+: GET \S+ returned 404 MANIFEST_UNKNOWN$/,
  ],
  [{ blobs: [absentDigest] }, /^team\/app has no blob sha256:0+: GET \S+ returned 404 BLOB_UNKNOWN$/],
  [{ tags: ['release', 'one', 'two'] }, /^team\/app has no tag one, tag two: GET /],
  [
    { tags: ['release'], repository: 'team/ap' },
    /^team\/ap has no tag release: GET \S+ returned 404 NAME_UNKNOWN$/,
  ],
])('names what does not exist: %j', async (named, message) => {
  const { begin } = await served()
  const failure = await begin(named)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
    advice: expect.stringMatching(/--tag.*--repository/),
  })
})

it('begins at what exists', async () => {
  const { begin, image } = await served()
  const blobs = [image.config.digest]
  const outcome = await begin({ tags: ['release'], manifests: [image.manifest.digest], blobs })
  expect(outcome).toMatchObject({ result: { complete: true } })
})

it('leaves a HEAD that alone does not find a blob to the tests', async () => {
  const { begin, image } = await served({ effects: effectsOf('blob-head-404') })
  expect(await begin({ blobs: [image.config.digest] })).toMatchObject({ result: { complete: true } })
})

it('shows no signature of storage that does not have a blob', async () => {
  const failure = await withServer(
    ({ url = '' }, response) => {
      if (url === '/v2/') response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
      else if (url.startsWith('/storage')) response.statusCode = 404
      else response.writeHead(307, { Location: '/storage?X-Amz-Signature=0123456789abcdef' })
      response.end()
    },
    async (url) => {
      const readOnly = { tags: [], manifests: [], blobs: [absentDigest] }
      return assay({ target: url, repository: 'team/app', readOnly }).catch((error: unknown) => error)
    },
  )
  expect(failure).toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/\/storage\?X-Amz-Signature=\*{3} returned 404$/),
  })
})
