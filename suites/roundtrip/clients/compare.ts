import type { Change } from '../../../src/client/known.ts'
import { isObject, list, property, text } from '../../../src/image/json/value.ts'
import type { Side } from './client.ts'
import type { Difference } from './passage.ts'
import { describeBytes, documentDifference, firstDifference, recompression } from '../difference.ts'

/** Bytes of a document that are read. */
const largestDocument = 64 * 1024 ** 2
/** Levels of indexes that are followed. */
const deepest = 32

interface Pair {
  sent: string
  received: string
  name: string
}

/**
 * How the image below one digest differs from that below another one. Each place is reported once: a manifest that differs because of what
 * it lists is not reported besides.
 */
export async function differences(
  sent: Side,
  received: Side,
  roots: Omit<Pair, 'name'>,
): Promise<Difference[]> {
  const seen = new Set<string>()

  async function visit(pair: Pair, depth = 0): Promise<Difference[]> {
    const key = `${pair.sent} ${pair.received}`
    if (seen.has(key) || depth > deepest) return []
    seen.add(key)
    if (!isManifest(sent, pair.sent)) return compareBlobs(pair)
    if (!isManifest(received, pair.received)) return [lost(pair)]
    const [one, other] = await Promise.all([
      sent.source.read(pair.sent, { as: 'manifest', limit: largestDocument }),
      received.source.read(pair.received, { as: 'manifest', limit: largestDocument }),
    ])
    const [before, after] = [parsed(one), parsed(other)]
    if (isIndex(before) && !isIndex(after)) return onePlatform(pair, before, after, depth)
    const inside: Difference[] = []
    for (const child of children(before, after, 'manifests', pair.name))
      inside.push(...(await visit(child, depth + 1)))
    for (const child of blobsIn(before, after, pair.name)) inside.push(...(await compareBlobs(child)))
    if (pair.sent === pair.received) return inside
    const own = ownDifference(pair, one, other, before, after, inside.length > 0)
    return own ? [own, ...inside] : inside
  }

  /** A client that took one platform of an index: which one shows its config. */
  async function onePlatform(
    pair: Pair,
    before: unknown,
    after: unknown,
    depth: number,
  ): Promise<Difference[]> {
    const own: Difference = {
      change: 'one-platform',
      title: `${pair.name} became the manifest of one platform`,
      expected: `the index ${pair.sent} with ${list(before, 'manifests').length} entries`,
      received: `the manifest ${pair.received}`,
    }
    const config = text(property(after, 'config'), 'digest')
    const known = sent.content.manifests.find(
      ({ digest, blobs }) => digest === pair.received || (config !== undefined && blobs[0] === config),
    )
    if (!known)
      return [own, { ...own, change: 'changed', title: `${pair.name} became a manifest that is not in it` }]
    return [own, ...(await visit({ ...pair, sent: known.digest, name: known.name }, depth + 1))]
  }

  async function compareBlobs({ sent: a, received: b, name }: Pair): Promise<Difference[]> {
    if (seen.has(`${a} ${b}`)) return []
    seen.add(`${a} ${b}`)
    if (!isBlob(received, b)) return isBlob(sent, a) ? [lost({ sent: a, received: b, name })] : []
    if (a === b || !isBlob(sent, a)) return []
    const first = await firstDifference(sent.source.stream(a), received.source.stream(b))
    if (!first) return []
    const isRecompressed = await haveSameContent(a, b)
    const coding = first.offset === 0 ? recompression(first.sent, first.received) : undefined
    return [
      {
        change: isRecompressed ? 'recompressed' : 'content',
        title: `${name} ${isRecompressed ? (coding ?? 'was recompressed') : 'has other bytes'}`,
        expected: a,
        received: `${b}, ${describeBytes(first)}`,
      },
    ]
  }

  /** The same DiffID. */
  async function haveSameContent(a: string, b: string): Promise<boolean> {
    const [one, other] = await Promise.all([diffIdOf(sent, a), diffIdOf(received, b)])
    return one !== undefined && one === other
  }

  return visit({ ...roots, name: nameOf(sent, roots.sent) })
}

const isBlob = ({ content }: Side, digest: string): boolean =>
  content.blobs.some((each) => each.digest === digest)

const isManifest = ({ content }: Side, digest: string): boolean =>
  content.manifests.some((each) => each.digest === digest)

/** The digest of the decompressed layer; undefined where it cannot be read to its end without a problem. */
async function diffIdOf({ source }: Side, digest: string): Promise<string | undefined> {
  for await (const { facts } of source.inspect([{ digest, as: 'layer' }]))
    return facts?.problems.length === 0 ? facts.content?.diffIds['sha256'] : undefined
  return undefined
}

const nameOf = ({ content }: Side, digest: string): string =>
  content.manifests.find((each) => each.digest === digest)?.name ?? 'the image'

const lost = ({ sent, received, name }: Pair): Difference => ({
  change: 'lost',
  title: `${name} is not there`,
  expected: sent,
  received: sent === received ? 'nothing' : `nothing (${received} is listed)`,
})

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

const isIndex = (document: unknown): boolean => Array.isArray(property(document, 'manifests'))

const digestOf = (descriptor: unknown): string | undefined => text(descriptor, 'digest')

const platformOf = (descriptor: unknown): string => JSON.stringify(property(descriptor, 'platform') ?? null)

/** Entries of both that belong together: of the same digest, else of the same platform, else of the same place. */
function children(before: unknown, after: unknown, member: string, of: string): Pair[] {
  const [sent, received] = [list(before, member), list(after, member)]
  const left = received.filter((each) => !sent.some((other) => digestOf(other) === digestOf(each)))
  const isWhole = sent.length === received.length
  return sent.flatMap((entry, at) => {
    const digest = digestOf(entry)
    if (digest === undefined) return []
    const same = received.find((each) => digestOf(each) === digest)
    const counterpart =
      same ?? (isWhole ? received[at] : left.find((each) => platformOf(each) === platformOf(entry)))
    const found = digestOf(counterpart)
    return found === undefined
      ? []
      : [{ sent: digest, received: found, name: nameOfEntry(entry, member, at, of) }]
  })
}

function nameOfEntry(entry: unknown, member: string, at: number, of: string): string {
  if (member === 'layers') return `layer ${at + 1} of ${of}`
  const platform = property(entry, 'platform')
  const parts = ['os', 'architecture', 'variant'].map((name) => text(platform, name)).filter(Boolean)
  return parts.length > 0 ? parts.join('/') : `manifest ${at + 1} of ${of}`
}

function blobsIn(before: unknown, after: unknown, of: string): Pair[] {
  const config = [before, after].map((document) => digestOf(property(document, 'config')))
  const own = config[0] !== undefined && config[1] !== undefined
  return [
    ...(own ? [{ sent: config[0] ?? '', received: config[1] ?? '', name: `config of ${of}` }] : []),
    ...children(before, after, 'layers', of),
  ]
}

/** What differs in a document itself; undefined where only what it lists does. */
function ownDifference(
  pair: Pair,
  one: Uint8Array,
  other: Uint8Array,
  before: unknown,
  after: unknown,
  isExplained: boolean,
): Difference | undefined {
  const described = documentDifference(one, other) ?? 'has other bytes'
  const change = changeOf(before, after)
  if (change === 'changed' && isExplained) return undefined
  return {
    change,
    title: `${pair.name} ${change === 'media-type' ? `became ${typeOf(after)}` : described}`,
    expected: `${pair.sent}${change === 'media-type' ? `, ${typeOf(before)}` : ''}`,
    received: pair.received,
  }
}

const typeOf = (document: unknown): string => text(document, 'mediaType') ?? 'a document without mediaType'

function changeOf(before: unknown, after: unknown): Change {
  for (const member of ['manifests', 'layers'])
    if (list(after, member).length < list(before, member).length) return 'lost'
  if (property(before, 'subject') !== undefined && property(after, 'subject') === undefined) return 'subject'
  if (vendorOf(before) !== vendorOf(after)) return 'media-type'
  return JSON.stringify(ordered(before)) === JSON.stringify(ordered(after)) ? 'rewritten' : 'changed'
}

/** `docker` or `oci`, by its own media type, or by that of its config. */
function vendorOf(document: unknown): string | undefined {
  const type = text(document, 'mediaType') ?? text(property(document, 'config'), 'mediaType')
  return type?.includes('vnd.docker.') ? 'docker' : type === undefined ? undefined : 'oci'
}

/** Members of objects in the order of their names. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isObject(value)) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each)]))
}
