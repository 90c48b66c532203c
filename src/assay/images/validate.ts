import type { ImageContext } from '../../../suites/image/target/context.ts'
import type { ImageFacts } from '../../../suites/image/facts/facts.ts'
import { imageTarget } from '../../../suites/image/target/target.ts'
import type { Profile } from '../../engine/events.ts'
import type { RunLimit } from '../../engine/limit.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import type { Plan } from '../../engine/plan.ts'
import { usualSpec } from '../../engine/requirement.ts'
import { run } from '../../engine/run.ts'
import { tool } from '../../files/version.ts'
import type { FileQuery } from '../../image/decode/tar/layer-files.ts'
import type { ImageSource } from '../../image/source/source.ts'
import { conclusionOf, unevaluated } from '../../results/conclusion/conclusion.ts'
import { createFold } from '../../results/fold.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import type { RunResult } from '../../results/result.ts'
import type { AssayOptions } from '../options.ts'

export interface ValidationOptions extends Pick<
  AssayOptions,
  'spec' | 'closed' | 'allowMissing' | 'limits' | 'platforms'
> {
  plan: Plan<ImageContext>
  profile: Profile
  limit: RunLimit
  /** The files of layers that are looked at. */
  files?: FileQuery
  /** Receives how many more bytes of blobs have been read. */
  onRead: (bytes: number) => void
}

/** One image of many, as a run of its own, whose events go nowhere but into its result. */
export async function validate(
  source: ImageSource,
  {
    plan,
    profile,
    limit,
    onRead,
    spec = usualSpec,
    closed = false,
    allowMissing = false,
    limits,
    platforms,
    files,
  }: ValidationOptions,
): Promise<{ result: RunResult; size: number }> {
  const fold = createFold()
  let facts: ImageFacts | undefined
  let last = 0
  await run({
    plan,
    profile,
    target: imageTarget({
      source,
      spec,
      closed,
      allowMissing,
      ...(platforms ? { selection: { platforms } } : {}),
      ...withoutUndefined({ limits, files }),
      signal: limit.signal,
      onRead(read) {
        onRead(read - last)
        last = read
      },
      onFacts: (found) => (facts = found),
    }),
    seed: '',
    concurrency: 16,
    testTimeout: longestTimer,
    limit,
    tool: tool(),
    emit: (event) => fold.add(event),
  })
  const blobs = [...(facts?.blobs.values() ?? [])]
  const size = blobs.reduce((sum, { state, size: bytes = 0 }) => sum + (state === 'present' ? bytes : 0), 0)
  return { result: fold.result(), size }
}

/** Milliseconds. */
const longestTimer = 2 ** 31 - 1

/** What becomes of an image by its own result. */
export function outcomeOf(name: string, { result, size }: { result: RunResult; size: number }): ImageOutcome {
  const { name: conclusion } = conclusionOf(result)
  const idsOf = (verdict: 'fail' | 'warn') =>
    result.requirements.filter((each) => each.verdict === verdict).map(({ id }) => id)
  const [open] = unevaluated(result)
  const isDone = conclusion === 'conformant' || conclusion === 'nonconformant' || conclusion === 'not-tested'
  return {
    kind: 'image-outcome',
    name,
    conclusion: isDone ? conclusion : 'incomplete',
    failed: idsOf('fail'),
    warned: idsOf('warn'),
    size,
    ...withoutUndefined({ reason: open?.reason }),
  }
}
