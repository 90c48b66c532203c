import { createRandom } from '../../content/random.ts'
import type { RunResult } from '../../results/result.ts'
import { sourcesOf } from '../../engine/source.ts'

/** Finds out whether bytes were made from the seed of a run. */
export interface SeedTrace {
  /** Whether the bytes are part of what the seed makes, looking at the content of `test` first. */
  holds(bytes: Buffer, test?: string): boolean
}

/** Bytes that are looked through of what the seed makes for one test, and for what tests share: none uses more. */
const [longStream, shortStream] = [48 * 1024, 4 * 1024]
/** The same of tests that carry out generated sequences, each on content of its own. */
const sequencesStream = 512 * 1024
/** What tests share is made from forks of their seed: see `sharedBlobs` and the specimens of suites/distribution. */
const forks = ['shared', 'one', 'two']
/** A run has about 400 tests; more are not tried. */
const mostTests = 1000
/** Made again where they are needed once more: memory. */
const mostStreams = 2000
const mostShards = 64

/** What the seeds of content are made of, see `assayRegistry`: each shard has its own. Merged results keep all seeds. */
function contentSeeds({ seed, profile: { shard }, target }: SeededResult): string[] {
  const merged = Number(/^(\d{1,3}) shards$/.exec(target.details['merged from'] ?? '')?.[1] ?? 0)
  const count = Math.min(merged, mostShards)
  const names = Array.from({ length: count }, (_, at) => `${at + 1}/${count}`)
  const seeds = [...new Set([seed, ...seed.split(' ', mostShards)])]
  return seeds.flatMap((each) => [
    ...(shard === undefined ? [] : [`${each}/${shard}`]),
    ...names.map((name) => `${each}/${name}`),
    each,
  ])
}

type SeededResult = Pick<RunResult, 'seed' | 'profile' | 'target'>

/**
 * Content and tags of a run are made from `seed/test`, and those of repeated tests from `seed/test/round`, see Random.
 * A seed cannot be chosen so that it generates bytes which exist already, if these are many: that bytes are found proves
 * that the run made them.
 */
export function traceOf(result: SeededResult, sources: Iterable<string>): SeedTrace {
  const seeds = contentSeeds(result)
  const names = [...new Set(sources)].slice(0, mostTests)
  const known = new Set(names)
  const roots = names.flatMap((name) => seeds.map((each) => `${each}/${name}`))
  const streams = new Map<string, Buffer>()
  const streamOf = (name: string, length: number): Buffer => {
    const stream = streams.get(name)
    if (stream) return stream
    if (streams.size >= mostStreams) streams.clear()
    const made = Buffer.from(createRandom(name).bytes(length))
    streams.set(name, made)
    return made
  }
  const isMadeBy = (root: string, bytes: Buffer) =>
    streamOf(root, root.includes('/sequences.') ? sequencesStream : longStream).includes(bytes)
  const isShared = (root: string, bytes: Buffer) =>
    forks.some((fork) => streamOf(`${root}/${fork}`, shortStream).includes(bytes))
  return {
    holds(bytes, test) {
      const own = (test === undefined ? [] : sourcesOf(test))
        .filter((source) => known.has(source))
        .flatMap((source) => seeds.map((each) => `${each}/${source}`))
      return (
        own.some((root) => isMadeBy(root, bytes) || isShared(root, bytes)) ||
        roots.some((root) => isShared(root, bytes)) ||
        roots.slice(0, mostStreams / 2).some((root) => isMadeBy(root, bytes))
      )
    },
  }
}
