import { holds, violated } from '../../../../src/engine/judgement.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { artifact, describe, image } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { by, documentIn, manifestPuts, pathOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type Found, type Seen } from '../../seen.ts'
import { entriesAt, keepsOthers, listOf, tagOf, withoutReferrers, type ListFacts } from '../list.ts'

/** The manifest that the client has attached, by its digest: the one that it pushed and that has a subject. */
const attachedIn = (seen: Seen): Attached | undefined => attachmentsIn(seen).at(-1)

interface Attached {
  digest: string
  document: Record<string, unknown>
}

/** All manifests with a subject that were pushed. */
const attachmentsIn = (seen: Seen): Attached[] =>
  manifestPuts(seen).flatMap((put) => {
    const { bytes } = put.request.body ?? {}
    const document = documentIn(put)
    return bytes && document['subject'] !== undefined ? [{ digest: digestOf(bytes), document }] : []
  })

const allAttachedIn = (seen: Seen): string[] => [...new Set(attachmentsIn(seen).map(({ digest }) => digest))]

const nothing = absent('the client pushes no manifest with a subject')

/** The list has an entry for what was attached. */
function listsAttached(seen: Seen<ListFacts>): Found {
  const attached = attachedIn(seen)
  if (!attached) return nothing
  const { subject } = seen.facts
  const entries = entriesAt(seen.kept, seen.repository, subject) ?? []
  return seenAt(
    manifestPuts(seen),
    entries.some(({ digest }) => digest === attached.digest)
      ? holds()
      : violated('does not list what it attached at the referrers tag', tagOf(subject), ending(seen)),
  )
}

/** Uploads of blobs that the registry accepted, by digest. */
const pushedBlobs = (seen: Seen): Set<string> =>
  new Set(
    by(seen, 'PUT', 'POST').flatMap((each) => {
      const digest = /[?&]digest=([^&]+)/.exec(each.request.url)?.[1]
      return digest === undefined ? [] : [decodeURIComponent(digest)]
    }),
  )

/** Digests of config and layers. */
function referredTo({ config, layers, blobs }: Record<string, unknown>): Set<unknown> {
  const all = [config, ...(Array.isArray(layers) ? layers : []), ...(Array.isArray(blobs) ? blobs : [])]
  return new Set(all.map((each) => (each as { digest?: unknown } | undefined)?.digest))
}

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'attach-fallback-new',
    title: 'an image in a registry without the referrers API, with nothing at the referrers tag',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const tree = image(random)
      return {
        facts: { subject: tree.root.digest },
        registry: { settings: withoutReferrers, holds: [{ tree, tag }] },
      }
    },
    judges: {
      'client.referrers-tag.attached': listsAttached,
      'client.referrers-tag.from-empty': (seen) => {
        const found = listsAttached(seen)
        if ('absent' in found || !found.holds) return found
        const entries = entriesAt(seen.kept, seen.repository, seen.facts.subject) ?? []
        return seenAt(
          manifestPuts(seen, tagOf(seen.facts.subject)),
          entries.length === 1
            ? holds()
            : violated(
                'starts the list from something other than an empty index',
                '1 entry',
                `${entries.length} entries`,
              ),
        )
      },
      'client.push.manifest-has-type': (seen) => {
        const attached = attachedIn(seen)
        if (!attached) return nothing
        return typeof attached.document['mediaType'] === 'string'
          ? holds()
          : seenAt(
              manifestPuts(seen, attached.digest),
              violated(
                'makes a manifest without mediaType',
                'mediaType',
                Object.keys(attached.document).join(', '),
              ),
            )
      },
      'client.push.manifest-complete': (seen) => {
        const attached = attachedIn(seen)
        if (!attached) return nothing
        const known = referredTo(attached.document)
        const left = [...pushedBlobs(seen)].filter((digest) => !known.has(digest))
        return left.length === 0
          ? holds()
          : seenAt(
              manifestPuts(seen, attached.digest),
              violated(
                'makes a manifest without some of the blobs that it pushed',
                left,
                'no descriptor of them',
              ),
            )
      },
    },
  }),
  defineScenario({
    id: 'attach-api-there',
    title: 'an image in a registry with the referrers API, which processes the subject',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const tree = image(random)
      return { facts: { subject: tree.root.digest }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      // No statement forbids to write the tag as well.
      'client.referrers-tag.attached': (seen) => {
        if (!attachedIn(seen)) return nothing
        const puts = manifestPuts(seen, tagOf(seen.facts.subject))
        const note = 'writes the referrers tag although the registry processes the subject'
        return seenAt(puts, holds(puts.length > 0 ? note : undefined))
      },
    },
  }),
  defineScenario({
    id: 'attach-fallback-keeps',
    title: 'an image whose referrers tag has an entry',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const tree = image(random)
      const other = artifact(random, {
        artifactType: 'application/vnd.example.signature',
        subject: describe(tree.root),
      })
      return {
        facts: { subject: tree.root.digest, others: [other] },
        registry: {
          settings: withoutReferrers,
          holds: [
            { tree, tag },
            { tree: listOf(other), tag: tagOf(tree.root.digest) },
          ],
        },
      }
    },
    judges: { 'client.referrers-tag.keeps': keepsOthers('kept') },
  }),
  defineScenario({
    id: 'attach-at-once',
    title: 'an image in a registry without the referrers API, to which two clients attach at the same time',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const tree = image(random)
      return {
        facts: { subject: tree.root.digest },
        atOnce: 2,
        registry: { settings: withoutReferrers, holds: [{ tree, tag }] },
      }
    },
    judges: {
      // Whose duty it is that no entry is lost there, the text leaves open.
      'client.referrers-tag.keeps': (seen) => {
        const pushed = allAttachedIn(seen)
        if (!seen.succeeded || pushed.length < 2) return absent('there are no two clients that attach')
        const entries = entriesAt(seen.kept, seen.repository, seen.facts.subject) ?? []
        const lost = pushed.filter((each) => !entries.some(({ digest }) => digest === each))
        return seenAt(
          manifestPuts(seen),
          holds(lost.length > 0 ? 'loses an entry where two clients attach at the same time' : undefined),
        )
      },
    },
  }),
  defineScenario({
    id: 'attach-tag-not-index',
    title: 'an image at the referrers tag',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const [tree, other] = [image(random), image(random)]
      return {
        facts: { subject: tree.root.digest, digest: other.root.digest },
        registry: {
          settings: withoutReferrers,
          holds: [
            { tree, tag },
            { tree: other, tag: tagOf(tree.root.digest) },
          ],
        },
      }
    },
    judges: {
      'client.referrers-tag.other-manifest': (seen) => {
        const { subject, digest } = seen.facts
        const puts = manifestPuts(seen)
        if (seen.kept.manifest(seen.repository, tagOf(subject))?.digest !== digest)
          return seenAt(
            manifestPuts(seen, tagOf(subject)),
            violated('overwrites an image that has the referrers tag', 'a failure', ending(seen)),
          )
        return seenAt(
          puts,
          holds(seen.succeeded ? 'leaves the referrers tag alone, and ends with exit status 0' : undefined),
        )
      },
    },
  }),
  defineScenario({
    id: 'attach-sha512-subject',
    title: 'an image with a sha512 digest',
    operation: 'attach',
    stage: ({ random, tag }) => {
      const plain = image(random)
      const digest = digestOf(plain.root.bytes, 'sha512')
      const tree = { ...plain, root: { ...plain.root, digest } }
      return {
        facts: { subject: digest },
        digest,
        registry: { settings: withoutReferrers, holds: [{ tree, tag }] },
      }
    },
    judges: {
      'client.referrers-tag.name': (seen) => {
        const attached = attachedIn(seen)
        const subject = attached?.document['subject'] as { digest?: string } | undefined
        if (!attached || subject?.digest !== seen.facts.subject)
          return absent('the client attaches nothing to a subject with a sha512 digest')
        const lists = seen.exchanges.filter((each) => /\/manifests\/sha512-/.test(pathOf(each)))
        const odd = lists.find((each) => !pathOf(each).endsWith(`/${tagOf(seen.facts.subject)}`))
        if (odd)
          return seenAt(
            [odd],
            violated(
              'does not cut the digest in the referrers tag',
              tagOf(seen.facts.subject),
              pathOf(odd).split('/').at(-1) ?? '',
            ),
          )
        return lists.length === 0 ? listsAttached(seen) : seenAt(lists, holds())
      },
    },
  }),
]
