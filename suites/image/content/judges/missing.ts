import { violated, failure } from '../../../../src/engine/judgement.ts'
import type { Blob, Reference } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type JudgeOptions, type Check, type Unevaluated } from '../../judges/check.ts'
import { embedded } from './data.ts'

/** Content that is not here, with the descriptors that lead to it: at least one. */
export interface Missing {
  blob: Blob
  references: readonly [Reference, ...Reference[]]
}

/** Why content may be missing by the text; undefined where nothing names another source. */
export function excuseOf(
  reference: Reference,
  isSparse: (reference: Reference) => boolean,
): string | undefined {
  const { descriptor, mediaType, role } = reference
  const urls = descriptor['urls']
  if (Array.isArray(urls) && urls.length > 0) return 'it can be fetched from its urls'
  if (mediaType.nonDistributable) return 'it is non-distributable'
  if (role === 'subject') return 'a subject may be elsewhere'
  if (isSparse(reference)) return 'the index is sparse'
  return undefined
}

/** The documents that have an entry whose manifest is here. */
function holders({ references, blobs }: Pick<ImageFacts, 'references' | 'blobs'>): Set<string> {
  const held = new Set<string>()
  for (const { role, from, digest } of references) {
    if (role === 'manifest' && digest !== undefined && blobs.get(digest)?.state === 'present')
      held.add(from.source)
  }
  return held
}

/** An index is sparse where it has some of its entries and lacks others. The entry point, index.json, is not such an index. */
export function sparseness(image: Pick<ImageFacts, 'references' | 'blobs'>) {
  const held = holders(image)
  return ({ role, from }: Reference): boolean =>
    role === 'manifest' && from.kind === 'index' && held.has(from.source)
}

/** Entries of all sparse indexes, and how many of them are missing; undefined where no index is sparse. */
export function sparseEntries(
  image: Pick<ImageFacts, 'references' | 'blobs'>,
): { entries: number; missing: number } | undefined {
  const isSparse = sparseness(image)
  const missing = missingIn(image).flatMap(({ references }) => references.filter(isSparse))
  if (missing.length === 0) return undefined
  const indexes = new Set(missing.map(({ from }) => from))
  const entries = image.references.filter(({ role, from }) => role === 'manifest' && indexes.has(from))
  return { entries: entries.length, missing: missing.length }
}

/** True for an entry of an index of which no manifest is here: nothing of what it is for could be evaluated. */
export function bareness(image: Pick<ImageFacts, 'references' | 'blobs'>) {
  const held = holders(image)
  return ({ role, from }: Reference): boolean => role === 'manifest' && !held.has(from.source)
}

/** Everything that descriptors point at and that is neither here nor embedded in each of them, in their order. */
export function missingIn({ references, blobs }: Pick<ImageFacts, 'references' | 'blobs'>): Missing[] {
  const missing = new Map<Blob, [Reference, ...Reference[]]>()
  for (const reference of references) {
    const blob = reference.digest === undefined ? undefined : blobs.get(reference.digest)
    if (!blob || blob.state === 'present' || embedded(reference.descriptor)) continue
    const leading = missing.get(blob)
    if (leading) leading.push(reference)
    else missing.set(blob, [reference])
  }
  return [...missing].map(([blob, references]) => ({ blob, references }))
}

const requirement = 'content.reachable'

/** Content that is missing without an excuse; `way` is that to it, for people. `isBare`: see bareness. */
export function judgeMissing(
  { blob, references }: Missing,
  way: string,
  isBare: (reference: Reference) => boolean,
  { closed, allowMissing }: Pick<JudgeOptions, 'closed' | 'allowMissing'>,
): Check | Unevaluated {
  const { digest, reason } = blob
  const evidence = references.slice(0, 5).map(({ from, pointer }) => placeIn(from.source, pointer))
  if (blob.state === 'refused' && references[0].item) {
    const expected = 'a regular file of the archive'
    const judgement = violated('references something that is not a file', expected, reason ?? digest)
    return { requirement, judgement: failure(judgement), evidence }
  }
  if (blob.state !== 'absent') {
    return { requirement, unevaluated: `${way} cannot be read: ${reason ?? digest}` }
  }
  if (closed) {
    const judgement = violated(
      'references content that is missing',
      'every blob that is referenced',
      `no ${references[0].item ? 'file' : 'blob'} ${digest}`,
    )
    return { requirement, judgement: failure(judgement), evidence }
  }
  const bare = references.find(isBare)
  if (bare) {
    return {
      requirement,
      unevaluated: `${way} is missing (${digest}): no manifest of ${bare.from.source} is here`,
    }
  }
  if (allowMissing) return noted(requirement, `${way} is missing (${digest}), which is allowed`, ...evidence)
  return { requirement, unevaluated: `${way} is missing (${digest}); --allow-missing accepts that` }
}
