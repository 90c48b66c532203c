import { expect, it } from 'vitest'
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
} from './client.ts'

type Entry = {
  digest: string
  mediaType: string
  size: number
  artifactType?: string
  annotations?: Record<string, string>
}
type Index = {
  mediaType: string
  schemaVersion: number
  manifests: Entry[]
}

const subject = { mediaType: imageType, ...blob('subject').descriptor }
const subjectDigest = blob('subject').digest
const path = `/v2/team/app/referrers/${subjectDigest}`
const config = { ...blob('{}').descriptor, mediaType: 'application/vnd.example.config' }

async function push({ send, registry }: TestRegistry, document: object, type = imageType): Promise<Answer> {
  registry.store.putBlob('team/app', Buffer.from('{}'))
  return send('PUT', `/v2/team/app/manifests/${blob(JSON.stringify(document)).digest}`, {
    body: JSON.stringify(document),
    headers: { 'Content-Type': type },
  })
}
const list = async ({ send }: TestRegistry, query = ''): Promise<Entry[]> =>
  (json(await send('GET', path + query)) as Index).manifests

// An entry has artifactType, else the config's type for an image and nothing for an index, and the annotations.
it.each<[string, object, string, Partial<Entry>]>([
  ['an artifact', { artifactType: 'a/b', config }, imageType, { artifactType: 'a/b' }],
  ['an image', { config }, imageType, { artifactType: 'application/vnd.example.config' }],
  [
    'an empty artifactType',
    { artifactType: '', config },
    imageType,
    { artifactType: 'application/vnd.example.config' },
  ],
  ['an index', { artifactType: 'c/d', manifests: [] }, indexType, { artifactType: 'c/d' }],
  ['an index without type', { manifests: [] }, indexType, {}],
  [
    'annotations',
    { config, annotations: { k: 'v' } },
    imageType,
    { annotations: { k: 'v' }, artifactType: config.mediaType },
  ],
])('lists %s', async (_case, document, type, expected) => {
  const registry = await start()
  const whole = { schemaVersion: 2, mediaType: type, ...document, subject }
  const pushed = await push(registry, whole, type)
  expect([pushed.status, pushed.headers['oci-subject']]).toEqual([201, subjectDigest])
  const { digest, bytes } = blob(JSON.stringify(whole))
  const answer = await registry.send('GET', path)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, indexType])
  expect(answer.headers['oci-filters-applied']).toBeUndefined()
  expect(json(answer) as Index).toEqual({
    schemaVersion: 2,
    mediaType: indexType,
    manifests: [{ mediaType: type, digest, size: bytes.length, ...expected }],
  })
})

// Nothing, an unknown repository, and an algorithm nobody computes are empty lists; a malformed digest is 400.
it.each<[string, number]>([
  [path, 200],
  [`/v2/team/none/referrers/${subjectDigest}`, 200],
  [`/v2/team/app/referrers/other:abc`, 200],
  ['/v2/team/app/referrers/sha256:abc', 400],
  ['/v2/team/app/referrers/nothing', 400],
])('answers GET %s with %i', async (url, status) => {
  const { send, registry } = await start()
  registry.store.putBlob('team/app', Buffer.from('x'))
  const answer = await send('GET', url)
  expect(answer.status).toBe(status)
  if (status === 200) expect((json(answer) as Index).manifests).toEqual([])
  else expect(code(answer)).toBe('DIGEST_INVALID')
})

// A filter is applied and announced, also where nothing matches; without the feature the list is whole and no header is sent.
it.each<[string, object, number, string | undefined]>([
  ['a/b', {}, 2, 'artifactType'],
  ['application/vnd.example.config', {}, 1, 'artifactType'],
  ['none/such', {}, 0, 'artifactType'],
  ['a/b', { referrersFilter: false }, 3, undefined],
])('filters by %s with %o', async (type, options, count, announced) => {
  const registry = await start(options)
  for (const document of [{ artifactType: 'a/b' }, { artifactType: 'a/b', layers: [] }, { config }]) {
    await push(registry, { mediaType: imageType, ...document, subject })
  }
  const answer = await registry.send('GET', `${path}?artifactType=${encodeURIComponent(type)}`)
  expect((json(answer) as Index).manifests.length).toBe(count)
  expect(answer.headers['oci-filters-applied']).toBe(announced)
})

// Pages are linked, keep the filter, and hold every entry once; a page never exceeds the size of a manifest.
it.each([{ referrersPageLimit: 2 }, { manifestLimit: 600 }])('pages referrers with %o', async (options) => {
  const registry = await start(options)
  for (const number of [1, 2, 3, 4, 5]) {
    await push(registry, {
      mediaType: imageType,
      artifactType: 'a/b',
      annotations: { number: `${number}` },
      subject,
    })
  }
  const seen: string[] = []
  let pages = 0
  let next: string | undefined = `${path}?artifactType=a/b`
  while (next !== undefined) {
    const answer = await registry.send('GET', next)
    expect(answer.headers['oci-filters-applied']).toBe('artifactType')
    seen.push(...(json(answer) as Index).manifests.map(({ digest }) => digest))
    next = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link))?.[1]
    pages += 1
  }
  expect(pages).toBeGreaterThan(1)
  expect(new Set(seen).size).toBe(5)
  expect(seen.length).toBe(5)
})

// A deleted manifest leaves the list, another repository has a list of its own.
it('forgets deleted referrers', async () => {
  const registry = await start()
  await push(registry, { mediaType: imageType, subject })
  const [entry] = await list(registry)
  expect((json(await registry.send('GET', path.replace('app', 'other'))) as Index).manifests).toEqual([])
  await registry.send('DELETE', `/v2/team/app/manifests/${entry?.digest}`)
  expect(await list(registry)).toEqual([])
})

// A registry that gets the API lists what was pushed before, with or without a referrers tag.
it('lists what was pushed before the API was enabled', async () => {
  const before = await start({ spec: '1.0' })
  const { digest, bytes } = image(before.registry.store, 'team/app', { subject })
  const pushed = await before.send('PUT', `/v2/team/app/manifests/${digest}`, {
    body: bytes,
    headers: { 'Content-Type': imageType },
  })
  expect([pushed.status, pushed.headers['oci-subject']]).toEqual([201, undefined])
  expect((await before.send('GET', path)).status).toBe(404)
  const fallback = {
    schemaVersion: 2,
    mediaType: indexType,
    manifests: [{ mediaType: imageType, digest, size: bytes.length }],
  }
  await before.send('PUT', `/v2/team/app/manifests/${subjectDigest.replace(':', '-')}`, {
    body: JSON.stringify(fallback),
    headers: { 'Content-Type': indexType },
  })
  const after = await start({ spec: '1.1' }, before.registry.store)
  expect((await list(after)).map((entry) => entry.digest)).toEqual([digest])
})
