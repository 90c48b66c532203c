import { Refused, type Content } from './content.ts'
import type { Client } from './manifests.ts'
import { pathOf, type Reference } from './reference.ts'
import type { Response } from './session.ts'

/** Bytes: shorter blobs are pushed in one POST, longer ones in chunks. */
const single = 2048
const chunked = 1024 * 1024
const chunkSize = 1024 * 1024

const octets = { 'Content-Type': 'application/octet-stream' }

/** Uploads a blob unless the registry has it; `from` is a repository of the same registry that has it. */
export async function pushBlob(client: Client, ref: Reference, blob: Content, from?: string): Promise<void> {
  const { digest, bytes } = blob
  if (await isThere(client, ref, digest)) return
  const isSingle = bytes.length <= single && isUsual(digest)
  const begun =
    (from === undefined ? undefined : await mount(client, ref, digest, from)) ??
    (isSingle ? await post(client, ref, blob) : await start(client, ref, blob))
  if (begun === 'done') return
  const to = upload(client, ref, begun)
  if (bytes.length <= chunked) return close(client, to, digest, bytes)
  await sendChunks(client, to, bytes, Number(begun.headers.get('oci-chunk-min-length') ?? 0))
  if (client.behaviour.closesUploads) await close(client, to, digest)
}

const isUsual = (digest: string): boolean => digest.startsWith('sha256:')

async function isThere({ session }: Client, ref: Reference, digest: string): Promise<boolean> {
  const { status } = await session.send(pathOf(ref, `blobs/${digest}`), { method: 'HEAD' })
  return status === 200
}

/** The upload that the registry began in place of a mount; undefined where it did neither. */
async function mount(
  client: Client,
  ref: Reference,
  digest: string,
  from: string,
): Promise<Response | 'done' | undefined> {
  const { session, behaviour } = client
  const url = pathOf(ref, `blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`)
  const mounted = await session.send(url, { method: 'POST', headers: { 'Content-Length': '0' } })
  if (mounted.status === 201) {
    // The honest client knows what it has mounted.
    const named = mounted.headers.get('docker-content-digest') ?? digest
    if (!behaviour.trustsOwnDigestOfMounts) await isThere(client, ref, named)
    return 'done'
  }
  if (!behaviour.uploadsAfterMount) throw new Refused(`the mount returned ${mounted.status}`)
  return mounted.status === 202 ? mounted : undefined
}

/** The whole blob in one POST; the upload that the registry began instead. */
async function post(
  { session, behaviour }: Client,
  ref: Reference,
  { digest, bytes: body }: Content,
): Promise<Response | 'done'> {
  const url = pathOf(ref, `blobs/uploads/?digest=${digest}`)
  const posted = await session.send(url, { method: 'POST', headers: octets, body })
  if (posted.status === 201) return 'done'
  if (posted.status !== 202 || !behaviour.continuesAfterPost)
    throw new Refused(`POST of ${digest}: ${posted.status}`)
  return posted
}

async function start(
  { session, behaviour }: Client,
  ref: Reference,
  { digest, bytes }: Content,
): Promise<Response> {
  const [algorithm = ''] = digest.split(':')
  const query = isUsual(digest) || !behaviour.namesAlgorithm ? '' : `?digest-algorithm=${algorithm}`
  const started = await session.send(pathOf(ref, `blobs/uploads/${query}`), {
    method: 'POST',
    ...(behaviour.startsWithLength || bytes.length <= chunked
      ? { headers: { 'Content-Length': '0' } }
      : { headers: octets, body: bytes.subarray(0, 16) }),
  })
  if (started.status !== 202) throw new Refused(`the start of the upload returned ${started.status}`)
  return started
}

/** An upload that was started, and where it goes on. */
interface Upload {
  at: URL
  moves(response: Response): void
  /** Goes on where the status of the upload says. */
  resumes(status: Response): void
}

function upload({ behaviour }: Client, ref: Reference, started: Response): Upload {
  const locate = ({ headers, url }: Response): URL => {
    const location = headers.get('location')
    if (location === undefined) throw new Refused('an upload without Location')
    const resolved = new URL(location, url)
    if (!behaviour.keepsEscapes) resolved.pathname = decodeURIComponent(resolved.pathname)
    if (behaviour.resolvesLocation) return resolved
    return pathOf(ref, `blobs/uploads/${resolved.pathname.split('/').at(-1)}${resolved.search}`)
  }
  return {
    at: locate(started),
    moves(response) {
      if (behaviour.followsLocations && response.headers.has('location')) this.at = locate(response)
    },
    resumes(status) {
      if (behaviour.continuesAtStatus) this.at = locate(status)
    },
  }
}

async function sendChunks(client: Client, to: Upload, bytes: Uint8Array, least: number): Promise<void> {
  const { session, behaviour } = client
  const size = behaviour.growsChunks ? Math.max(chunkSize, least) : chunkSize
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => at * size)
  if (!behaviour.sendsInOrder) starts.splice(1, 2, ...starts.slice(1, 3).toReversed())
  let resumed = false
  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    const chunk = bytes.subarray(start, start + size)
    const first = start + (behaviour.startsAtZero ? 0 : 1)
    const last = first + chunk.length - (behaviour.countsBothEnds ? 1 : 0)
    const range = behaviour.writesPlainRanges ? `${first}-${last}` : `bytes ${first}-${last}/*`
    const headers = { ...octets, 'Content-Range': range }
    const response = await session.send(to.at, { method: 'PATCH', headers, body: chunk })
    // What is out of order because of the client itself is not tried again.
    if (response.status === 416 && !resumed && behaviour.sendsInOrder) {
      resumed = true
      const held = await heldBy(client, to)
      starts.length = 0
      for (let at = held; at < bytes.length; at += size) starts.push(at)
      continue
    }
    if (response.status !== 202) await giveUp(client, to, `a chunk returned ${response.status}`)
    to.moves(response)
  }
}

/** Bytes that the registry has of an upload, by its status; the upload goes on at the address that this has. */
async function heldBy({ session }: Client, to: Upload): Promise<number> {
  const status = await session.send(to.at)
  if (status.status !== 204) throw new Refused(`the status of the upload returned ${status.status}`)
  to.resumes(status)
  const last = /^0-(\d+)$/.exec(status.headers.get('range') ?? '')?.[1]
  return last === undefined ? 0 : Number(last) + 1
}

async function close(
  client: Client,
  to: Upload,
  digest: string,
  bytes: Uint8Array = new Uint8Array(),
): Promise<void> {
  const { behaviour, session } = client
  const url = new URL(to.at)
  if (!behaviour.keepsLocation) url.searchParams.sort()
  const whole = new URL(`${url.href}${url.search === '' ? '?' : '&'}digest=${digest}`)
  const response = await session.send(whole, { method: 'PUT', headers: octets, body: bytes })
  if (response.status !== 201) await giveUp(client, to, `PUT of ${digest}: ${response.status}`)
}

/** Cancels the upload, and throws the reason. */
async function giveUp({ session, behaviour }: Client, { at }: Upload, reason: string): Promise<never> {
  if (behaviour.cancelsUploads) {
    const { status } = await session.send(at, { method: 'DELETE', headers: { 'Content-Length': '0' } })
    if (status !== 204 && !behaviour.ignoresCancelFailures) throw new Refused(`cannot cancel: ${status}`)
  }
  throw new Refused(reason)
}
