import { Undecided } from '../../../src/engine/record.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { readGraph } from '../../../src/image/model/graph.ts'
import type { ImageLimits } from '../../../src/image/limits.ts'
import type { ImageSource } from '../../../src/image/source/source.ts'
import { causesOfBlobs } from '../judges/causes.ts'
import { inspectBlobs } from './blobs.ts'
import type { Blob, Document, ImageFacts } from './facts.ts'
import { readLayout } from './layout.ts'
import { unreadOf } from './unread.ts'
import { walk } from './walk.ts'

export interface CollectOptions {
  spec: SpecVersion
  /** Whether everything that the image refers to is promised to be in it. */
  closed: boolean
  /** Whether missing content is accepted. */
  allowMissing: boolean
  signal?: AbortSignal
  /** How much is read; what is not given is the default. */
  limits?: ImageLimits
  /** Is told how many bytes of blobs have been read, of how many. */
  onRead?: (read: number, total: number) => void
}

/** What is beyond a limit is left out where its bytes are known to be other ones, or to have no end. */
const isTrue =
  (blobs: ReadonlyMap<string, Blob>) =>
  ({ source, beyond }: Document): boolean => {
    const blob = beyond === undefined ? undefined : blobs.get(source)
    return blob?.endless !== true && blob?.verified !== false
  }

/**
 * Finds out everything that the suites judge: reads each document once, follows all descriptors, and has
 * each other blob inspected once, on all cores. What is wrong is in the facts; throws Undecided where the
 * run is interrupted.
 */
export async function collect(source: ImageSource, options: CollectOptions): Promise<ImageFacts> {
  try {
    return await factsOf(source, options)
  } catch (error) {
    if (options.signal?.aborted) throw new Undecided('the run was interrupted before it was decided')
    throw error
  }
}

async function factsOf(source: ImageSource, options: CollectOptions): Promise<ImageFacts> {
  const { spec, signal } = options
  const graph = await readGraph(source, options.limits, signal)
  const root = graph.nodes.get(graph.root)
  const { layout, documents } = await readLayout(source, root, options)
  signal?.throwIfAborted()
  const walked = walk(graph, documents, spec)
  const blobs = await inspectBlobs(source, layout.files, walked, options)
  const { references } = walked
  const found = {
    description: source.describe(),
    form: source.kind,
    problems: source.problems,
    limits: graph.problems,
    layout,
    documents: walked.documents.filter(isTrue(blobs)),
    manifests: walked.manifests,
    references,
    blobs,
    causes: causesOfBlobs({ form: source.kind, layout, references, blobs }, options),
  }
  return { ...found, unread: unreadOf(found, walked.severed, options) }
}
