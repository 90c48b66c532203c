import type { SpecVersion } from '../../engine/requirement.ts'
import { ImageError } from '../error.ts'
import { throwIfInterrupted } from '../interruptible.ts'
import { limitOf, type ImageLimits } from '../limits.ts'
import type { ImageSource } from '../source/source.ts'
import { documentOf } from './document.ts'
import type { DocumentKind } from './model.ts'
import { referencesOf } from './references.ts'

/** What a layout refers to, as far as its manifests could be read. */
export interface Reached {
  digests: ReadonlySet<string>
  /** True where some manifest could not be read: it may refer to more. */
  hidden: boolean
}

export interface ReachedOptions {
  spec: SpecVersion
  signal?: AbortSignal
  limits?: ImageLimits
}

/**
 * The digests of all blobs that the images of a layout refer to, by its index.json in parts. One document after the other is read and forgotten, so that ten
 * thousand images need no memory but for their digests. Throws ImageError where the run is to end.
 */
export async function reachedIn(
  source: ImageSource,
  indexes: Iterable<unknown>,
  { spec, signal, limits }: ReachedOptions,
): Promise<Reached> {
  const limit = limitOf(limits, 'document-size')
  const digests = new Set<string>()
  const waiting: { digest: string; kind: 'index' | 'manifest' }[] = []
  let hidden = false

  function addAll(value: unknown, name: string, kind: DocumentKind, size: number): void {
    const parsed = { value, bytes: new Uint8Array(), problems: [] }
    if (size === 0 || value === undefined) hidden = true
    for (const { digest, role, mediaType } of referencesOf(documentOf(parsed, name, kind), spec)) {
      if (digest === undefined || digests.has(digest)) continue
      digests.add(digest)
      const { kind: of } = mediaType
      if ((of === 'index' || of === 'manifest') && (role === 'manifest' || role === 'subject'))
        waiting.push({ digest, kind: of })
    }
  }
  for (const index of indexes) addAll(index, 'index.json', 'layout-index', 1)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    throwIfInterrupted(signal)
    const { digest, kind } = next
    // oxlint-disable-next-line no-await-in-loop -- what it refers to is not known before
    const bytes = await source.read(digest, { limit, as: 'manifest' }).catch((error: unknown) => {
      if (error instanceof ImageError && error.code !== 'aborted') return new Uint8Array()
      throw error
    })
    addAll(parsed(bytes), digest, kind, bytes.length)
  }
  return { digests, hidden }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
