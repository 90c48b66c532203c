import { unusualAnnotations } from '../../content/unusual-annotations.ts'
import { withoutUndefined } from '../../../../src/engine/optional.ts'
import { describe, jsonContent, type Content, type Descriptor } from '../../../../src/content/content.ts'
import { imageIndex } from '../../../../src/content/manifest.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { referrersOf } from '../../judges/referrers.ts'
import { formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { mark, ownManifest, putManifest, putValidManifest } from '../../content/own-manifests.ts'
import { referrersPath } from '../../requests/paths.ts'
import { pushBlob, pushManifest } from '../../content/set-up.ts'
import { followLinks, type Walk } from './walk.ts'
import type { RequirementId } from '../../requirements.ts'

/** A manifest or an index that was pushed with a subject, and what the list must contain about it. */
export interface Referrer extends Content {
  artifactType: string | undefined
  annotations: Record<string, string>
  /** What the registry returned where it did not accept it. */
  refused?: string
  /** The push that was not accepted. */
  push?: Exchange
}

/** A subject with one referrer of each kind. */
export interface Referred {
  subject: Content
  /** An image manifest with an artifactType. */
  typed: Referrer
  /** An image manifest without one: the media type of its config replaces it. */
  plain: Referrer
  /** An image manifest whose artifactType is empty, which counts as none; it may be refused: an empty text is no media type. */
  emptyType: Referrer
  typedIndex: Referrer
  plainIndex: Referrer
}

export const artifactTypes = {
  manifest: 'application/vnd.oci-assay.sbom.v1+json',
  config: 'application/vnd.oci-assay.signature.config.v1+json',
  otherConfig: 'application/vnd.oci-assay.attestation.config.v1+json',
  index: 'application/vnd.oci-assay.bundle.v1',
  none: 'application/vnd.oci-assay.nothing.v1',
} as const

const wordsOf = (t: RegistryContext): Record<string, string> => ({
  'vnd.oci-assay.text': 'text with "quotes", <brackets> & ümlauts',
  ...unusualAnnotations,
  ...mark(t),
})

/**
 * An image manifest that refers to a subject, with the blobs of the run: its artifactType counts before
 * the type of its config. Not with the empty config that most artifacts have: another run in the same
 * repository may remove that one between the push of the blob and that of the manifest.
 */
export async function referringManifest(
  t: RegistryContext,
  subject: Descriptor,
  artifactType: string = artifactTypes.manifest,
): Promise<Referrer> {
  const annotations = wordsOf(t)
  const content = await ownManifest(t, { artifactType, subject, annotations })
  return { ...content, artifactType, annotations: annotationsOf(content) }
}

const annotationsOf = ({ bytes }: Content): Record<string, string> =>
  (JSON.parse(new TextDecoder().decode(bytes)) as { annotations: Record<string, string> }).annotations

function referringIndex(t: RegistryContext, image: Content, artifactType?: string): Referrer {
  const annotations = wordsOf(t)
  const content = imageIndex({
    manifests: [describe(image)],
    subject: describe(image),
    annotations,
    ...withoutUndefined({ artifactType }),
  })
  return { ...content, artifactType, annotations }
}

/** Pushes a referrer; that a registry does not take it is remembered, and no obstacle for the others. */
async function pushReferrer(
  t: RegistryContext,
  referrer: Referrer,
  send: typeof putManifest = putValidManifest,
): Promise<Referrer> {
  const put = await send(t, referrer, referrer.digest)
  if (succeeded(put)) return referrer
  return { ...referrer, refused: `${formatRequest(put)} returned ${summarizeResponse(put)}`, push: put }
}

/**
 * Reports requirements on a referrer that was not accepted: refusing it leaves them without an object. A failure of the
 * server is not a refusal; it is reported by `failedBy`, and what rests on it is blocked.
 */
export function withoutReferrer(
  t: RegistryContext,
  { push, refused = '' }: Referrer,
  failedBy: RequirementId,
  ...requirements: readonly RequirementId[]
): void {
  if (push && !lacksOnly('its push')(push).holds) t.blocked(failedBy, refused)
  for (const requirement of requirements) t.unsupported(requirement, `it was not accepted: ${refused}`)
}

/** A subject with its referrers, pushed once for all tests. */
export const referred = (t: RegistryContext): Promise<Referred> =>
  t.once('content-discovery/referred', async () => {
    const config = jsonContent(mark(t), artifactTypes.config)
    const subject = await ownManifest(t)
    await Promise.all([pushManifest(t, subject), pushBlob(t, config)])
    const typed = await referringManifest(t, describe(subject))
    const bare = await ownManifest(t, {
      config: describe(config),
      subject: describe(subject),
      annotations: wordsOf(t),
    })
    const plain = { ...bare, artifactType: artifactTypes.config, annotations: annotationsOf(bare) }
    const empty = await ownManifest(t, {
      artifactType: '',
      config: describe({ ...config, mediaType: artifactTypes.otherConfig }),
      subject: describe(subject),
      annotations: wordsOf(t),
    })
    const emptyType = { ...empty, artifactType: artifactTypes.otherConfig, annotations: annotationsOf(empty) }
    // One after the other: registries are known to lose one of several that are pushed at the same
    // time, and then each run would report something else about the list.
    await pushManifest(t, typed)
    return {
      subject,
      typed,
      plain: await pushReferrer(t, plain),
      emptyType: await pushReferrer(t, emptyType, putManifest),
      typedIndex: await pushReferrer(t, referringIndex(t, subject, artifactTypes.index)),
      plainIndex: await pushReferrer(t, referringIndex(t, subject)),
    }
  })

/** Those that the registry took. */
export const pushedReferrers = ({ typed, plain, emptyType, typedIndex, plainIndex }: Referred): Referrer[] =>
  [typed, plain, emptyType, typedIndex, plainIndex].filter(({ refused }) => refused === undefined)

/** A list of referrers with all its pages. */
export interface ReferrersList extends Walk {
  first: Exchange
  /** Of all pages that are image indexes. */
  entries: readonly Descriptor[]
  /** The first look, where not all that were waited for were there, and later were. */
  incomplete?: Exchange
}

/** Milliseconds between looks at a list that does not show yet what was pushed. */
const usualPauses = [500, 1000, 2000]

export interface ReferrersQuestion {
  query?: Record<string, string>
  /** Digests that the list is to show. */
  awaited?: readonly string[]
  /** Milliseconds before each further look while it does not. */
  pauses?: readonly number[]
}

/** Requests referrers, again for some seconds while not all `awaited` digests are listed. */
export async function getReferrers(
  t: RegistryContext,
  digest: string,
  { query = {}, awaited = [], pauses = usualPauses }: ReferrersQuestion = {},
): Promise<ReferrersList> {
  let earlier: Exchange | undefined
  for (let look = 0; ; look += 1) {
    const first = await t.send({ method: 'GET', path: referrersPath(t.repository, digest, query) })
    const walk = await followLinks(t, first)
    const entries = walk.pages.flatMap((page) => (page.error ? [] : (referrersOf(page) ?? [])))
    const missing = awaited.some((wanted) => !entries.some((entry) => entry.digest === wanted))
    const pause = pauses[look]
    const hopeless = first.response?.status !== 200 || referrersOf(first) === undefined
    if (!missing || hopeless || pause === undefined) {
      return { ...walk, first, entries, ...(earlier === undefined || missing ? {} : { incomplete: earlier }) }
    }
    earlier ??= first
    await t.pause(pause)
  }
}

/** The list of the referred subject, once for all tests. */
export const knownReferrers = (t: RegistryContext): Promise<ReferrersList> =>
  t.once('content-discovery/known-referrers', async () => {
    const all = await referred(t)
    return getReferrers(t, all.subject.digest, { awaited: pushedReferrers(all).map(({ digest }) => digest) })
  })

/** The list, where it is one; ends the test where another one fails on that. */
export async function readableReferrers(t: RegistryContext): Promise<ReferrersList> {
  const list = await knownReferrers(t)
  const { first } = list
  if (first.response?.status !== 200)
    t.blocked('discovery.referrers.listed', `GET of referrers returned ${summarizeResponse(first)}`)
  if (!referrersOf(first))
    t.blocked('discovery.referrers.index', 'the list of referrers is not an image index')
  return list
}
