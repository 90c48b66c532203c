import { expect, it } from 'vitest'
import type { Document, Reference } from '../../../../src/image/model/model.ts'
import { readMediaType } from '../../../../src/image/model/media-types.ts'
import { waysIn } from '../../../../suites/image/judges/ways.ts'

const documentOf = (source: string, kind: Document['kind']): Document => ({
  source,
  kind,
  mediaType: readMediaType(undefined),
  size: 0,
  value: {},
  text: [],
})
const index = documentOf('index.json', 'layout-index')

const reference = (
  from: Document,
  role: Reference['role'],
  pointer: string,
  digest: string,
  descriptor: Reference['descriptor'] = {},
): Reference => ({ from, role, pointer, digest, descriptor, mediaType: readMediaType(undefined) })

const name = (text: string) => ({ annotations: { 'org.opencontainers.image.ref.name': text } })
const platform = { platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }

const nested = documentOf('sha256:1', 'index')
const manifest = documentOf('sha256:2', 'manifest')
const toNested = reference(index, 'manifest', '/manifests/0', 'sha256:1', name('app:1.0'))
const toManifest = reference(nested, 'manifest', '/manifests/4', 'sha256:2', platform)

it.each<[Reference, string]>([
  [toNested, 'app:1.0'],
  [toManifest, 'app:1.0 › linux/arm/v7'],
  [reference(manifest, 'layer', '/layers/1', 'sha256:3'), 'app:1.0 › linux/arm/v7 › layer 2'],
  [reference(manifest, 'config', '/config', 'sha256:4'), 'app:1.0 › linux/arm/v7 › config'],
  [reference(index, 'manifest', '/manifests/2', 'sha256:5'), 'manifest 3'],
  // A name has force on an entry of index.json alone.
  [reference(nested, 'manifest', '/manifests/5', 'sha256:6', name('x')), 'app:1.0 › manifest 6'],
])('names the way to a descriptor: %#', (to, way) => {
  expect(waysIn({ references: [toNested, toManifest, to] })(to)).toBe(way)
})

it('ends, also in a circle', () => {
  const circle = documentOf('fake:1', 'index')
  const itself = reference(circle, 'manifest', '/manifests/0', 'fake:1')
  expect(waysIn({ references: [itself] })(itself)).toBe('manifest 1')
})

it('shows the last steps of a long way', () => {
  const documents = Array.from({ length: 30 }, (_, at) => documentOf(`sha256:${at}`, 'index'))
  const references = documents.map((each, at) =>
    reference(each, 'manifest', `/manifests/${at}`, `sha256:${at + 1}`),
  )
  const way = waysIn({ references })(references.at(-1)!)
  expect(way.startsWith('… › ')).toBe(true)
  expect(way.endsWith(' › manifest 29 › manifest 30')).toBe(true)
})
