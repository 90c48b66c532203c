import { holds, violated } from '../../../src/engine/judgement.ts'
import { describe, index, type Descriptor, type ImageTree, type Tree } from '../content/tree.ts'
import { ending } from '../judges/outcome.ts'
import { manifestPuts, statusOf } from '../judges/requests.ts'
import { absent, seenAt, type Found, type Holdings, type Seen } from '../seen.ts'

/** A registry that does not process subjects. */
export const withoutReferrers = { referrers: false } as const

/** The tag of a list of referrers. */
export const tagOf = (digest: string): string => {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm}-${encoded.slice(0, 64)}`
}

/** An entry as the referrers API would return it. */
export function entryOf({ root }: Tree): Descriptor {
  const { artifactType, config, annotations } = JSON.parse(Buffer.from(root.bytes).toString('utf8')) as {
    artifactType?: string
    config?: Descriptor
    annotations?: Record<string, string>
  }
  const type = artifactType ?? config?.mediaType
  return describe(root, {
    ...(type === undefined ? {} : { artifactType: type }),
    ...(annotations ? { annotations } : {}),
  })
}

/** A list of referrers, with what it lists. */
export const listOf = (...referrers: readonly ImageTree[]): Tree =>
  index(referrers.map((each) => [each, entryOf(each)] as const))

/** The entries at the referrers tag of a digest; undefined where there is no list. */
export function entriesAt(
  holdings: Holdings,
  repository: string,
  digest: string,
): readonly Descriptor[] | undefined {
  const found = holdings.manifest(repository, tagOf(digest))
  if (!found) return undefined
  try {
    const { manifests } = JSON.parse(Buffer.from(found.bytes).toString('utf8')) as {
      manifests?: Descriptor[]
    }
    return Array.isArray(manifests) ? manifests : undefined
  } catch {
    return undefined
  }
}

/** What a scenario of a list is about: the subject, what is listed for it, and what was there before. */
export interface ListFacts {
  subject: string
  referrer?: ImageTree
  others?: readonly ImageTree[]
}

/** Judges the list after the client has run; where it has no entry for the referrer, that is what is found. */
export const ofEntry =
  (
    where: 'kept' | 'copied',
    judge: (
      entry: Descriptor,
      expected: Descriptor,
    ) => ReturnType<typeof holds> | ReturnType<typeof violated>,
  ) =>
  (seen: Seen<ListFacts>): Found => {
    const { subject, referrer } = seen.facts
    const puts = manifestPuts(seen, tagOf(subject))
    const expected = referrer && entryOf(referrer)
    const entry = (entriesAt(seen[where], seen.repository, subject) ?? []).find(
      ({ digest }) => digest === expected?.digest,
    )
    const pushed = manifestPuts(seen).some((each) => statusOf(each) === 201)
    if (!pushed) return absent(`the client pushes no manifest (${ending(seen)})`)
    if (!entry || !expected)
      return seenAt(
        puts.length > 0 ? puts : manifestPuts(seen),
        violated('does not list the referrer at the referrers tag', tagOf(subject), ending(seen)),
      )
    return seenAt(puts, judge(entry, expected))
  }

/** The client has made a list with the referrer. */
export const lists = (where: 'kept' | 'copied') => ofEntry(where, () => holds())

/** Entries that were there before are there still. */
export const keepsOthers =
  (where: 'kept' | 'copied') =>
  (seen: Seen<ListFacts>): Found => {
    const { subject, others = [] } = seen.facts
    const entries = entriesAt(seen[where], seen.repository, subject) ?? []
    const lost = others.filter(({ root }) => !entries.some(({ digest }) => digest === root.digest))
    return seenAt(
      manifestPuts(seen, tagOf(subject)),
      lost.length === 0
        ? holds()
        : violated(
            'drops entries of the referrers tag',
            others.map(({ root }) => root.digest),
            `without ${lost.map(({ root }) => root.digest).join(', ')}`,
          ),
    )
  }
