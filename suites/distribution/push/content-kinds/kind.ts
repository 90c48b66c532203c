import type { Content } from '../../../../src/content/content.ts'
import type { ManifestOptions } from '../../../../src/content/manifest.ts'
import type { ContentKindRecord, Trait } from '../../../../src/registry/record/content-kind.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { isContentOf } from '../../judges/digest.ts'
import { answerOf, succeeded, summarizeResponse } from '../../judges/response.ts'
import { getManifest, ownManifest, putValidManifest } from '../../content/own-manifests.ts'
import { withCommonBlob } from '../../content/set-up.ts'

/** A field of a usual manifest that is changed, and into what. */
export interface Change extends Trait {
  options: (t: RegistryContext) => Promise<Partial<ManifestOptions>>
  /** A blob that it needs, and that is the same for everybody. */
  common?: Content
}

/** A kind of content that people push. */
export interface Kind {
  /** Lasting: `nested-index`. */
  name: string
  /** With its article: `an index of indexes`. */
  what: string
  group: ContentKindRecord['group']
  /** What makes it what it is: from a usual manifest these fields are changed. */
  traits: readonly Change[]
  /** Where it is not a manifest of usual make with other fields. */
  make?: (t: RegistryContext) => Promise<Content>
}

/** A push as it was answered, and where it succeeded the pull of what was stored. */
export interface Trial {
  content: Content
  put: Exchange
  got?: Exchange
  /** The trait that is refused by itself, with the push that shows it. */
  culprit?: Alone
  /** Traits that were pushed alone, and were taken. */
  innocent: readonly Alone[]
}

export interface Alone {
  trait: Change
  put: Exchange
}

/** A manifest with these traits, and no other test's. */
export async function manifestWith(t: RegistryContext, traits: readonly Change[]): Promise<Content> {
  const options: Partial<ManifestOptions> = {}
  for (const trait of traits) Object.assign(options, await trait.options(t))
  return ownManifest(t, options)
}

/**
 * Pushes a kind by tag and pulls it by digest, so that what was stored is what was sent. Where it is
 * refused and more than one field is unusual, each is pushed alone to find the one that is refused.
 * What was found is recorded.
 */
export async function tryKind(t: RegistryContext, kind: Kind, made: Content): Promise<Trial> {
  const put = await putKind(t, kind.traits, made)
  const trial: Trial = succeeded(put)
    ? { content: made, put, got: await getManifest(t, made.digest), innocent: [] }
    : { content: made, put, ...(await culpritOf(t, kind)) }
  recordKind(t, kind, trial)
  return trial
}

async function putKind(t: RegistryContext, traits: readonly Change[], made: Content): Promise<Exchange> {
  const common = traits.find((trait) => trait.common)?.common
  const push = () => putValidManifest(t, made, t.tag('kind'))
  return common ? withCommonBlob(t, common, push) : push()
}

async function culpritOf(t: RegistryContext, { traits }: Kind): Promise<Pick<Trial, 'culprit' | 'innocent'>> {
  const innocent: Alone[] = []
  if (traits.length < 2) return { innocent }
  for (const trait of traits) {
    const put = await putKind(t, [trait], await manifestWith(t, [trait]))
    if (!succeeded(put)) return { culprit: { trait, put }, innocent }
    innocent.push({ trait, put })
  }
  return { innocent }
}

/** Records how a kind was received. */
export function recordKind(
  t: RegistryContext,
  { name, what, group, traits }: Omit<Kind, 'make' | 'traits'> & { traits: readonly Trait[] },
  { content, put, got, culprit }: Omit<Trial, 'innocent'>,
): void {
  const taken = succeeded(put)
  const kept = !got || (answerOf(got).status === 200 && isContentOf(what, content.digest)(got).holds)
  const outcome = taken ? (kept ? 'accepted' : 'altered') : 'rejected'
  const field = culprit?.trait.field ?? (traits.length === 1 ? traits[0]?.field : undefined)
  t.recordContentKind({
    kind: 'content-kind',
    name,
    what,
    group,
    traits: traits.map((trait) => ({ field: trait.field, value: trait.value })),
    outcome,
    ...(outcome === 'rejected' && field !== undefined ? { rejectedFor: field } : {}),
    ...(outcome === 'accepted'
      ? {}
      : { response: summarizeResponse(outcome === 'altered' && got ? got : put) }),
    exchanges: [put, got, culprit?.put].flatMap((exchange) => exchange?.id ?? []),
  })
}
