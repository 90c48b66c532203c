import { causeIn } from '../judges/causes.ts'
import { judgeLimits } from '../content/judges/reachable.ts'
import { judgeForm } from '../json/judges/text.ts'
import type { JudgeOptions, Check, Unevaluated } from '../judges/check.ts'
import { judgeArchiveRoot } from '../layout/judges/archive.ts'
import { judgeBlobsFolder, judgeFile } from '../layout/judges/files.ts'
import { judgementOf, type SchemaViolation } from '../schemas/violations.ts'
import type { Cause, ImageFacts, Unread, UnreadKind } from './facts.ts'
import { hasLayoutFiles } from '../../../src/image/model/layout-files.ts'
import type { Document } from '../../../src/image/model/model.ts'
import { below, type Severed } from './severed.ts'

const hanging: Readonly<Record<Document['kind'], readonly UnreadKind[]>> = {
  'layout-header': [],
  'layout-index': ['index', 'manifest', 'config', 'layer'],
  index: ['index', 'manifest', 'config', 'layer'],
  manifest: ['config', 'layer'],
  config: [],
  'docker-manifest': ['config', 'layer'],
}

/** Everything that could not be judged, each with the requirement that is the cause by what is judged of it. */
export function unreadOf(
  facts: Omit<ImageFacts, 'unread'>,
  severed: readonly Severed[],
  options: JudgeOptions,
): Unread[] {
  return [
    ...missingFiles(facts, options),
    ...severed.flatMap(({ kinds, document, violation }) => {
      return blocked(kinds, [checkOf(document, violation)], options)
    }),
    ...blocked(hanging.index, judgeLimits(facts), options),
    ...facts.documents.flatMap((document) => unreadDocument(document, facts, options)),
    ...unreadBlobs(facts),
  ]
}

/** What is blocked by the first of these judgements that fails; nothing where none does. */
function blocked(
  kinds: readonly UnreadKind[],
  judgements: Iterable<Check | Unevaluated>,
  options: JudgeOptions,
): Unread[] {
  const cause = causeIn(judgements, options)
  return cause ? [{ kinds, ...cause }] : []
}

const checkOf = ({ source }: Document, violation: SchemaViolation): Check => ({
  requirement: violation.requirement,
  judgement: judgementOf(violation),
  evidence: [{ kind: 'content', source, pointer: violation.pointer }],
})

/** Files of the layout itself. A layout in a folder of its archive is not read at all. */
function missingFiles(facts: Omit<ImageFacts, 'unread'>, options: JudgeOptions): Unread[] {
  const { layout, problems } = facts
  if (!hasLayoutFiles(facts)) return []
  const folder = problems.find(({ code }) => code === 'leading-folder')
  if (folder) {
    const all: UnreadKind[] = ['layout-header', 'layout-index', ...hanging.index, 'blobs', 'files']
    return blocked(all, judgeArchiveRoot(facts), options)
  }
  const { header, index } = layout
  const lost = (found: typeof header, name: 'header' | 'index', kinds: readonly UnreadKind[]): Unread[] =>
    found === 'read' ? [] : blocked(kinds, judgeFile(`layout.${name}.exists`, found), options)
  return [
    ...lost(header, 'header', ['layout-header']),
    ...lost(index, 'index', ['layout-index', ...hanging['layout-index']]),
    ...blocked(['blobs'], judgeBlobsFolder(facts), options),
  ]
}

/** A document that is not JSON, or not an object of its kind: what it would lead to is not known. */
function unreadDocument(
  document: Document,
  { causes, violations }: Pick<ImageFacts, 'causes' | 'violations'>,
  options: JudgeOptions,
): Unread[] {
  const { source, kind, value, beyond } = document
  const kinds = [kind, ...hanging[kind]]
  if (beyond !== undefined) return [{ kinds, reason: beyond }]
  if (value === undefined) {
    const cause = causes.of(source)
    return cause ? [{ kinds, ...cause }] : blocked(kinds, judgeForm([document]), options)
  }
  return (violations.get(document) ?? []).flatMap((violation) => {
    const { requirement, pointer } = violation
    const isWhole = pointer === '' && /\.is-(?:object|image-index)$/.test(requirement)
    const lost = isWhole ? hanging[kind] : listsOf[requirement]
    return lost ? blocked(lost, [checkOf(document, violation)], options) : []
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

/** Blobs that are missing, or that are not what their digests and descriptors promise. */
function unreadBlobs({ references, documents, blobs, causes }: Omit<ImageFacts, 'unread'>): Unread[] {
  const read = new Set(documents.map(({ source }) => source))
  const known = new Map<string, Cause | undefined>()
  return references.flatMap(({ role, digest, mediaType }): Unread[] => {
    const kinds = below(role, mediaType)
    if (digest === undefined || kinds.length === 0 || read.has(digest)) return []
    const blob = blobs.get(digest)
    const isRead = blob?.state === 'present' && !blob.endless && blob.verified !== false
    if (!blob || isRead) return []
    if (!known.has(digest)) known.set(digest, causes.of(digest))
    const cause = known.get(digest)
    return cause ? [{ kinds, ...cause }] : []
  })
}
