import { Undecided } from '../../../src/engine/record.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { readGraph } from '../../../src/image/graph.ts'
import type { ImageSource } from '../../../src/image/source.ts'
import { inspectBlobs } from './blobs.ts'
import type { ImageFacts } from './facts.ts'
import { readLayout } from './layout.ts'
import { unreadOf } from './unread.ts'
import { walk } from './walk.ts'

export interface CollectOptions {
  spec: SpecVersion
  signal?: AbortSignal
  /** Is told how many bytes of blobs have been read, of how many. */
  onRead?: (read: number, total: number) => void
}

/**
 * Finds out everything that the suites judge: reads each document once, follows all descriptors, and has
 * each other blob inspected once, on all cores. What is wrong is in the facts; throws Undecided where the
 * run is interrupted.
 */
export async function collect(source: ImageSource, options: CollectOptions): Promise<ImageFacts> {
  const { spec, signal } = options
  const graph = await readGraph(source)
  const root = graph.nodes.get(graph.root)
  const { layout, documents } = await readLayout(source, root, spec)
  if (signal?.aborted) throw new Undecided('the run was interrupted before it was decided')
  const walked = walk(graph, documents, spec)
  const blobs = await inspectBlobs(source, layout.files, walked, options)
  const facts: ImageFacts = {
    description: source.describe(),
    form: source.kind,
    problems: source.problems,
    limits: graph.problems,
    layout,
    documents: walked.documents,
    manifests: walked.manifests,
    references: walked.references,
    blobs,
    unread: [],
  }
  return { ...facts, unread: unreadOf(facts, walked.unread) }
}
