import { excuseOf, sparseness } from '../content/reachable.ts'
import { embedded } from '../content/data.ts'
import type { Document, ImageFacts, Unread, UnreadKind } from './facts.ts'
import { below } from './references.ts'

const hanging: Readonly<Record<Document['kind'], readonly UnreadKind[]>> = {
  'layout-header': [],
  'layout-index': ['index', 'manifest', 'config', 'layer'],
  index: ['index', 'manifest', 'config', 'layer'],
  manifest: ['config', 'layer'],
  config: [],
}

/** Everything that could not be judged, each with the requirement whose breach is the cause. */
export function unreadOf(facts: ImageFacts, met: readonly Unread[]): Unread[] {
  return [...missingFiles(facts), ...met, ...facts.documents.flatMap(unreadDocument), ...missingBlobs(facts)]
}

/** Files of the layout itself. A layout in a folder of its archive is not read at all. */
function missingFiles({ form, layout, problems }: ImageFacts): Unread[] {
  if (form === 'registry') return []
  const all: UnreadKind[] = ['layout-header', 'layout-index', 'index', 'manifest', 'config', 'layer', 'blobs']
  const folder = problems.find(({ code }) => code === 'leading-folder')
  if (folder) return [{ kinds: [...all, 'files'], by: 'layout.archive.at-root', reason: folder.message }]
  const unread: Unread[] = []
  const { header, index, files } = layout
  if (header !== 'read') {
    unread.push({ kinds: ['layout-header'], by: 'layout.header.exists', reason: header.message })
  }
  if (index !== 'read') {
    const kinds: UnreadKind[] = ['layout-index', ...hanging['layout-index']]
    unread.push({ kinds, by: 'layout.index.exists', reason: index.message })
  }
  if (!files.some(({ path }) => path === 'blobs' || path.startsWith('blobs/'))) {
    unread.push({ kinds: ['blobs'], by: 'layout.blobs.exists', reason: 'there is no blobs directory' })
  }
  return unread
}

/** A document that is no JSON, or not an object of its kind: what it should lead to is not known. */
function unreadDocument({ source, kind, value, text, beyond, violations }: Document): Unread[] {
  const kinds = [kind, ...hanging[kind]]
  if (beyond !== undefined) return [{ kinds, reason: beyond }]
  if (value === undefined) {
    const problem = text.find(({ code }) => code === 'not-json')
    return [{ kinds, by: 'json.well-formed', reason: `${source} ${problem?.message ?? 'cannot be read'}` }]
  }
  const whole = violations.find(
    ({ requirement, pointer }) => pointer === '' && /\.is-(?:object|image-index)$/.test(requirement),
  )
  if (whole) {
    return [{ kinds: hanging[kind], by: whole.requirement, reason: `${source} ${whole.title}` }]
  }
  return violations.flatMap(({ requirement, title }) => {
    const lost = listsOf[requirement]
    return lost ? [{ kinds: lost, by: requirement, reason: `${source} ${title}` }] : []
  })
}

/** Without these properties it is not known what a document leads to. */
const listsOf: Readonly<Record<string, readonly UnreadKind[]>> = {
  'index.manifests.exists': hanging.index,
  'index.manifests.is-array': hanging.index,
  'manifest.config.exists': ['config'],
  'manifest.layers.exists': ['layer'],
  'manifest.layers.is-array': ['layer'],
}

/** Blobs that are not there, or are not what their digests say. */
function missingBlobs(facts: ImageFacts): Unread[] {
  const isSparse = sparseness(facts)
  return facts.references.flatMap((reference): Unread[] => {
    const { role, digest, mediaType, descriptor } = reference
    const blob = digest === undefined ? undefined : facts.blobs.get(digest)
    const kinds = below(role, mediaType)
    if (!blob || kinds.length === 0) return []
    if (blob.endless) {
      return [
        { kinds, by: 'content.size.matches', reason: `${blob.digest} is larger than descriptors state` },
      ]
    }
    if (blob.state === 'present') {
      if (blob.verified !== false) return []
      const by = facts.form === 'registry' ? 'content.digest.matches' : 'layout.blob.matches-name'
      return [{ kinds, by, reason: `${blob.digest} holds other bytes than its digest says` }]
    }
    if (excuseOf(reference, isSparse) !== undefined || embedded(descriptor)) return []
    return [{ kinds, by: 'content.reachable', reason: `${blob.digest} is not there` }]
  })
}
