import type { Manifest } from '../../../../src/reference/manifest.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import { withBody, withHeader, type Reply } from '../../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { acceptForms } from '../conditions/requests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'
import { found, served } from './families.ts'

/** What a cache still has. */

const replyWith = ({ bytes, mediaType, digest }: Manifest, length: number): Reply => {
  const headers = { 'Content-Type': mediaType, 'Docker-Content-Digest': digest }
  return withBody(withHeader(bare(200, headers), 'Content-Length', String(length)), bytes)
}

/** Remembers each manifest that was served or pushed, and lets the effect choose one. */
function remembering(
  choose: (occasion: Occasion, known: ReadonlyMap<string, Manifest>) => Manifest | undefined,
) {
  return (): Strike => {
    const known = new Map<string, Manifest>()
    return {
      later({ status }, { ctx, repository, reference, kind }) {
        if (status < 300 && (kind === 'tag' || kind === 'manifest')) {
          const manifest = ctx.policy.findManifest(ctx.store, repository, reference)
          if (manifest !== undefined) known.set(`${repository} ${manifest.digest}`, manifest)
        }
        return undefined
      },
      after(reply, occasion) {
        const chosen = choose(occasion, known)
        return chosen && chosen.digest !== (reply.status === 200 ? occasion.manifest?.digest : undefined)
          ? replyWith(chosen, chosen.bytes.length)
          : undefined
      },
    }
  }
}

/** The content of a tag that many changes ago; 1 is the one before the current one. */
const formerly = (ago: number) =>
  remembering(({ history, repository }, known) => known.get(`${repository} ${history.contents.at(-1 - ago)}`))

const first = remembering(({ history, repository }, known) =>
  known.get(`${repository} ${history.contents[0]}`),
)

const deleted = remembering(({ history, repository, kind, reference }, known) =>
  history.last === 'deletion'
    ? known.get(`${repository} ${kind === 'tag' ? history.contents.at(-1) : reference}`)
    : undefined,
)

const tagged = { kinds: ['tag'], present: true, without: ['new'] } as const
const gone = { present: false } as const
const neverAgain = [
  'management.tag.gone',
  'management.manifest.gone',
  'management.manifest.tags-gone',
] as const

/** A manifest that a tag no longer leads to, or that was deleted, is served. */
export const formerManifests: readonly BaseEffect[] = [
  {
    ...tagged,
    id: 'get-serves-former',
    title: 'serves the manifest that a tag led to before',
    operations: ['manifest-get'],
    violates: served,
    conditions: [...kindsOfManifest, ...tagForms, ...acceptForms],
    make: formerly(1),
  },
  {
    ...tagged,
    id: 'head-serves-former',
    title: 'describes in HEAD the manifest that a tag led to before',
    operations: ['manifest-head'],
    violates: [...found, 'pull.manifest.head.digest-header-value', 'pull.manifest.head.content-length-value'],
    conditions: [...shapesOfManifest, ...tagForms, ...repositories],
    make: formerly(1),
  },
  {
    ...tagged,
    id: 'get-serves-first',
    title: 'serves the manifest that a tag led to first',
    operations: ['manifest-get'],
    violates: served,
    conditions: [...shapesOfManifest, ...tagForms, ...repositories],
    make: first,
  },
  {
    ...gone,
    id: 'get-serves-deleted',
    title: 'serves a manifest that was deleted',
    operations: ['manifest-get'],
    violates: [...neverAgain, 'pull.manifest.unknown-tag', 'pull.manifest.unknown-digest'],
    conditions: [...addressing, ...acceptForms, ...tagForms, ...repositories],
    make: deleted,
  },
  {
    ...gone,
    id: 'head-serves-deleted',
    title: 'describes in HEAD a manifest that was deleted',
    operations: ['manifest-head'],
    violates: [...neverAgain, 'pull.manifest.head.unknown-tag', 'pull.manifest.head.unknown-digest'],
    conditions: [...addressing, ...acceptForms, ...tagForms, ...repositories],
    make: deleted,
  },
]
