import { holds, violated, type Judgement } from '../../src/engine/judgement.ts'
import { isObject, list, text } from '../../src/image/json/value.ts'
import { seenIn, type Exchange } from '../../src/registry/record/exchange.ts'
import { mediaTypes } from '../../src/content/media-types.ts'
import { answerOf, succeeded } from '../distribution/judges/response.ts'
import { manifestPath, referrersPath } from '../distribution/requests/paths.ts'
import type { TripContext } from './context.ts'
import type { TripContent, TripManifest } from './content.ts'
import type { Pushed } from './push.ts'

/** The tag under which clients keep the referrers of a digest where a registry has no referrers API. */
export const referrersTag = (digest: string): string => {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`
}

/**
 * Looks for every referrer that was pushed, by the referrers API. Where the registry has none, a client keeps the list
 * itself: then the referrers tag is pushed and pulled. False where there are referrers and none of them is listed.
 */
export async function listReferrers(
  t: TripContext,
  { manifests }: TripContent,
  pushed: Pushed,
): Promise<boolean> {
  const referrers = manifests.filter(
    ({ digest, subject }) => subject !== undefined && pushed.manifests.has(digest),
  )
  const subjects = new Set(referrers.flatMap(({ subject }) => subject ?? []))
  if (subjects.size === 0) {
    t.skip('roundtrip.referrers.listed', 'the image has no referrers')
    t.skip('roundtrip.referrers.descriptor', 'the image has no referrers')
    return true
  }
  const listings: boolean[] = []
  for (const subject of subjects) {
    const own = referrers.filter((each) => each.subject === subject)
    const api = await t.send({
      method: 'GET',
      path: referrersPath(t.repository, subject),
      bodyLimit: 64 * 1024 ** 2,
    })
    const listed = api.response?.status === 404 ? await byTag(t, subject, own) : api
    if (listed === undefined) {
      listings.push(true)
      continue
    }
    listings.push(...own.map((referrer) => checkReferrer(t, listed, referrer)))
  }
  return listings.some(Boolean)
}

/** What the referrers tag schema leaves to the client: it pushes the list, if there is none yet, and pulls it again. */
async function byTag(
  t: TripContext,
  subject: string,
  referrers: readonly TripManifest[],
): Promise<Exchange | undefined> {
  const path = manifestPath(t.repository, referrersTag(subject))
  const headers = { Accept: mediaTypes.index }
  const before = await t.send({ method: 'GET', path, headers })
  if (before.response?.status !== 404) {
    const reason = `the registry has no referrers API, and the tag ${referrersTag(subject)} exists already`
    t.unevaluated('roundtrip.referrers.listed', reason)
    t.unevaluated('roundtrip.referrers.descriptor', reason)
    return undefined
  }
  const manifests = referrers.map(({ digest, mediaType, size, artifactType, annotations }) => ({
    mediaType,
    digest,
    size,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
  }))
  await t.send({
    method: 'PUT',
    path,
    headers: { 'Content-Type': mediaTypes.index },
    body: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests })),
  })
  return t.send({ method: 'GET', path, headers })
}

/** Whether a list has a referrer, and whether it describes it as it is. */
export function referrerJudgements(listed: Exchange, referrer: TripManifest) {
  const entry = entriesOf(listed).find((each) => text(each, 'digest') === referrer.digest)
  const what = `${referrer.name} (${referrer.digest})`
  const evidence = seenIn(listed)
  const others = `${entriesOf(listed).length} others`
  return entry === undefined
    ? {
        isListed: [
          violated(`does not list the referrer ${what}`, referrer.digest, others),
          evidence,
        ] as const,
      }
    : {
        isListed: [holds(), evidence] as const,
        describes: [describes(entry, referrer, what), evidence] as const,
      }
}

function checkReferrer(t: TripContext, listed: Exchange, referrer: TripManifest): boolean {
  const judged = referrerJudgements(listed, referrer)
  const isListed = t.check('roundtrip.referrers.listed', ...judged.isListed)
  if (judged.describes) t.check('roundtrip.referrers.descriptor', ...judged.describes)
  return isListed
}

/** Digests of a list of referrers. */
export const entriesListed = (exchange: Exchange): string[] =>
  entriesOf(exchange).flatMap((entry) => text(entry, 'digest') ?? [])

function entriesOf(exchange: Exchange): readonly unknown[] {
  if (!succeeded(exchange)) return []
  try {
    return list(JSON.parse(Buffer.from(answerOf(exchange).body.bytes).toString('utf8')), 'manifests')
  } catch {
    return []
  }
}

/** A descriptor has what the manifest has. */
export function describes(entry: unknown, referrer: TripManifest, what: string): Judgement {
  const { digest, size, mediaType, artifactType, annotations } = referrer
  const wanted = { digest, size, mediaType, artifactType, annotations }
  const found = isObject(entry) ? entry : {}
  const wrong = Object.entries(wanted).filter(
    ([name, value]) =>
      value !== undefined && JSON.stringify(sorted(found[name])) !== JSON.stringify(sorted(value)),
  )
  if (wrong.length === 0) return holds()
  const names = wrong.map(([name]) => name).join(', ')
  return violated(
    `describes the referrer ${what} with another ${names}`,
    wrong.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', '),
    wrong.map(([name]) => `${name} ${JSON.stringify(found[name]) ?? 'absent'}`).join(', '),
  )
}

/** Members of an object in the order of their names: their order means nothing. */
const sorted = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value
