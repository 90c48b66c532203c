import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../../src/reference/digest.ts'
import { disturbances } from '../../../../suites/distribution/disturbances/index.ts'
import { faults, faultsOfChapters } from '../../../../suites/distribution/faults.ts'
import { suites } from '../../../../suites/distribution/index.ts'
import { personas, optionsOfPersona } from '../../../../suites/distribution/personas.ts'
import { requirements } from '../../../../suites/distribution/requirements.ts'
import {
  blob,
  code,
  image,
  imageType,
  indexType,
  json,
  start,
  type Answer,
  type TestRegistry,
} from '../../reference/client.ts'
import { effectsOf } from '../../../../suites/distribution/faults.ts'

describe('the faults', () => {
  it('have ids of their own and titles in the present tense', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    for (const { id, title } of faults) {
      expect(id).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/)
      expect(title, id).toMatch(/^[a-z0-9-]+s\b.*[^.]$/)
    }
  })

  it('are in the folders of the chapters whose requirements they violate', () => {
    const chapterOf = new Map(
      suites.flatMap(({ name, requirements: own }) => own.map(({ id }) => [id, name])),
    )
    for (const [chapter, own] of Object.entries(faultsOfChapters))
      for (const { id, violates } of own) expect(chapterOf.get(violates), id).toBe(chapter)
  })

  it('are violations in a version that has the requirement', () => {
    const versions = new Map(requirements.map(({ id, at }) => [id, Object.keys(at)]))
    for (const { id, violates, at } of faults) {
      const known = versions.get(violates) ?? []
      for (const version of at ?? known.slice(0, 1)) expect(known, id).toContain(version)
    }
  })

  it('give a reason exactly where they violate others as well', () => {
    for (const { id, violates, also = [], because } of faults) {
      expect(also, id).not.toContain(violates)
      expect(because !== undefined, id).toBe(also.length > 0)
    }
  })
})

const layer = blob('0123456789')
const other = blob('only in another repository')
const repository = '/v2/team/app'
const blobPath = `${repository}/blobs/${layer.digest}`
const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status
const header = async (answer: Promise<Answer>, name: string): Promise<unknown> => (await answer).headers[name]
const text = async (answer: Promise<Answer>): Promise<string> => (await answer).text

const begin = async ({ send }: TestRegistry, query = ''): Promise<string> =>
  String((await send('POST', `${repository}/blobs/uploads/${query}`)).headers.location)
const chunk = ({ send }: TestRegistry, location: string, range: string, body: string): Promise<Answer> =>
  send('PATCH', location, { body, headers: { 'Content-Range': range } })
const putManifest = (
  { send }: TestRegistry,
  path: string,
  document: object,
  type = imageType,
): Promise<Answer> =>
  send('PUT', `${repository}/manifests/${path}`, {
    body: JSON.stringify(document),
    headers: { 'Content-Type': type },
  })
const referring = {
  mediaType: imageType,
  config: layer.descriptor,
  subject: { ...layer.descriptor, size: 1 },
}
const referrersPath = `${repository}/referrers/${layer.digest}`
const tags = async ({ send }: TestRegistry, query = ''): Promise<unknown> =>
  json(await send('GET', `${repository}/tags/list${query}`))['tags']
const twelve = Array.from({ length: 12 }, (_, number) => `t${String(number).padStart(2, '0')}`)
const withTags = (list: readonly string[]): string =>
  `${digestOf(Buffer.from('{}'))}?${list.map((tag) => `tag=${tag}`).join('&')}`

/** What is seen of each fault: first in the honest registry, then in the one that has it. */
const probes: Record<
  string,
  [probe: (registry: TestRegistry) => Promise<unknown>, honest: unknown, faulty: unknown]
> = {
  'manifest-formatted-anew': [
    ({ send }) => text(send('GET', `${repository}/manifests/a`)),
    '{"a":1}',
    '{\n   "a": 1\n}',
  ],
  'manifest-type-with-charset': [
    ({ send }) => header(send('HEAD', `${repository}/manifests/a`), 'content-type'),
    imageType,
    `${imageType}; charset=utf-8`,
  ],
  'manifest-malformed-digest-500': [
    ({ send }) => status(send('GET', `${repository}/manifests/sha256:x`)),
    400,
    500,
  ],
  'manifest-untagged-unknown': [
    async (registry) => {
      const pushed = await putManifest(registry, digestOf(Buffer.from('{"b":2}')), { b: 2 })
      return status(registry.send('GET', String(pushed.headers.location)))
    },
    200,
    404,
  ],
  'blob-digest-header-missing': [
    async ({ send }) => [
      await header(send('GET', blobPath), 'docker-content-digest'),
      await header(send('HEAD', blobPath), 'docker-content-digest'),
    ],
    [layer.digest, layer.digest],
    [undefined, layer.digest],
  ],
  'blob-head-length-missing': [
    async ({ send }) => [
      await header(send('HEAD', blobPath), 'content-length'),
      await header(send('GET', blobPath), 'content-length'),
    ],
    ['10', '10'],
    [undefined, '10'],
  ],
  'blob-of-other-repository': [
    ({ send }) => status(send('GET', `${repository}/blobs/${other.digest}`)),
    404,
    200,
  ],
  'blob-range-wrong-bytes': [
    async ({ send }) => (await send('GET', blobPath, { headers: { Range: 'bytes=1-2' } })).bytes,
    Buffer.from('12'),
    Buffer.from([0x31 ^ 0xff, 0x32 ^ 0xff]),
  ],
  'blob-range-beyond-end-200': [
    ({ send }) => status(send('GET', blobPath, { headers: { Range: 'bytes=99-' } })),
    416,
    200,
  ],
  'warning-with-date': [
    ({ send }) => header(send('GET', `${repository}/manifests/a`), 'warning'),
    undefined,
    expect.stringContaining('GMT'),
  ],
  'chunk-201': [async (registry) => status(chunk(registry, await begin(registry), '0-2', 'abc')), 202, 201],
  'chunk-range-with-unit': [
    async (registry) => header(chunk(registry, await begin(registry), '0-2', 'abc'), 'range'),
    '0-2',
    'bytes=0-2',
  ],
  'chunk-range-one-too-many': [
    async (registry) => header(chunk(registry, await begin(registry), '0-2', 'abc'), 'range'),
    '0-2',
    '0-3',
  ],
  'status-range-stuck': [
    async (registry) => {
      const location = await begin(registry)
      await chunk(registry, location, '0-2', 'abc')
      await chunk(registry, location, '3-4', 'de')
      return header(registry.send('GET', location), 'range')
    },
    '0-4',
    '0-2',
  ],
  'chunk-gap-accepted': [
    async (registry) => {
      const location = await begin(registry)
      await chunk(registry, location, '0-2', 'abc')
      return [
        await status(chunk(registry, location, '9-9', 'x')),
        await status(chunk(registry, location, '0-0', 'x')),
      ]
    },
    [416, 416],
    [202, 416],
  ],
  'refused-final-chunk-kept': [
    async (registry) => {
      const location = await begin(registry)
      await chunk(registry, location, '0-2', 'abc')
      const refusal = await registry.send('PUT', `${location}?digest=${layer.digest}`, {
        body: 'xyz',
        headers: { 'Content-Range': '7-9' },
      })
      return [refusal.status, await header(registry.send('GET', location), 'range')]
    },
    [416, '0-2'],
    [416, '0-5'],
  ],
  'put-wrong-digest-201': [
    async (registry) => {
      const location = `${await begin(registry)}?digest=${other.digest}`
      return [
        await status(registry.send('PUT', location, { body: 'not it' })),
        await status(registry.send('GET', `${repository}/blobs/${other.digest}`)),
      ]
    },
    [400, 404],
    [201, 404],
  ],
  'single-post-alters-blob': [
    async (registry) => {
      const { digest, bytes } = blob('single')
      const pushed = await registry.send('POST', `${repository}/blobs/uploads/?digest=${digest}`, {
        body: bytes,
      })
      return (await registry.send('GET', String(pushed.headers.location))).bytes.equals(bytes)
    },
    true,
    false,
  ],
  'session-shared': [async (registry) => (await begin(registry)) === (await begin(registry)), false, true],
  'session-counted': [
    async (registry) => [await begin(registry), await begin(registry)].map((path) => /\/\d$/.test(path)),
    [false, false],
    [true, true],
  ],
  'mount-of-nothing-201': [
    async ({ send }) => [
      await status(
        send('POST', `${repository}/blobs/uploads/?mount=${blob('nowhere').digest}&from=team/other`),
      ),
      await status(send('POST', `${repository}/blobs/uploads/?mount=${other.digest}&from=team/none`)),
    ],
    [202, 202],
    [201, 202],
  ],
  'mount-without-from-405': [
    ({ send }) => status(send('POST', `${repository}/blobs/uploads/?mount=${other.digest}`)),
    201,
    405,
  ],
  'min-length-unreadable': [
    ({ send }) => header(send('POST', `${repository}/blobs/uploads/`), 'oci-chunk-min-length'),
    undefined,
    '5 MiB',
  ],
  'manifest-push-200': [(registry) => status(putManifest(registry, 'new', {})), 201, 200],
  'manifest-too-large-reset': [
    (registry) =>
      status(putManifest(registry, 'new', { filler: 'x'.repeat(9_000_000) })).catch(
        () => 'connection closed',
      ),
    413,
    'connection closed',
  ],
  'manifest-limit-one-megabyte': [
    (registry) => status(putManifest(registry, 'new', { filler: 'x'.repeat(3_999_000) })),
    201,
    413,
  ],
  'manifest-reference-other-code': [
    async (registry) => code(await putManifest(registry, 'new', { layers: [other.descriptor] })),
    'MANIFEST_BLOB_UNKNOWN',
    'MANIFEST_INVALID',
  ],
  'tag-parameters-nine': [
    (registry) => header(putManifest(registry, withTags(twelve), {}), 'oci-tag'),
    twelve.join(', '),
    twelve.slice(0, 9).join(', '),
  ],
  'tag-parameters-claimed': [
    async (registry) => [
      await header(putManifest(registry, withTags(['x', 'y']), {}), 'oci-tag'),
      await status(registry.send('GET', `${repository}/manifests/y`)),
    ],
    ['x, y', 200],
    ['x, y', 404],
  ],
  'subject-unanswered': [
    (registry) => header(putManifest(registry, 'new', referring), 'oci-subject'),
    layer.digest,
    undefined,
  ],
  'subject-must-exist': [(registry) => status(putManifest(registry, 'new', referring)), 201, 400],
  'tags-backwards': [(registry) => tags(registry), ['a', 'b', 'c'], ['c', 'b', 'a']],
  'tags-last-ignored': [(registry) => tags(registry, '?n=2&last=a'), ['b', 'c'], ['a', 'b']],
  'tags-n-zero-all': [(registry) => tags(registry, '?n=0'), [], ['a', 'b', 'c']],
  'tags-name-shortened': [
    async ({ send }) => json(await send('GET', `${repository}/tags/list`))['name'],
    'team/app',
    'app',
  ],
  'tags-link-bare': [
    ({ send }) => header(send('GET', `${repository}/tags/list?n=1`), 'link'),
    `<${repository}/tags/list?n=1&last=a>; rel="next"`,
    `${repository}/tags/list?n=1&last=a; rel="next"`,
  ],
  'referrers-typed-json': [
    ({ send }) => header(send('GET', referrersPath), 'content-type'),
    indexType,
    'application/json',
  ],
  'referrers-type-missing': [
    async (registry) => {
      await putManifest(registry, 'new', referring)
      await putManifest(registry, 'newer', { ...referring, artifactType: 'a/b' })
      const list = json(await registry.send('GET', referrersPath)) as {
        manifests: { artifactType?: string }[]
      }
      return new Set(list.manifests.map(({ artifactType }) => artifactType))
    },
    new Set(['application/vnd.example.data', 'a/b']),
    new Set([undefined, 'a/b']),
  ],
  'referrers-filter-untold': [
    ({ send }) => header(send('GET', `${referrersPath}?artifactType=a/b`), 'oci-filters-applied'),
    'artifactType',
    undefined,
  ],
  'referrers-twice': [
    async (registry) => {
      await putManifest(registry, 'new', referring)
      return (json(await registry.send('GET', referrersPath)) as { manifests: object[] }).manifests.length
    },
    1,
    2,
  ],
  'referrers-of-other-repository': [
    async (registry) => {
      await putManifest(registry, 'new', referring)
      const list = await registry.send('GET', referrersPath.replace('app', 'other'))
      return (json(list) as { manifests: object[] }).manifests.length
    },
    0,
    1,
  ],
  'tag-deletion-200': [({ send }) => status(send('DELETE', `${repository}/manifests/a`)), 202, 200],
  'tag-deletion-pretended': [
    async ({ send }) => [
      await status(send('DELETE', `${repository}/manifests/a`)),
      await status(send('GET', `${repository}/manifests/a`)),
    ],
    [202, 404],
    [202, 200],
  ],
  'tags-outlive-manifest': [
    async ({ send }) => {
      const digest = digestOf(Buffer.from('{"a":1}'))
      return [
        await status(send('DELETE', `${repository}/manifests/${digest}`)),
        await status(send('GET', `${repository}/manifests/${digest}`)),
        await status(send('GET', `${repository}/manifests/a`)),
      ]
    },
    [202, 404, 404],
    [202, 404, 200],
  ],
  'support-check-404': [({ send }) => status(send('GET', '/v2/')), 200, 404],
  'error-code-unlisted': [
    async ({ send }) => code(await send('GET', `${repository}/manifests/none`)),
    'MANIFEST_UNKNOWN',
    'NOT_FOUND',
  ],
  'error-without-list': [
    async ({ send }) => Object.keys(json(await send('GET', `${repository}/blobs/${other.digest}`))),
    ['errors'],
    ['detail'],
  ],
  'error-typed-text': [
    ({ send }) => header(send('GET', `${repository}/manifests/none`), 'content-type'),
    'application/json',
    'text/plain',
  ],
}

async function filled(ids: readonly string[]): Promise<TestRegistry> {
  const started = await start({ effects: effectsOf(...ids) })
  const { store } = started.registry
  store.putBlob('team/app', layer.bytes)
  store.putBlob('team/other', other.bytes)
  const bytes = Buffer.from('{"a":1}')
  store.putManifest('team/app', bytes, { mediaType: imageType, tags: ['a', 'b', 'c'] })
  return started
}

// A fault shows where it is built in, and only there. That holds of a choice of them; the mutation run sees to
// it that each fault is noticed by the suites.
describe('the probes', () => {
  it('look at faults that exist', () => {
    for (const id of Object.keys(probes)) expect(faults.map((fault) => fault.id)).toContain(id)
  })
  it.each(Object.entries(probes))('see %s', async (id, [probe, honest, faulty]) => {
    expect(await probe(await filled([]))).toEqual(honest)
    expect(await probe(await filled([id]))).toEqual(faulty)
  })
})

// Faults of several kinds go together.
it('has several faults at once', async () => {
  const { send, registry } = await filled(['tags-backwards', 'tags-name-shortened', 'error-code-unlisted'])
  expect(json(await send('GET', `${repository}/tags/list`))).toEqual({ name: 'app', tags: ['c', 'b', 'a'] })
  expect(code(await send('GET', `${repository}/manifests/none`))).toBe('NOT_FOUND')
  expect(image(registry.store, 'team/app').bytes.length).toBeGreaterThan(0)
})

// A persona is made of what exists, and can be had under its name.
it.each(personas)('$name is made of faults that exist', ({ name, faults: own }) => {
  const known = [...faults, ...disturbances].map(({ id }) => id)
  for (const id of own) expect(known).toContain(id)
  expect(optionsOfPersona(name).effects).toHaveLength(own.length)
  expect(personas.filter((persona) => persona.name === name)).toHaveLength(1)
})

it('refuses an id that no fault has', () => {
  expect(() => effectsOf('tags-backwards', 'no-such')).toThrow(/no fault "no-such"/)
})

it('lists the personas where there is none of that name', () => {
  expect(() => optionsOfPersona('nobody')).toThrow(/there is no persona "nobody": choose among acr, /)
})
