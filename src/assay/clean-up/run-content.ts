import { withoutUndefined } from '../../engine/optional.ts'
import type { RunResult } from '../../results/result.ts'
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { manifestTypes } from '../../content/media-types.ts'
import { sourcesOf } from '../../engine/source.ts'
import type { Proof } from '../../registry/ledger/clean-up.ts'
import type { RegistryClient } from '../../registry/client.ts'
import type { Exchange, ExchangeRecord } from '../../registry/record/exchange.ts'
import type { Creation, OpenUpload } from '../../registry/ledger/entry.ts'
import { readRoute } from '../../registry/ledger/route.ts'
import { sharedDigests } from '../../registry/ledger/shared-blobs.ts'
import { isExchange } from '../../results/record.ts'
import { traceOf, type SeedTrace } from './seed-trace.ts'

/** Bytes of content that are looked at. */
const beginning = 64 * 1024
/** Bytes of random content that must match those of the run. */
const [fewest, most] = [16, 32]
/** How many marks of a document are compared; each has 12 random bytes. */
const mostMarks = 64
const markText = /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g
/** Where the content of the only file of a layer begins. */
const fileInTar = 512

const unproved = 'nothing proves that this run created it'
const late = 'there was no time left to compare it with the run'
const common =
  'many images share this blob, and nothing proves that this run pushed it: the stored result may be forged'

/** Whether the bytes were made by the run: random content, a layer, or a document with a mark. */
export function isOfRun(bytes: Buffer, trace: SeedTrace, test?: string): boolean {
  if (bytes.length < fewest) return false
  if (trace.holds(bytes.subarray(0, most), test)) return true
  const tar = unpacked(bytes)
  if (tar) return trace.holds(tar.subarray(fileInTar, fileInTar + most), test)
  const marks = (bytes.toString('latin1').match(markText) ?? []).slice(0, mostMarks)
  return marks.some((mark) => trace.holds(Buffer.from(mark, 'hex'), test))
}

function unpacked(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return undefined
  try {
    const tar = gunzipSync(bytes, { maxOutputLength: beginning })
    return tar.length >= fileInTar + most ? tar : undefined
  } catch {
    return undefined
  }
}

/** A tag of a run has twelve hexadecimal digits of the run's own, perhaps with a digit before them. */
function isTagOfRun(tag: string, trace: SeedTrace, test?: string): boolean {
  const runs = tag.match(/[0-9a-f]{12,}/g) ?? []
  return runs.some((digits) =>
    [0, 1].some((at) => {
      const part = digits.slice(at, at + 12)
      return part.length === 12 && trace.holds(Buffer.from(part, 'hex'), test)
    }),
  )
}

/** The digest of the config that a manifest names. */
function configOf(bytes: Buffer): string | undefined {
  try {
    const { config } = JSON.parse(bytes.toString('utf8')) as { config?: { digest?: unknown } }
    const digest = config?.digest
    return typeof digest === 'string' && /^[a-z0-9]+:[0-9a-f]{64,128}$/.test(digest) ? digest : undefined
  } catch {
    return undefined
  }
}

/** Bytes of requests that are whole in a result, by their digest. */
function storedBodies(exchanges: readonly ExchangeRecord[]): (digest: string) => Buffer | undefined {
  const bodies = new Map(exchanges.flatMap(({ request: { body } }) => (body ? [[body.sha256, body]] : [])))
  return (digest) => {
    const { truncated = true, text, base64 = '' } = bodies.get(digest) ?? {}
    if (truncated) return undefined
    const bytes = text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)
    // The digest proves the content, even of a forged file; secrets may have been masked in it.
    return `sha256:${createHash('sha256').update(bytes).digest('hex')}` === digest ? bytes : undefined
  }
}

type Stored = { bytes: Buffer } | { problem: string } | 'gone'

/** By the grammars of the specifications. */
const isReference = (kind: Creation['kind'], reference: string): boolean =>
  (kind === 'tag'
    ? /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
    : /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/
  ).test(reference)

function storedIn({ response, error }: Exchange, { kind, reference }: Creation): Stored {
  const status = response?.status
  // A push that was to be refused, and whose response was lost.
  if (status === 400 && !isReference(kind, reference)) return 'gone'
  if (status === 404 || status === 410) return 'gone'
  // What is too long was begun, and its beginning is all that is needed.
  if (response && (status === 200 || status === 206) && (!error || error.code === 'too-large'))
    return { bytes: Buffer.from(response.body.bytes) }
  if (error?.code === 'aborted') return { problem: late }
  const received = error?.message ?? (status === undefined ? 'no response' : String(status))
  return { problem: `it could not be compared with the content of the run: GET returned ${received}` }
}

/** Manifests are read whole as far as they are small, of blobs only the beginning. */
async function get(client: RegistryClient, entry: Creation): Promise<Stored> {
  const isBlob = entry.kind === 'blob'
  const got = await client.send({
    method: 'GET',
    path: `/v2/${entry.repository}/${isBlob ? 'blobs' : 'manifests'}/${entry.reference}`,
    headers: isBlob ? { Range: `bytes=0-${beginning - 1}` } : { Accept: manifestTypes.join(', ') },
    bodyLimit: beginning,
    bodyMaximum: 8 * 1024 * 1024,
  })
  return storedIn(got, entry)
}

export interface ProvenanceOptions {
  /** Milliseconds, after which no more proofs are attempted. */
  timeout: number
  /** Repositories that are made for runs: common blobs are removed there once no tag is left, see `cleanUp`. */
  isOurs: (repository: string) => boolean
}

/**
 * Proves that what a run created, according to its stored result, is the run's: its content was generated from the seed of
 * the run. The seed may be forged as well, but no seed generates content that another client pushed.
 */
export function provenanceOf(
  result: RunResult,
  { timeout, isOurs }: ProvenanceOptions,
): (client: RegistryClient, entry: Creation | OpenUpload) => Promise<Proof> {
  const exchanges = result.evidence.filter(isExchange)
  const repeated = new Set([
    ...result.tests.flatMap(({ id, attempts = 1 }) => (attempts > 1 ? [id] : [])),
    ...result.capabilities.flatMap(({ name, attempts = 1 }) => (attempts > 1 ? [`capability.${name}`] : [])),
  ])
  const names = new Set([...result.tests.map(({ id }) => id), ...exchanges.flatMap(({ test }) => test ?? [])])
  if (repeated.size > 0) repeated.add('specimens')
  const sources = [...names].flatMap((name) => (repeated.has(name) ? sourcesOf(name) : [name]))
  const trace = traceOf(result, sources)
  const stored = storedBodies(exchanges)
  const own = new Set<string>()
  const end = performance.now() + timeout

  async function prove(client: RegistryClient, entry: Creation): Promise<Proof> {
    const { kind, repository, reference, test } = entry
    if (sharedDigests.has(reference)) return isOurs(repository) ? 'own' : { left: common }
    if (own.has(reference)) return 'own'
    // Comparing takes time as well, and no signal interrupts it.
    if (performance.now() > end) return { left: late }
    if (kind === 'tag' && !isTagOfRun(reference, trace, test)) return { left: unproved }
    const known = kind === 'tag' ? undefined : stored(reference)
    const found = known ? { bytes: known } : await get(client, entry)
    if (found === 'gone') return 'gone'
    if ('problem' in found) return { left: found.problem }
    const { bytes } = found
    const config = kind === 'blob' ? undefined : configOf(bytes)
    const isOwn =
      isOfRun(bytes, trace, test) ||
      (config !== undefined &&
        (await prove(client, {
          kind: 'blob',
          repository,
          reference: config,
          ...withoutUndefined({ test }),
        })) === 'own')
    if (!isOwn) return { left: unproved }
    if (kind !== 'tag') own.add(reference)
    return 'own'
  }
  return async (client, entry) =>
    entry.kind === 'upload' ? proofOfSession(client, entry) : prove(client, entry)
}

/**
 * An upload session contains nothing that identifies the run. Any client with its address may cancel it, and an unfinished
 * upload is lost; only that it is an upload session can be verified.
 */
function proofOfSession({ base }: RegistryClient, { location, repository }: OpenUpload): Proof {
  const url = new URL(location, base)
  const route = readRoute(url.pathname)
  const isSession =
    route?.repository === repository &&
    (route.kind === 'session' || (route.kind === 'uploads' && url.search !== ''))
  return isSession ? 'own' : { left: 'the location is not that of an upload session' }
}
