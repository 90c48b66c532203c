import { describe, expect, test } from 'vitest'
import type { BlobOutcome } from '../../../src/image/decode/blob.ts'
import { BlobInspector } from '../../../src/image/decode/inspector.ts'
import { ImageError } from '../../../src/image/error.ts'
import type { ImageLimits } from '../../../src/image/limits.ts'
import type { ImageModel } from '../../../src/image/model/model.ts'
import { readImage } from '../../../src/image/model/read.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import { blob, bytesOf, descriptor, types, type Blob } from './archives.ts'

const json = (value: object): Blob => blob(JSON.stringify(value))

/** A source of blobs in memory, with an index.json that lists some of them. `reads` collects what is read. */
function sourceOf(index: object | string, blobs: readonly Blob[], reads: string[] = []): ImageSource {
  const known = new Map(blobs.map(({ digest, bytes }) => [digest, bytes]))
  const root = bytesOf(typeof index === 'string' ? index : JSON.stringify(index))
  known.set('oci-layout', bytesOf('{"imageLayoutVersion":"1.0.0"}'))
  return {
    kind: 'directory',
    problems: [],
    describe: () => ({ kind: 'image', name: 'test', details: {} }),
    async *list() {},
    root: () => Promise.resolve({ name: 'index.json', bytes: root, mediaType: types.index }),
    read(digest) {
      reads.push(digest)
      const bytes = known.get(digest)
      return bytes ? Promise.resolve(bytes) : Promise.reject(new ImageError('absent', 'not there'))
    },
    async *stream() {},
    async *inspect(requests): AsyncGenerator<BlobOutcome> {
      for (const request of requests) {
        reads.push(request.digest)
        const bytes = known.get(request.digest)
        const inspector = new BlobInspector(request)
        if (bytes) {
          await inspector.write(bytes)
          yield { request, facts: await inspector.finish() }
        } else yield { request, failure: { code: 'absent', message: 'not there' } }
      }
    },
    close: () => Promise.resolve(),
  }
}

const indexOf = (...manifests: object[]) => ({ schemaVersion: 2, manifests })

const read = (source: ImageSource, limits: ImageLimits = {}): Promise<ImageModel> =>
  readImage(source, { spec: '1.1', limits })

/** Documents and blobs, each with what it is. */
const drawn = ({ documents, blobs }: ImageModel): string[] => [
  ...documents.map(({ kind, source, borrowed }) => `${kind}${borrowed ? ' borrowed' : ''} ${source}`),
  ...[...blobs.values()].map(({ state, digest }) => `${state} ${digest}`),
]

const layer = blob('layer')
const config = json({ architecture: 'amd64', layers: [{ digest: layer.digest }] })
const nowhere = blob('absent')
const manifest = json({
  config: descriptor(types.config, config),
  layers: [descriptor(types.gzip, layer), descriptor('application/x-thing', nowhere)],
})

describe('the walk', () => {
  test('follows nested indexes, and reads each document and each blob once', async () => {
    const nested = json(indexOf(descriptor(types.manifest, manifest)))
    const reads: string[] = []
    const index = indexOf(descriptor(types.index, nested), descriptor(types.manifest, manifest))
    const model = await read(sourceOf(index, [layer, config, manifest, nested], reads))
    expect(drawn(model)).toEqual([
      'layout-header oci-layout',
      'layout-index index.json',
      `index ${nested.digest}`,
      `manifest ${manifest.digest}`,
      `config ${config.digest}`,
      `present ${nested.digest}`,
      `present ${manifest.digest}`,
      `present ${config.digest}`,
      `present ${layer.digest}`,
      `absent ${nowhere.digest}`,
    ])
    expect(reads).toEqual([...new Set(reads)])
    expect(model.manifests).toMatchObject([
      { image: true, entries: [{ pointer: '/manifests/1' }, { pointer: '/manifests/0' }] },
    ])
    expect(model.manifests[0]?.configDocument?.source).toBe(config.digest)
    expect(model.blobs.get(layer.digest)?.facts).toBeDefined()
  })

  test('every place that names a digest is a reference', async () => {
    const index = indexOf(
      descriptor(types.manifest, manifest),
      descriptor(types.manifest, manifest, { size: 1 }),
    )
    const { references, manifests } = await read(sourceOf(index, [layer, config, manifest]))
    expect(references.map(({ from, pointer }) => `${from.kind}${pointer}`)).toEqual([
      'layout-index/manifests/0',
      'layout-index/manifests/1',
      'manifest/config',
      'manifest/layers/0',
      'manifest/layers/1',
    ])
    expect(manifests).toHaveLength(1)
  })

  test('a subject that is absent is known', async () => {
    const artifact = json({
      subject: descriptor(types.manifest, manifest),
      config: descriptor(types.config, config),
      artifactType: 'a/b',
      layers: [],
    })
    const source = sourceOf(indexOf(descriptor(types.manifest, artifact)), [artifact, config])
    expect(drawn(await read(source)).slice(2)).toEqual([
      `manifest ${artifact.digest}`,
      `config borrowed ${config.digest}`,
      `present ${artifact.digest}`,
      `absent ${manifest.digest}`,
      `present ${config.digest}`,
    ])
  })

  test('a manifest that another document names as its layer is followed all the same', async () => {
    const artifact = json({
      config: descriptor(types.config, config),
      layers: [descriptor(types.gzip, manifest)],
    })
    const nested = json(indexOf(descriptor(types.manifest, manifest)))
    const index = indexOf(descriptor(types.manifest, artifact), descriptor(types.index, nested))
    const model = await read(sourceOf(index, [artifact, nested, config, layer, manifest]))
    expect(model.documents.map(({ source }) => source)).toContain(manifest.digest)
  })

  test('bytes of another digest are read where they are of the kind', async () => {
    const wrong = { bytes: manifest.bytes, digest: config.digest }
    const index = indexOf(descriptor(types.manifest, wrong))
    const model = await read(sourceOf(index, [wrong, layer]))
    expect(model.blobs.get(config.digest)).toMatchObject({ state: 'present', verified: false })
    expect(model.documents.map(({ source }) => source)).toContain(config.digest)
    const other = { bytes: json({ other: true }).bytes, digest: manifest.digest }
    const unlike = await read(sourceOf(indexOf(descriptor(types.manifest, other)), [other]))
    expect(unlike.documents.map(({ source }) => source)).not.toContain(manifest.digest)
  })

  test.for<[string, unknown]>([
    ['no digest', {}],
    ['a number', { digest: 5 }],
    ['uppercase', { digest: `sha256:${'A'.repeat(64)}` }],
    ['a path', { digest: 'sha256:../../etc/passwd' }],
  ])('a descriptor whose digest cannot be used leads nowhere: %s', async ([, value]) => {
    const { references, blobs } = await read(sourceOf(indexOf(value as object), []))
    expect(references).toMatchObject([{ pointer: '/manifests/0' }])
    expect(references[0]).not.toHaveProperty('digest')
    expect(blobs.size).toBe(0)
  })

  test.for(['', '[]', 'null', '{"manifests":5}', '{"manifests":[1,null,"x"]}', '{"config":[]}'])(
    'a root that is not an index leads nowhere: %s',
    async (text) => {
      const { references } = await read(sourceOf(text, []))
      expect(references).toEqual([])
    },
  )

  test('a root that is not there is reported', async () => {
    const source = sourceOf('', [])
    source.root = () => Promise.reject(new ImageError('absent', 'no index.json'))
    const { layout, documents } = await read(source)
    expect(layout.index).toEqual({ code: 'absent', message: 'no index.json' })
    expect(documents.map(({ kind }) => kind)).toEqual(['layout-header'])
  })
})

describe('an image in a registry', () => {
  const indexes = Array.from({ length: 20 }, (_, at) =>
    json({ ...indexOf(), annotations: { at: String(at) } }),
  )

  test('several documents are read at once, and stay in their order', async () => {
    let running = 0
    let most = 0
    const source = sourceOf(indexOf(...indexes.map((each) => descriptor(types.index, each))), indexes)
    const model = await read({
      ...source,
      kind: 'registry',
      async read(digest, options) {
        running += 1
        most = Math.max(most, running)
        // The first ones take longest.
        const wait = 20 - indexes.findIndex((each) => each.digest === digest)
        await new Promise((resolve) => setTimeout(resolve, wait))
        running -= 1
        return source.read(digest, options)
      },
    })
    expect(most).toBe(8)
    expect(model.documents.slice(1).map(({ source: digest }) => digest)).toEqual(
      indexes.map(({ digest }) => digest),
    )
  })
})

describe('bounds', () => {
  test('a document that names its own digest is visited once', async () => {
    // Nobody can make one whose digest is right, so the walk must not rely on that.
    const digest = `sha256:${'1'.repeat(64)}`
    const self = { digest, bytes: bytesOf(JSON.stringify(indexOf({ mediaType: types.index, digest }))) }
    const model = await read(sourceOf(indexOf({ mediaType: types.index, digest }), [self]))
    expect(model.references).toHaveLength(2)
    expect(model.documents).toHaveLength(3)
  })

  test('depth and number of blobs', async () => {
    let inner = json(indexOf())
    const blobs = [inner]
    for (let depth = 0; depth < 50; depth += 1) {
      inner = json(indexOf(descriptor(types.index, inner)))
      blobs.push(inner)
    }
    const index = indexOf(descriptor(types.index, inner))
    const deep = await read(sourceOf(index, blobs))
    expect(deep.limits).toMatchObject([{ code: 'too-deep' }])
    // The header and the index of the layout besides.
    expect(deep.documents).toHaveLength(2 + 32)
    const narrow = await read(sourceOf(index, blobs), { nodes: 10 })
    expect(narrow.limits).toMatchObject([{ code: 'too-many' }])
    expect(narrow.documents).toHaveLength(2 + 9)
  })

  test('bytes of documents', async () => {
    const index = indexOf(descriptor(types.manifest, manifest))
    const model = await read(sourceOf(index, [manifest]), { 'documents-size': 10 })
    expect(model.blobs.get(manifest.digest)).toMatchObject({
      state: 'unreadable',
      reason: expect.stringContaining('the limit documents-size'),
    })
  })
})
