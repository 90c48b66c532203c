import { NotEvaluated } from '../../../src/engine/record.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { ImageError } from '../../../src/image/error.ts'
import type { FileQuery } from '../../../src/image/decode/tar/layer-files.ts'
import type { ImageLimits } from '../../../src/image/limits.ts'
import { readImage } from '../../../src/image/model/read.ts'
import type { Selection } from '../../../src/image/model/selection.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import { causesOfBlobs } from '../judges/causes.ts'
import { filesOfAccounts } from '../conversion/judges/users.ts'
import type { ImageFacts } from './facts.ts'
import { severedIn } from './severed.ts'
import { unreadOf } from './unread.ts'
import { isJudged, violationsOf } from './violations.ts'

export interface CollectOptions {
  spec: SpecVersion
  /** Whether everything that the image refers to is promised to be in it. */
  closed: boolean
  /** Whether missing content is accepted. */
  allowMissing: boolean
  signal?: AbortSignal
  /** What alone is read. */
  selection?: Selection
  /** How much is read; a limit that is absent is the default. */
  limits?: ImageLimits
  /** The files of all layers that are looked at. */
  files?: FileQuery
  /** Receives how many bytes of blobs have been read, of how many. */
  onRead?: (read: number, total: number) => void
}

/**
 * Reads an image, and finds out what all tests depend on. What is wrong is in the facts; throws NotEvaluated where the run is
 * interrupted.
 */
export async function collect(source: ImageSource, options: CollectOptions): Promise<ImageFacts> {
  try {
    return await factsOf(source, options)
  } catch (error) {
    if (options.signal?.aborted) throw new NotEvaluated('the run was interrupted before it was evaluated')
    throw error instanceof ImageError && error.code === 'aborted' ? new NotEvaluated(error.message) : error
  }
}

async function factsOf(source: ImageSource, options: CollectOptions): Promise<ImageFacts> {
  const { spec, signal, limits, files, onRead, selection } = options
  const image = await readImage(source, {
    spec,
    wantedFiles: filesOfAccounts,
    ...(selection ? { selection } : {}),
    ...(files ? { files } : {}),
    ...(signal ? { signal } : {}),
    ...(limits ? { limits } : {}),
    ...(onRead ? { onRead } : {}),
  })
  const judged = image.documents.filter(isJudged)
  const violations = new Map(judged.map((document) => [document, violationsOf(document, spec)]))
  const found = { ...image, violations, causes: causesOfBlobs(image, options) }
  return { ...found, unread: unreadOf(found, severedIn(found), options) }
}
