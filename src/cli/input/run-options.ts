import type { AssayOptions } from '../../assay/options.ts'
import { parseShard } from '../../engine/shard.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { parseLimits } from '../../image/limits.ts'
import { sizeOf } from './size.ts'
import type { RunSettings } from '../configuration/setting.ts'

/**
 * The options of the library that select and configure a run. A read-only run needs content to start from, a diagnosis
 * does not. Throws Failure.
 */
export function optionsOf(
  chosen: RunSettings,
  { needsContent = true }: { needsContent?: boolean } = {},
): Omit<AssayOptions, 'target' | 'expectations' | 'compareWith'> {
  const { suite, readOnly, tag = [], manifest = [], blob = [] } = chosen
  const { spec, only, skip, repository, secondRepository, wait, concurrency, runTimeout, retries, seed } =
    chosen
  const named = tag.length + manifest.length + blob.length
  if (readOnly && named === 0 && needsContent) {
    const advice = 'for example: --read-only --tag latest --repository library/busybox'
    throw new Failure('--read-only requires a tag, manifest or blob to start from', exitCodes.usage, advice)
  }
  if (!readOnly && named > 0) {
    throw new Failure(
      '--tag, --manifest and --blob require --read-only',
      exitCodes.usage,
      'add --read-only, or leave them out: other runs push what they test',
    )
  }
  return defined({
    spec,
    suites: suite,
    only,
    skip,
    depth: chosen.depth,
    requests: chosen.requests,
    sequences: chosen.sequence,
    largestBlob: chosen.largestBlob === undefined ? undefined : sizeOf(chosen.largestBlob),
    repository,
    secondRepository,
    wait,
    concurrency,
    runTimeout,
    retries,
    seed,
    closed: chosen.closed,
    limits: chosen.limit === undefined ? undefined : parseLimits(chosen.limit),
    allowMissing: chosen.allowMissing,
    name: chosen.name,
    platforms: chosen.platforms,
    allTags: chosen.allTags,
    catalog: chosen.catalog,
    referrers: chosen.withReferrers,
    label: chosen.label,
    shard: chosen.shard === undefined ? undefined : parseShard(chosen.shard),
    readOnly: readOnly ? { tags: tag, manifests: manifest, blobs: blob } : undefined,
  })
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** Without what is undefined: an explicit undefined is not the same as absence. */
const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>
