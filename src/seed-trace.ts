import { createRandom } from './content/random.ts'

/** Finds out whether bytes were made from the seed of a run. */
export interface SeedTrace {
  /** Whether the bytes are part of what the seed makes, looking at the content of `test` first. */
  holds(bytes: Buffer, test?: string): boolean
}

/** Bytes that are looked through of what the seed makes for one test; tests use less. */
const streamLength = 48 * 1024
/** Names of tests that are tried; a run has about 400. */
const mostTests = 1000
/** What tests share is made from forks of their seed; see `sharedBlobs` and the specimens of suites/distribution. */
const forks = ['', '/shared', '/one', '/two']

/**
 * Content and tags of a run are made from `seed/test`, see Random. Nobody can choose a seed so that it makes bytes which
 * are there already, if these are many: that bytes are found proves that the run made them.
 */
export function traceOf(seed: string, tests: Iterable<string>): SeedTrace {
  const names = [...new Set(tests)].slice(0, mostTests)
  const streams = new Map<string, Buffer>()
  const streamOf = (name: string): Buffer => {
    const known = streams.get(name) ?? Buffer.from(createRandom(`${seed}/${name}`).bytes(streamLength))
    streams.set(name, known)
    return known
  }
  const made = (test: string, bytes: Buffer) =>
    forks.some((fork) => streamOf(`${test}${fork}`).includes(bytes))
  return {
    holds: (bytes, test) =>
      (test !== undefined && made(test, bytes)) || names.some((name) => name !== test && made(name, bytes)),
  }
}
