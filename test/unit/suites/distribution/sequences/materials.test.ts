import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../../../src/content/digest.ts'
import { createRandom } from '../../../../../src/content/random.ts'
import { createMaterials } from '../../../../../suites/distribution/sequences/materials.ts'
import type {
  BlobRecipe,
  ManifestKind,
  ManifestRecipe,
  TagRecipe,
  WrittenForm,
} from '../../../../../suites/distribution/sequences/sequence.ts'

const grammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const blob: BlobRecipe = { size: 1024, bytes: 'random', algorithm: 'sha256' }
const config: BlobRecipe = { size: 4096, bytes: 'json', algorithm: 'sha256' }
const image: ManifestRecipe = {
  kind: 'image',
  written: 'compact',
  algorithm: 'sha256',
  mediaType: true,
  config: { blob: 'c' },
  layers: ['l'],
  manifests: [],
}
const sequence = {
  blobs: { c: config, l: blob, e: { ...blob, size: 0 } },
  manifests: { m: image },
  tags: { t: { form: 'plain' } } as Record<string, TagRecipe>,
}

const make = (parts: Partial<Parameters<typeof createMaterials>[0]>, seed = 'seed') =>
  createMaterials({ ...sequence, ...parts }, createRandom(seed))

const documentOf = (recipe: Partial<ManifestRecipe>): Record<string, unknown> =>
  JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(
      make({ manifests: { m: { ...image, ...recipe } } }).manifest('m').bytes,
    ),
  ) as Record<string, unknown>

describe('blobs', () => {
  const kinds = ['random', 'zeros', 'text', 'json', 'gzip'] as const
  const sizes = [
    0, 1, 2, 22, 23, 63, 64, 65, 128, 4095, 4096, 4097, 65_558, 65_559, 65_563, 65_564, 131_095, 1_048_577,
  ]

  it.each(kinds)('has exactly the bytes of its size: %s', (bytes) => {
    for (const size of sizes) {
      const { bytes: made, digest } = make({
        blobs: { ...sequence.blobs, b: { ...blob, size, bytes } },
      }).blob('b')
      expect(made.length).toBe(size)
      expect(digest).toBe(digestOf(made))
    }
  })

  it.each(kinds)('has other bytes for another seed, unless it is common: %s', (bytes) => {
    for (const size of sizes) {
      const of = (seed: string) => make({ blobs: { ...sequence.blobs, b: { ...blob, size, bytes } } }, seed)
      if (of('one').isCommon('b')) continue
      expect(of('one').blob('b').digest).not.toBe(of('two').blob('b').digest)
      expect(of('one').blob('b').digest).toBe(of('one').blob('b').digest)
    }
  })

  it('counts as common what has no room for anything of the run', () => {
    const { isCommon } = make({ blobs: { ...sequence.blobs, one: { ...blob, size: 1 } } })
    expect([isCommon('e'), isCommon('one'), isCommon('l')]).toEqual([true, true, false])
  })

  it('is a stream that gunzip reads, a document that JSON.parse reads', () => {
    for (const size of sizes.filter((each) => each >= 64)) {
      const { blob: of } = make({
        blobs: {
          ...sequence.blobs,
          g: { ...blob, size, bytes: 'gzip' },
          j: { ...blob, size, bytes: 'json' },
        },
      })
      expect(gunzipSync(of('g').bytes).length).toBeLessThan(size)
      expect(JSON.parse(Buffer.from(of('j').bytes).toString())).toBeTypeOf('object')
    }
  })

  it('has the digest of its algorithm', () => {
    const made = make({ blobs: { ...sequence.blobs, l: { ...blob, algorithm: 'sha512' } } })
    expect(made.blob('l').digest).toMatch(/^sha512:[0-9a-f]{128}$/)
  })

  it('is a configuration that names the layers, where a manifest has it as its config', () => {
    const made = make({ blobs: { ...sequence.blobs, l: { ...blob, bytes: 'gzip' } } })
    const { rootfs } = JSON.parse(Buffer.from(made.blob('c').bytes).toString()) as {
      rootfs: { diff_ids: string[] }
    }
    expect(made.blob('c').bytes.length).toBe(config.size)
    expect(rootfs.diff_ids).toEqual([digestOf(gunzipSync(made.blob('l').bytes))])
    expect(documentOf({})['config']).toMatchObject({ mediaType: 'application/vnd.oci.image.config.v1+json' })
  })
})

const full: Partial<ManifestRecipe> = {
  annotations: { a: 'é "\n' },
  artifactType: 'application/x',
  subject: 'missing',
}

const meaning = (document: Record<string, unknown>): unknown =>
  JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      key === 'vnd.oci-assay.unicode' || key === 'vnd.oci-assay.unknown' ? undefined : value,
    ),
  )

const textOf = (written: WrittenForm) =>
  Buffer.from(make({ manifests: { m: { ...image, ...full, written } } }).manifest('m').bytes).toString()

describe('written forms', () => {
  const forms: WrittenForm[] = [
    'compact',
    'indented',
    'trailing-newline',
    'reordered',
    'unicode',
    'unknown-fields',
  ]
  it.each(forms)('parses to the same document: %s', (written) => {
    expect(meaning(documentOf({ ...full, written }))).toEqual(documentOf({ ...full, written: 'compact' }))
  })

  it('has other bytes in each form', () => {
    const digests = forms.map(
      (written) => make({ manifests: { m: { ...image, ...full, written } } }).manifest('m').digest,
    )
    expect(new Set(digests).size).toBe(forms.length)
  })

  it('has escapes, characters beyond ASCII, and fields of no specification', () => {
    expect(textOf('unicode')).toContain('\\/')
    expect(textOf('unicode')).toMatch(/\\u00[0-9a-f]{2}/)
    expect(textOf('unicode')).toContain('𝄞')
    expect(textOf('unknown-fields').match(/vnd\.oci-assay\.unknown/g)?.length).toBe(4)
    expect(textOf('trailing-newline').endsWith('\n')).toBe(true)
  })
})

describe('manifests', () => {
  const kinds: ManifestKind[] = ['image', 'index', 'docker-image', 'docker-list', 'artifact']

  it.each(kinds)('is valid by its kind, whatever the recipe says: %s', (kind) => {
    const made = make({
      manifests: {
        m: image,
        x: {
          ...image,
          kind,
          mediaType: false,
          subject: 'missing',
          manifests: ['m'],
          layers: [],
          annotations: { a: 'b' },
        },
      },
    }).manifest('x')
    const document = JSON.parse(Buffer.from(made.bytes).toString()) as Record<string, unknown>
    const docker = kind.startsWith('docker')
    const index = kind === 'index' || kind === 'docker-list'
    expect(made.mediaType).toContain(docker ? 'docker.distribution' : 'vnd.oci.image')
    expect(document['schemaVersion']).toBe(2)
    expect(document['mediaType']).toBe(docker ? made.mediaType : undefined)
    for (const field of ['subject', 'annotations']) expect(field in document).toBe(!docker)
    expect('manifests' in document).toBe(index)
    expect('layers' in document && 'config' in document).toBe(!index)
    if (kind === 'artifact') expect(document['layers']).toHaveLength(1)
  })

  it('names an artifactType where the config is the empty object', () => {
    expect(documentOf({ config: 'empty' })['artifactType']).toBeTypeOf('string')
    expect(documentOf({ config: 'empty', artifactType: 'application/x' })['artifactType']).toBe(
      'application/x',
    )
  })

  it('names an empty blob and a layer twice as they are', () => {
    const layers = documentOf({ layers: ['l', 'l', 'e'], config: { blob: 'e' } })['layers'] as {
      digest: string
    }[]
    expect(layers[0]).toEqual(layers[1])
    expect(layers[2]).toMatchObject({ size: 0, digest: digestOf(new Uint8Array()) })
  })

  it.each(['compact', 'indented', 'unicode'] as const)(
    'fills whole blocks where it is padded, written %s',
    (written) => {
      const { bytes } = make({ manifests: { m: { ...image, written, padding: 5000 } } }).manifest('m')
      expect(bytes.length % 1024).toBe(0)
    },
  )

  it('is as long as its padding', () => {
    const { bytes } = make({ manifests: { m: { ...image, padding: 70_000 } } }).manifest('m')
    expect(bytes.length).toBeGreaterThan(70_000)
  })

  it('refers to its subject and to its manifests by their digests', () => {
    const made = make({
      manifests: {
        m: image,
        i: { ...image, kind: 'index', manifests: ['m', 'm'], subject: { manifest: 'm' } },
        s: { ...image, subject: 'missing' },
      },
    })
    const read = (name: string) => JSON.parse(Buffer.from(made.manifest(name).bytes).toString()) as unknown
    const { digest } = made.manifest('m')
    expect(read('i')).toMatchObject({ manifests: [{ digest }, { digest }], subject: { digest } })
    expect(read('s')).toMatchObject({ subject: { digest: made.missing.digest } })
  })

  it('is another one for another seed, and than one of the same recipe', () => {
    const bare = { ...image, kind: 'index', manifests: [] } as const
    const of = (seed: string) => make({ manifests: { m: image, a: bare, b: bare, c: { ...image } } }, seed)
    const digests = ['one', 'two'].flatMap((seed) =>
      ['m', 'a', 'b', 'c'].map((name) => of(seed).manifest(name).digest),
    )
    expect(new Set(digests).size).toBe(8)
  })

  it('throws for what refers to itself or is not declared', () => {
    expect(() => make({ manifests: { m: { ...image, kind: 'index', manifests: ['m'] } } })).toThrow(
      RangeError,
    )
    expect(() => make({ manifests: { m: { ...image, layers: ['x'] } } })).toThrow('does not declare x')
    expect(() => make({}).manifest('x')).toThrow('does not declare x')
  })
})

describe('tags', () => {
  const own = ['plain', 'longest', 'upper-case', 'digits', 'separators', 'underscore-first'] as const
  const recipes = Object.fromEntries(
    own.flatMap((form): [string, TagRecipe][] => [
      [form, { form }],
      [`${form} extended`, { form: 'extends', tag: form }],
      [`${form} in other case`, { form: 'other-case', tag: form }],
    ]),
  )

  it('obeys the grammar, and is another one for each name and seed', () => {
    const names = Object.keys(recipes)
    const texts = ['one', 'two'].flatMap((seed) => {
      const made = make({ tags: recipes }, seed)
      return names.map((name) => made.tag(name))
    })
    expect(texts.filter((text) => !grammar.test(text))).toEqual([])
    expect(new Set(texts).size).toBe(2 * names.length)
  })

  it('extends another tag, or differs from it in case only', () => {
    const { tag } = make({ tags: recipes })
    expect(tag('plain extended').startsWith(tag('plain'))).toBe(true)
    expect(tag('plain in other case')).toBe(tag('plain').toUpperCase())
    expect(tag('upper-case in other case')).toBe(tag('upper-case').toLowerCase())
    expect(tag('longest').length).toBe(128)
  })

  it('throws for a tag that depends on itself', () => {
    expect(() => make({ tags: { t: { form: 'extends', tag: 't' } } })).toThrow(RangeError)
  })
})
