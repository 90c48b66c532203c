import { broken, failure } from '../../../src/engine/judgement.ts'
import { Undecided } from '../../../src/engine/record.ts'
import type { Blob, ImageFacts, Reference } from '../facts/facts.ts'
import { noted, placeIn, type Said } from '../judged.ts'
import { embedded } from './data.ts'

const requirement = 'content.reachable'

/** Why content may be absent without a word; undefined where nothing tells of another source. */
export function excuseOf(
  reference: Reference,
  isSparse: (reference: Reference) => boolean,
): string | undefined {
  const { descriptor, mediaType, role } = reference
  const urls = descriptor['urls']
  if (Array.isArray(urls) && urls.length > 0) return 'it can be had from its urls'
  if (mediaType.nonDistributable) return 'it is not for distribution'
  if (role === 'subject') return 'a subject may be elsewhere'
  if (isSparse(reference)) return 'the index is sparse'
  return undefined
}

/** An index is sparse where it has some of its entries and lacks others. The way in, index.json, is no such index. */
export function sparseness({ references, blobs }: Pick<ImageFacts, 'references' | 'blobs'>) {
  const held = new Set<string>()
  for (const { role, from, digest } of references) {
    if (role === 'manifest' && from.kind === 'index' && digest !== undefined) {
      if (blobs.get(digest)?.state === 'present') held.add(from.source)
    }
  }
  return ({ role, from }: Reference): boolean =>
    role === 'manifest' && from.kind === 'index' && held.has(from.source)
}

/** What a descriptor points at and the image does not hold. */
export function* judgeReachable(image: ImageFacts, closed: boolean): Generator<Said> {
  const isSparse = sparseness(image)
  const missing = new Map<Blob, Reference[]>()
  for (const reference of image.references) {
    const blob = reference.digest === undefined ? undefined : image.blobs.get(reference.digest)
    if (!blob || blob.state === 'present' || embedded(reference.descriptor)) continue
    const references = missing.get(blob) ?? []
    references.push(reference)
    missing.set(blob, references)
  }
  for (const { message } of image.limits) {
    const judgement = broken(message, 'a graph of a size that readers follow', 'more than that')
    yield { requirement, judgement, evidence: [] }
  }
  let unreadable: string | undefined
  for (const [blob, references] of missing) {
    if (blob.state === 'unreadable') {
      unreadable ??= blob.reason ?? `${blob.digest} cannot be read`
      continue
    }
    const evidence = references.slice(0, 5).map(({ from, pointer }) => placeIn(from.source, pointer))
    const excuses = references.map((reference) => excuseOf(reference, isSparse))
    const [excuse] = excuses
    if (!closed && excuse !== undefined && excuses.every((each) => each !== undefined)) {
      yield noted(requirement, `${blob.digest} is absent; ${excuse}`, ...evidence)
      continue
    }
    const judgement = broken(
      blob.state === 'absent'
        ? 'refers to content that it does not hold'
        : 'refers to content that cannot be read',
      closed ? 'every blob that is referred to' : 'the blob, or urls that tell where it is',
      blob.state === 'absent' ? `no blob ${blob.digest}` : (blob.reason ?? blob.state),
    )
    yield { requirement, judgement: closed ? failure(judgement) : judgement, evidence }
  }
  if (unreadable !== undefined) throw new Undecided(unreadable)
}

/** Blobs that nothing refers to: nothing is wrong with that. Not known where a part of the graph could not be read. */
export function* judgeOrphans({ references, blobs, unread, form }: ImageFacts): Generator<Said> {
  if (form === 'registry' || unread.length > 0) return
  const reached = new Set(references.map(({ digest }) => digest))
  const orphans = [...blobs.values()].filter(
    ({ digest, state }) => state === 'present' && !reached.has(digest),
  )
  if (orphans.length === 0) return
  const evidence = orphans.slice(0, 5).map(({ digest }) => placeIn(digest))
  const number = orphans.length === 1 ? 'one blob' : `${orphans.length} blobs`
  yield noted(requirement, `holds ${number} that nothing refers to`, ...evidence)
}
