import type { Descriptor } from '../../../../src/content/content.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { filtersApplied, listedReferrers } from '../../judges/referrers.ts'
import type { ManifestDocument } from '../document.ts'
import { namesIn, type History } from '../history.ts'
import { statusOf, type Observed } from '../observed.ts'
import { nextOf, pagesBefore, type List } from '../pages.ts'
import { isThere, type Period } from '../presence.ts'
import { writersOf } from '../writes.ts'

/** A manifest of the run that refers to the subject of a list. */
export interface Referrer {
  digest: string
  document: ManifestDocument
  by: readonly Observed[]
}

/** A list of referrers, with the pages that led to it by Link. */
export interface ReferrersPage {
  observed: List<'referrers'>
  history: History
  repository: string
  subject: string
  /** The requested filter. */
  artifactType?: string
  /** The response states that it was applied. */
  isFiltered: boolean
  before: readonly List<'referrers'>[]
  /** Of this page. */
  entries: readonly Descriptor[]
  /** Of this page and those before it. */
  all: readonly Descriptor[]
  /** All pages are there, from the first to the last one. */
  isWhole: boolean
  /** From the first of them on. */
  period: Period
  /** Own referrers that were there in all this time. */
  known: readonly Referrer[]
}

const subjects: readonly string[] = [mediaTypes.manifest, mediaTypes.index]

/** Whether the document is one whose subject counts: an image manifest or an index, and it says of itself what it was pushed as. */
export const hasSubject = ({ contentType, mediaType }: ManifestDocument): boolean =>
  subjects.includes(contentType) && (mediaType === undefined || mediaType === contentType)

/** What a digest held all the time, where it was the same. */
export function documentIn(
  history: History,
  { repository, digest, period }: { repository: string; digest: string; period: Period },
): ManifestDocument | undefined {
  const possible = history.possibleManifest(repository, digest, period)
  if (!isThere(possible)) return undefined
  const [first, ...others] = (possible ?? []).map(({ value }) => value?.document)
  return first !== undefined && others.every((other) => other?.contentType === first.contentType)
    ? first
    : undefined
}

/** A page of which the first ones are not known: its URL has more than the filter. */
const isFirst = ({ request }: List): boolean =>
  [...new URL(request.url).searchParams.keys()].every((name) => name === 'artifactType')

/** Undefined where the response is not a list, or not known whole. */
export function readReferrers(observed: List<'referrers'>, history: History): ReferrersPage | undefined {
  const { exchange, operation } = observed
  const { repository, digest: subject } = operation
  const entries = statusOf(observed) === 200 ? listedReferrers(exchange) : undefined
  if (entries === undefined || exchange.response?.body.truncated) return undefined
  const before = pagesBefore(observed, history)
  // A Link need not repeat the filter.
  const [{ operation: { artifactType } } = observed] = before
  const pages = [...before, observed]
  const earlier = before.flatMap((page) => listedReferrers(page.exchange) ?? [])
  const period = { start: before[0]?.start ?? observed.start, end: observed.end }
  return {
    observed,
    history,
    repository,
    subject,
    ...(artifactType === undefined || artifactType === '' ? {} : { artifactType }),
    isFiltered: pages.some((page) => filtersApplied(page.exchange).includes('artifactType')),
    before,
    entries,
    all: [...earlier, ...entries],
    isWhole: nextOf(observed) === undefined && isFirst(before[0] ?? observed),
    period,
    known: referrersIn(history, { repository, subject, period }),
  }
}

/** Own manifests that certainly refer to a digest. */
export function referrersIn(
  history: History,
  { repository, subject, period }: { repository: string; subject: string; period: Period },
): Referrer[] {
  return namesIn(history.manifests, repository).flatMap((digest) => {
    const document = documentIn(history, { repository, digest, period })
    if (document?.subject !== subject || !hasSubject(document)) return []
    return [{ digest, document, by: writersOf(history.possibleManifest(repository, digest, period)) }]
  })
}

/** The artifactType of an entry: that of the document, or of an image manifest the media type of its config. */
export const typeOf = ({ artifactType, isIndex, configType }: ManifestDocument): string | undefined =>
  artifactType !== undefined && artifactType !== '' ? artifactType : isIndex ? undefined : configType

export const hasOwnType = ({ artifactType }: ManifestDocument): boolean =>
  artifactType !== undefined && artifactType !== ''
