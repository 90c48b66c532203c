import { describe, expect, test } from 'vitest'
import { readGraph, type ImageGraph } from '../../../src/image/model/graph.ts'
import { ImageError } from '../../../src/image/error.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import { blob, bytesOf, descriptor, types, type Blob } from './archives.ts'

const json = (value: object): Blob => blob(JSON.stringify(value))

/** A source of blobs in memory, with an index.json that lists some of them. */
function sourceOf(index: object | string, blobs: readonly Blob[]): ImageSource {
  const known = new Map(blobs.map(({ digest, bytes }) => [digest, bytes]))
  const root = typeof index === 'string' ? bytesOf(index) : bytesOf(JSON.stringify(index))
  return {
    kind: 'directory',
    problems: [],
    describe: () => ({ kind: 'image', name: 'test', details: {} }),
    async *list() {},
    root: () => Promise.resolve({ name: 'index.json', bytes: root, mediaType: types.index }),
    read(digest) {
      const bytes = known.get(digest)
      return bytes ? Promise.resolve(bytes) : Promise.reject(new ImageError('absent', 'not there'))
    },
    async *stream() {},
    stat: (digest) => Promise.resolve(known.has(digest) ? { size: known.get(digest)!.length } : undefined),
    async *inspect() {},
    close: () => Promise.resolve(),
  }
}

const indexOf = (...manifests: object[]) => ({ schemaVersion: 2, manifests })

/** The graph as lines: role, kind, presence and what hangs below. */
function drawn({ nodes, root }: ImageGraph): string[] {
  const line = (id: string, role: string, depth: number): string[] => {
    const node = nodes.get(id)!
    return [
      `${'  '.repeat(depth)}${role} ${node.kind} ${node.presence}`,
      ...(depth > 5 ? [] : node.children.flatMap((edge) => line(edge.to, edge.role, depth + 1))),
    ]
  }
  return line(root, 'root', 0)
}

const layer = blob('layer')
const config = json({ architecture: 'amd64', layers: [{ digest: layer.digest }] })
const manifest = json({
  config: descriptor(types.config, config),
  layers: [descriptor(types.layer, layer), descriptor('application/x-thing', blob('absent'))],
})

describe('the walk', () => {
  test('follows nested indexes, and tells what is absent', async () => {
    const nested = json(indexOf(descriptor(types.manifest, manifest)))
    const blobs = [layer, config, manifest, nested]
    const graph = await readGraph(sourceOf(indexOf(descriptor(types.index, nested)), blobs))
    expect(drawn(graph)).toEqual([
      'root index present',
      '  manifests index present',
      '    manifests manifest present',
      '      config config present',
      '      layers layer present',
      '      layers blob absent',
    ])
    expect(graph.nodes.get(manifest.digest)).toMatchObject({
      verified: true,
      actualSize: manifest.bytes.length,
    })
  })

  test('each digest is one node, with every place that names it', async () => {
    const index = indexOf(
      descriptor(types.manifest, manifest),
      descriptor(types.manifest, manifest, { size: 1 }),
    )
    const graph = await readGraph(sourceOf(index, [layer, config, manifest]))
    const node = graph.nodes.get(manifest.digest)!
    expect(node.origins.map(({ from, pointer }) => `${from}#${pointer}`)).toEqual([
      'index.json#/manifests/0',
      'index.json#/manifests/1',
    ])
    expect(node.origins[1]?.descriptor['size']).toBe(1)
    expect(node.children).toHaveLength(3)
  })

  test('collects who refers to what, also where the subject is absent', async () => {
    const artifact = json({
      subject: descriptor(types.manifest, manifest),
      config: descriptor('a/b', layer),
      layers: [],
    })
    const graph = await readGraph(sourceOf(indexOf(descriptor(types.manifest, artifact)), [artifact, layer]))
    expect(graph.referrers.get(manifest.digest)).toEqual([artifact.digest])
    expect(graph.nodes.get(manifest.digest)).toMatchObject({ kind: 'manifest', presence: 'absent' })
  })

  test('bytes of another digest are seen, and read nevertheless', async () => {
    const wrong = { bytes: config.bytes, digest: manifest.digest }
    const graph = await readGraph(sourceOf(indexOf(descriptor(types.manifest, manifest)), [wrong]))
    expect(graph.nodes.get(manifest.digest)).toMatchObject({ presence: 'present', verified: false })
  })

  test.for<[string, unknown]>([
    ['no digest', {}],
    ['a number', { digest: 5 }],
    ['upper case', { digest: `sha256:${'A'.repeat(64)}` }],
    ['a path', { digest: 'sha256:../../etc/passwd' }],
  ])('a descriptor whose digest cannot be used leads nowhere: %s', async ([, value]) => {
    const graph = await readGraph(sourceOf(indexOf(value as object), []))
    expect(graph.nodes.get('index.json#/manifests/0')).toMatchObject({
      presence: 'unread',
      failure: { code: 'no-digest' },
    })
  })

  test.for(['', '[]', 'null', '{"manifests":5}', '{"manifests":[1,null,"x"]}', '{"config":[]}'])(
    'a root that is no index has no children: %s',
    async (text) => {
      const graph = await readGraph(sourceOf(text, []))
      expect(graph.nodes.size).toBe(1)
    },
  )

  test('a root that is not there is told', async () => {
    const source = sourceOf('', [])
    const graph = await readGraph({
      ...source,
      root: () => Promise.reject(new ImageError('absent', 'no index.json')),
    })
    expect(graph.nodes.get(graph.root)).toMatchObject({ presence: 'absent', failure: { code: 'absent' } })
  })
})

describe('bounds', () => {
  test('a document that names its own digest is visited once', async () => {
    // Nobody can make one whose digest is right, so the walk must not rely on that.
    const digest = `sha256:${'1'.repeat(64)}`
    const self = { digest, bytes: bytesOf(JSON.stringify(indexOf({ mediaType: types.index, digest }))) }
    const graph = await readGraph(sourceOf(indexOf({ mediaType: types.index, digest }), [self]))
    expect(graph.nodes.size).toBe(2)
    expect(graph.nodes.get(digest)?.origins).toHaveLength(2)
  })

  test('depth and number of nodes', async () => {
    let inner = json(indexOf())
    const blobs = [inner]
    for (let depth = 0; depth < 50; depth += 1) {
      inner = json(indexOf(descriptor(types.index, inner)))
      blobs.push(inner)
    }
    const index = indexOf(descriptor(types.index, inner))
    const deep = await readGraph(sourceOf(index, blobs))
    expect(deep.problems).toMatchObject([{ code: 'too-deep' }])
    expect(deep.nodes.size).toBe(33)
    const wide = await readGraph(sourceOf(index, blobs), { nodes: 10 })
    expect(wide.problems).toMatchObject([{ code: 'too-many' }])
    expect(wide.nodes.size).toBe(10)
  })

  test('bytes of documents', async () => {
    const index = indexOf(descriptor(types.manifest, manifest))
    const graph = await readGraph(sourceOf(index, [manifest]), { 'documents-size': 10 })
    expect(graph.nodes.get(manifest.digest)).toMatchObject({ presence: 'unread', failure: { code: 'limit' } })
  })
})
