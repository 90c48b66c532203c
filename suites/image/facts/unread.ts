import { causeIn } from '../causes.ts'
import { judgeLimits } from '../content/reachable.ts'
import { judgeForm } from '../json/text.ts'
import type { Asked, Said, Unevaluated } from '../judged.ts'
import { judgeArchiveRoot } from '../layout/archive.ts'
import { judgeBlobsFolder, judgeFile } from '../layout/files.ts'
import { judgementOf, type SchemaViolation } from '../schema.ts'
import type { Document, ImageFacts, Unread, UnreadKind } from './facts.ts'
import { below, type Severed } from './references.ts'

const hanging: Readonly<Record<Document['kind'], readonly UnreadKind[]>> = {
  'layout-header': [],
  'layout-index': ['index', 'manifest', 'config', 'layer'],
  index: ['index', 'manifest', 'config', 'layer'],
  manifest: ['config', 'layer'],
  config: [],
}

/** Everything that could not be judged, each with the requirement that is the cause by what is judged of it. */
export function unreadOf(
  facts: Omit<ImageFacts, 'unread'>,
  severed: readonly Severed[],
  asked: Asked,
): Unread[] {
  return [
    ...missingFiles(facts, asked),
    ...severed.flatMap(({ kinds, document, violation }) => {
      const reason = `${violation.pointer} of ${document.source} ${violation.title}`
      return blocked(kinds, reason, [saidOf(document, violation)], asked)
    }),
    ...facts.limits.flatMap(({ message }) =>
      blocked(hanging.index, `the image ${message}`, judgeLimits(facts), asked),
    ),
    ...facts.documents.flatMap((document) => unreadDocument(document, facts, asked)),
    ...unreadBlobs(facts),
  ]
}

/** What is blocked by the first of these judgements that fails; nothing where none does. */
function blocked(
  kinds: readonly UnreadKind[],
  reason: string,
  judgements: Iterable<Said | Unevaluated>,
  asked: Asked,
): Unread[] {
  const by = causeIn(judgements, asked)
  return by === undefined ? [] : [{ kinds, by, reason }]
}

const saidOf = ({ source }: Document, violation: SchemaViolation): Said => ({
  requirement: violation.requirement,
  judgement: judgementOf(violation),
  evidence: [{ kind: 'content', source, pointer: violation.pointer }],
})

/** Files of the layout itself. A layout in a folder of its archive is not read at all. */
function missingFiles(facts: Omit<ImageFacts, 'unread'>, asked: Asked): Unread[] {
  const { form, layout, problems } = facts
  if (form === 'registry') return []
  const folder = problems.find(({ code }) => code === 'leading-folder')
  if (folder) {
    const all: UnreadKind[] = ['layout-header', 'layout-index', ...hanging.index, 'blobs', 'files']
    return blocked(all, folder.message, judgeArchiveRoot(facts), asked)
  }
  const { header, index } = layout
  const lost = (found: typeof header, name: 'header' | 'index', kinds: readonly UnreadKind[]): Unread[] =>
    found === 'read' ? [] : blocked(kinds, found.message, judgeFile(`layout.${name}.exists`, found), asked)
  return [
    ...lost(header, 'header', ['layout-header']),
    ...lost(index, 'index', ['layout-index', ...hanging['layout-index']]),
    ...blocked(['blobs'], 'there is no blobs directory', judgeBlobsFolder(facts), asked),
  ]
}

/** A document that is not JSON, or not an object of its kind: what it would lead to is not known. */
function unreadDocument(document: Document, { causes }: Pick<ImageFacts, 'causes'>, asked: Asked): Unread[] {
  const { source, kind, value, text, beyond, violations } = document
  const kinds = [kind, ...hanging[kind]]
  if (beyond !== undefined) return [{ kinds, reason: beyond }]
  if (value === undefined) {
    const problem = text.find(({ code }) => code === 'not-json')
    const reason = `${source} ${problem?.message ?? 'cannot be read'}`
    const by = causes.of(source)
    return by === undefined ? blocked(kinds, reason, judgeForm([document]), asked) : [{ kinds, by, reason }]
  }
  return violations.flatMap((violation) => {
    const { requirement, title, pointer } = violation
    const isWhole = pointer === '' && /\.is-(?:object|image-index)$/.test(requirement)
    const lost = isWhole ? hanging[kind] : listsOf[requirement]
    return lost ? blocked(lost, `${source} ${title}`, [saidOf(document, violation)], asked) : []
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
  const known = new Map<string, string | undefined>()
  return references.flatMap(({ role, digest, mediaType }): Unread[] => {
    const kinds = below(role, mediaType)
    if (digest === undefined || kinds.length === 0 || read.has(digest)) return []
    const blob = blobs.get(digest)
    const isRead = blob?.state === 'present' && !blob.endless && blob.verified !== false
    if (!blob || isRead) return []
    if (!known.has(digest)) known.set(digest, causes.of(digest))
    const by = known.get(digest)
    const reason = `${digest} is ${blob.state === 'present' ? 'not what its descriptor promises' : 'not here'}`
    return by === undefined ? [] : [{ kinds, by, reason }]
  })
}
