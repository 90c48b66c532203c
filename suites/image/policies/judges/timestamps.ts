import { list, property, quoted, text } from '../../../../src/image/json/value.ts'
import { placeIn } from '../../judges/check.ts'
import type { PlatformImage } from '../../view/image.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, type Examined, type Seen } from '../seen.ts'

const createdKey = 'org.opencontainers.image.created'

/** Seconds since 1970 as a date. */
const dateOf = (seconds: number): string => {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds} seconds after 1970` : date.toISOString()
}

/** Dates in documents, and of the entries of layers, that are later than allowed. */
export const judgeTimestamps = (latest: number) =>
  function* judge(examined: Examined): Generator<Seen> {
    yield* unreadImages(examined)
    const expected = `nothing after ${dateOf(latest)} (${latest})`
    const seen = new Set<string>()
    for (const image of examined.image.platforms) {
      for (const { source, pointer, value } of datesOf(image)) {
        if (seen.has(source + pointer) || !isLater(value, latest)) continue
        seen.add(source + pointer)
        yield breach(`has a later date at ${pointer}`, expected, quoted(value), placeIn(source, pointer))
      }
      yield* judgeLayers(image, latest, expected, seen)
    }
  }

function isLater(value: string, latest: number): boolean {
  const time = Date.parse(value)
  return !Number.isNaN(time) && time > latest * 1000
}

/** The dates in the documents of an image. */
function* datesOf({
  source,
  manifest,
  config,
}: PlatformImage): Generator<{ source: string; pointer: string; value: string }> {
  const annotated = text(property(manifest, 'annotations'), createdKey)
  if (annotated !== undefined) yield { source, pointer: `/annotations/${createdKey}`, value: annotated }
  if (!config) return
  const created = text(config.value, 'created')
  if (created !== undefined) yield { source: config.source, pointer: '/created', value: created }
  for (const [at, entry] of list(config.value, 'history').entries()) {
    const value = text(entry, 'created')
    if (value !== undefined) yield { source: config.source, pointer: `/history/${at}/created`, value }
  }
}

/** One finding for each layer: the entry that is the latest. */
function* judgeLayers(
  image: PlatformImage,
  latest: number,
  expected: string,
  seen: Set<string>,
): Generator<Seen> {
  const files = image.files()
  if ('unread' in files) yield files
  for (const { digest, latest: entry } of 'unread' in files ? [] : image.layers) {
    if (!entry || entry.mtime <= latest || seen.has(digest)) continue
    seen.add(digest)
    const received = `${quoted(entry.name)} of ${dateOf(entry.mtime)}, in ${digest}`
    yield breach('has a layer with a later file', expected, received, placeIn(digest, entry.name))
  }
}
