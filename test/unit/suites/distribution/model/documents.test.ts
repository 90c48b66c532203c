import { describe, expect, it } from 'vitest'
import { describe as descriptorOf } from '../../../../../src/content/content.ts'
import { digestOf } from '../../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import { readDocument, type Trait } from '../../../../../suites/distribution/model/document.ts'
import { isRepositoryName } from '../../../../../suites/distribution/model/validity.ts'
import { index, manifest } from './exchanges.ts'

const descriptor = { mediaType: mediaTypes.layer, digest: digestOf(new Uint8Array(3)), size: 3 }
const config = { ...descriptor, mediaType: mediaTypes.config }
const image = { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: [descriptor] }
const list = {
  schemaVersion: 2,
  mediaType: mediaTypes.index,
  manifests: [{ ...descriptor, mediaType: mediaTypes.manifest }],
}
const empty = { mediaType: mediaTypes.empty, digest: digestOf(new TextEncoder().encode('{}')), size: 2 }

const bodyFor = (document: unknown) =>
  bodyOf(new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)))
const read = (document: unknown, type: string = mediaTypes.manifest) => readDocument(bodyFor(document), type)

describe('a manifest', () => {
  it('names what it refers to', () => {
    const subject = { ...descriptor, digest: digestOf(new Uint8Array(4)) }
    const elsewhere = { ...descriptor, urls: ['https://elsewhere.example'] }
    expect(
      read({
        ...image,
        layers: [descriptor, elsewhere],
        subject,
        artifactType: 'a/b',
        annotations: { a: 'b' },
      }),
    ).toMatchObject({
      contentType: mediaTypes.manifest,
      blobs: [config, descriptor],
      manifests: [],
      subject: subject.digest,
      artifactType: 'a/b',
      configType: mediaTypes.config,
      annotations: { a: 'b' },
      isIndex: false,
    })
    expect(read(list, mediaTypes.index)).toMatchObject({
      blobs: [],
      manifests: list.manifests,
      isIndex: true,
    })
  })

  it('has its type without parameters, and is an index by that alone', () => {
    expect(read(list, `${mediaTypes.index}; charset=utf-8`)).toMatchObject({ contentType: mediaTypes.index })
    expect(read(list, mediaTypes.manifest)).toMatchObject({ isIndex: false, manifests: [] })
  })

  it('has its size and the sha256 of its bytes', () => {
    const { bytes } = manifest('a', { algorithm: 'sha512' })
    expect(readDocument(bodyOf(bytes), mediaTypes.manifest)).toMatchObject({
      size: bytes.length,
      sha256: digestOf(bytes),
    })
  })

  it.each(['', '{', '[]', 'null', '"x"', '1'])('is not %s', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('is not known from a part of it, nor from bytes that are not UTF-8', () => {
    expect(readDocument({ ...bodyFor(image), truncated: true }, mediaTypes.manifest)).toBeUndefined()
    expect(readDocument(bodyOf(Uint8Array.from([123, 255, 125])), mediaTypes.manifest)).toBeUndefined()
    expect(readDocument(undefined, mediaTypes.manifest)).toBeUndefined()
  })

  it('has a subject that is not a whole descriptor, and no fields of other types', () => {
    const odd = read({ ...image, subject: { digest: 'x' }, artifactType: 1, annotations: { a: 1 } })
    expect(odd?.subject).toBe('x')
    expect(odd).not.toHaveProperty('artifactType')
    expect(odd).not.toHaveProperty('annotations')
    expect(read({ ...image, subject: null })).not.toHaveProperty('subject')
  })
})

describe('a valid manifest', () => {
  const data = Buffer.from('{}').toString('base64')

  it.each<[what: string, document: object, type?: string]>([
    ['an image', image],
    ['an image without layers', { ...image, layers: [] }],
    ['an image without mediaType', { ...image, mediaType: undefined }],
    ['an index', list, mediaTypes.index],
    ['an index of nothing', { ...list, manifests: [] }, mediaTypes.index],
    ['an artifact', { ...image, config: empty, artifactType: 'a/b' }],
    [
      'with a subject, annotations and other fields',
      { ...image, subject: descriptor, annotations: { a: 'b' }, x: 1 },
    ],
    ['with embedded data', { ...image, layers: [{ ...empty, data }] }],
    [
      'with a platform',
      { ...list, manifests: [{ ...descriptor, platform: { os: 'linux' } }] },
      mediaTypes.index,
    ],
    ['of Docker', { ...image, mediaType: mediaTypes.dockerManifest }, mediaTypes.dockerManifest],
    [
      'a list of Docker',
      { ...list, mediaType: mediaTypes.dockerManifestList },
      mediaTypes.dockerManifestList,
    ],
  ])('%s', (_, document, type) => {
    expect(read(document, type)?.isValid).toBe(true)
  })

  it.each<[what: string, document: object, type?: string]>([
    ['is of schemaVersion 1', { ...image, schemaVersion: 1 }],
    ['has another mediaType', { ...image, mediaType: mediaTypes.index }],
    ['is of another type', { ...image, mediaType: 'a/b' }, 'a/b'],
    ['is of Docker without mediaType', { ...image, mediaType: undefined }, mediaTypes.dockerManifest],
    ['has no config', { ...image, config: undefined }],
    ['has no layers', { ...image, layers: undefined }],
    ['has layers that are no list', { ...image, layers: { 0: descriptor } }],
    ['has a layer that is null', { ...image, layers: [null] }],
    ['has an untyped empty config', { ...image, config: empty }],
    ['is an index without manifests', { ...list, manifests: undefined }, mediaTypes.index],
    ['has a digest that is too short', { ...image, layers: [{ ...descriptor, digest: 'sha256:a' }] }],
    [
      'has a digest of an algorithm that need not be known',
      { ...image, layers: [{ ...descriptor, digest: 'blake3:a' }] },
    ],
    ['has a negative size', { ...image, layers: [{ ...descriptor, size: -1 }] }],
    ['has a size that is no integer', { ...image, layers: [{ ...descriptor, size: 1.5 }] }],
    ['has a size as text', { ...image, layers: [{ ...descriptor, size: '3' }] }],
    ['has a media type that is none', { ...image, layers: [{ ...descriptor, mediaType: 'x' }] }],
    [
      'has annotations of a descriptor that are no texts',
      { ...image, layers: [{ ...descriptor, annotations: { a: 1 } }] },
    ],
    ['has urls that are no list', { ...image, layers: [{ ...descriptor, urls: 'https://x' }] }],
    [
      'has a platform that is null',
      { ...list, manifests: [{ ...descriptor, platform: null }] },
      mediaTypes.index,
    ],
    ['has data of another size', { ...image, layers: [{ ...empty, data: 'e30K' }] }],
    ['has data of another digest', { ...image, layers: [{ ...empty, data: 'e31=' }] }],
    ['has data that are not base64', { ...image, layers: [{ ...empty, data: '{}' }] }],
    ['has a subject that is null', { ...image, subject: null }],
    ['has an artifactType that is none', { ...image, artifactType: 'x' }],
    ['has annotations that are a list', { ...image, annotations: ['a'] }],
  ])('is not one that %s', (_, document, type) => {
    expect(read(document, type)?.isValid).toBe(false)
  })
})

const traits = (document: object, type?: string): Trait[] =>
  [...(read(document, type)?.traits ?? [])].toSorted()

describe('traits', () => {
  it.each<[traits: Trait[], document: object, type?: string]>([
    [[], image],
    [['no-layers'], { ...image, layers: [] }],
    [['artifact'], { ...image, artifactType: 'a/b' }],
    [['unknown-config-type'], { ...image, config: { ...config, mediaType: 'a/b' } }],
    [['unknown-layer-type'], { ...image, layers: [{ ...descriptor, mediaType: 'a/b' }] }],
    [['unknown-fields'], { ...image, more: 1 }],
    [['embedded-data', 'unknown-layer-type'], { ...image, layers: [{ ...empty, data: 'e30=' }] }],
    [['artifact'], { ...image, config: empty }],
    [['without-media-type'], { ...image, mediaType: undefined }],
    [['subject'], { ...image, subject: descriptor }],
    [['docker'], { ...image, mediaType: mediaTypes.dockerManifest }, mediaTypes.dockerManifest],
    [['index'], list, mediaTypes.index],
    [['empty-index', 'index'], { ...list, manifests: [] }, mediaTypes.index],
    [['index', 'nested-index'], { ...list, manifests: [descriptorOf(index('i'))] }, mediaTypes.index],
    [['large'], { ...image, annotations: { a: 'x'.repeat(1024 * 1024) } }],
  ])('%s', (wanted, document, type) => {
    expect(traits(document, type)).toEqual(wanted)
  })
})

it.each([
  ['a', true],
  ['a/b.c_d__e--f/1', true],
  ['A', false],
  ['a//b', false],
  ['a/', false],
  ['-a', false],
  ['a._b', false],
  ['', false],
])('a repository may have the name %j: %j', (name, is) => {
  expect(isRepositoryName(name)).toBe(is)
})
