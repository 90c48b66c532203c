import { createRandom, type Random } from '../../../../../src/content/random.ts'
import { contentOf, describe, type Content } from '../../../../../src/content/content.ts'
import { imageIndex, imageManifest } from '../../../../../src/content/manifest.ts'
import { manifestTypes, mediaTypes } from '../../../../../src/content/media-types.ts'
import { digestOf } from '../../../../../src/content/digest.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../../../src/reference/index.ts'
import { createRegistryClient, type RegistryRequest } from '../../../../../src/registry/client.ts'
import { header, type Exchange } from '../../../../../src/registry/record/exchange.ts'
import {
  blobPath,
  manifestPath,
  uploadsPath,
  withQuery,
} from '../../../../../suites/distribution/requests/paths.ts'
import { elsewhere, home, origin } from './exchanges.ts'

/** Random requests to the embedded registry, without any regard to what it holds. */

interface Upload {
  at: string
  /** Bytes that the registry has taken. */
  sent: Uint8Array
}

/** What one walk makes use of: few things, so that they meet again. */
interface World {
  random: Random
  blobs: readonly Content[]
  manifests: readonly Content[]
  uploads: Upload[]
  send: (request: RegistryRequest) => Promise<Exchange>
}

const repositories = [home, elsewhere] as const
const tags = ['one', 'two'] as const
const none = { 'Content-Length': '0' }
const octets = { 'Content-Type': mediaTypes.octetStream }

const blob = (bytes: Uint8Array): Content => contentOf(bytes, mediaTypes.octetStream)

function materials(random: Random) {
  const blobs = [
    blob(random.bytes(9)),
    blob(random.bytes(300)),
    blob(random.bytes(40)),
    contentOf(random.bytes(20), mediaTypes.octetStream, 'sha512'),
    blob(new Uint8Array()),
  ]
  const [one, two, three] = blobs.map((each) => describe(each))
  const first = imageManifest({ config: one!, layers: [two!], annotations: { walk: random.hex(8) } })
  const second = imageManifest({ config: three!, layers: [], annotations: { walk: random.hex(8) } })
  const index = imageIndex({ manifests: [describe(first)], annotations: { walk: random.hex(8) } })
  return { blobs, manifests: [first, second, index] }
}

const range = (random: Random): string =>
  random.pick([
    'bytes=0-0',
    'bytes=2-5',
    'bytes=3-',
    'bytes=-4',
    'bytes=900-',
    'bytes=5-2',
    'bytes=0-1,4-5',
    'bytes=x',
  ])

const conditionOn = (random: Random, digest: string): Record<string, string> =>
  random.pick<Record<string, string>>([
    {},
    {},
    { 'If-None-Match': `"${digest}"` },
    { 'If-None-Match': '"other"' },
    { 'If-Match': '"other"' },
  ])

/** The first or next bytes of a blob, and rarely a chunk at a wrong place. */
async function patch({ random, send }: World, upload: Upload): Promise<void> {
  const bytes = random.bytes(1 + random.integer(20))
  const first = upload.sent.length + random.pick([0, 0, 0, 0, 3, -1])
  const field = random.pick([
    `${first}-${first + bytes.length - 1}`,
    `${first}-${first + bytes.length - 1}`,
    `${first}-${first + bytes.length + 3}`,
    'no-range',
    undefined,
  ])
  const answer = await send({
    method: 'PATCH',
    path: upload.at,
    headers: { ...octets, ...(field === undefined ? {} : { 'Content-Range': field }) },
    body: bytes,
  })
  if (answer.response?.status === 202) upload.sent = Buffer.concat([upload.sent, bytes])
  follow(upload, answer)
}

const follow = (upload: Upload, { response }: Exchange): void => {
  upload.at = (response && response.status !== 201 && header(response.headers, 'location')) || upload.at
}

async function close({ random, send, blobs }: World, upload: Upload): Promise<void> {
  const picked = random.pick([blobs[0]!, ...blobs])
  const body = random.pick([upload.sent.length === 0 ? picked.bytes : undefined, random.bytes(5), undefined])
  const whole = Buffer.concat([upload.sent, body ?? new Uint8Array()])
  const digest = random.pick([digestOf(whole), digestOf(whole), picked.digest, 'sha256:abc', undefined])
  const first = upload.sent.length + random.pick([0, 0, 2])
  const place = random.pick([{}, { 'Content-Range': `${first}-${first + (body?.length ?? 1) - 1}` }])
  await send({
    method: 'PUT',
    path: digest === undefined ? upload.at : withQuery(upload.at, { digest }),
    headers: body === undefined ? none : { ...octets, ...place },
    ...(body === undefined ? {} : { body }),
  })
}

async function start({ random, send, blobs, uploads }: World): Promise<void> {
  const picked = random.pick([blobs[0]!, ...blobs])
  const at = random.pick(repositories)
  const other = random.pick(repositories)
  const [query, body] = random.pick<[Record<string, string>, Uint8Array?]>([
    [{}],
    [{}],
    [{ digest: picked.digest }, picked.bytes],
    [{ digest: picked.digest }, random.bytes(7)],
    [{ mount: picked.digest, from: other }],
    [{ mount: picked.digest, from: 'run/nowhere' }],
    [{ mount: picked.digest }],
    [{ 'digest-algorithm': 'sha512' }],
  ])
  const answer = await send({
    method: 'POST',
    path: uploadsPath(at, query),
    headers: body === undefined ? none : octets,
    ...(body === undefined ? {} : { body }),
  })
  const location = answer.response && header(answer.response.headers, 'location')
  if (answer.response?.status === 202 && location !== undefined)
    uploads.push({ at: location, sent: new Uint8Array() })
}

async function pushWhole(world: World): Promise<void> {
  const { random, send, blobs, uploads } = world
  const picked = random.pick([blobs[0]!, ...blobs])
  const opened = await send({
    method: 'POST',
    path: uploadsPath(random.pick(repositories)),
    headers: none,
  })
  const at = (opened.response && header(opened.response.headers, 'location')) ?? ''
  uploads.push({ at, sent: new Uint8Array() })
  await send({
    method: 'PUT',
    path: withQuery(at, { digest: picked.digest }),
    headers: octets,
    body: picked.bytes,
  })
}

async function ofBlob({ random, send, blobs }: World): Promise<void> {
  const { digest } = random.pick([blobs[0]!, ...blobs])
  const method = random.pick(['GET', 'GET', 'GET', 'HEAD', 'HEAD', 'DELETE'])
  const field = random.pick<Record<string, string>>([{}, { Range: range(random) }])
  await send({
    method,
    path: blobPath(random.pick(repositories), digest),
    headers: method === 'DELETE' ? none : { ...field, ...conditionOn(random, digest) },
  })
}

async function ofManifest({ random, send, manifests }: World): Promise<void> {
  const { digest, bytes, mediaType } = random.pick([manifests[0]!, ...manifests])
  const method = random.pick(['GET', 'GET', 'HEAD', 'HEAD', 'PUT', 'PUT', 'PUT', 'DELETE'])
  const path = manifestPath(random.pick(repositories), random.pick([digest, ...tags]))
  const isRead = method === 'GET' || method === 'HEAD'
  await send({
    method,
    path,
    headers: isRead
      ? { Accept: manifestTypes.join(', '), ...conditionOn(random, digest) }
      : method === 'PUT'
        ? { 'Content-Type': mediaType }
        : none,
    ...(method === 'PUT' ? { body: bytes } : {}),
  })
}

async function ofUpload(world: World): Promise<void> {
  const { random, send, uploads } = world
  const upload = uploads.at(-1 - random.integer(2)) ?? uploads.at(-1)
  if (upload === undefined) return start(world)
  const what = random.pick(['patch', 'patch', 'patch', 'status', 'status', 'close', 'close', 'cancel'])
  if (what === 'patch') return patch(world, upload)
  if (what === 'close') return close(world, upload)
  follow(upload, await send({ method: what === 'status' ? 'GET' : 'DELETE', path: upload.at, headers: none }))
}

/** All exchanges of one walk; some of its steps overlap. */
export async function walk(
  seed: string,
  options: Partial<ReferenceOptions>,
  steps = 40,
): Promise<{ exchanges: Exchange[]; all: ReadonlyMap<number, Exchange> }> {
  const registry = createReferenceRegistry(options)
  const client = createRegistryClient({
    base: new URL(`${origin}/`),
    dispatcher: registry.dispatcher(origin),
  })
  const random = createRandom(seed)
  const exchanges: Exchange[] = []
  const send = async (request: RegistryRequest): Promise<Exchange> => {
    const exchange = await client.send(request)
    exchanges.push(exchange)
    return exchange
  }
  const world: World = { random, ...materials(random), uploads: [], send }
  const step = (): Promise<void> =>
    random.pick([
      start,
      pushWhole,
      ofBlob,
      ofBlob,
      ofBlob,
      ofManifest,
      ofManifest,
      ofUpload,
      ofUpload,
      ofUpload,
    ])(world)
  for (let done = 0; done < steps; done += 1) {
    const together = random.pick([1, 1, 1, 3])
    await Promise.all(Array.from({ length: together }, step))
  }
  await client.close()
  return { exchanges, all: new Map(client.recorder.exchanges().map((each) => [each.id, each])) }
}
