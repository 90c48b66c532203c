import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { isSafe } from '../../../src/registry/record/operation.ts'
import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import { emptyContent } from '../../../src/content/content.ts'
import { isEvident } from '../model/evident.ts'
import { createHistory, type Features } from '../model/history.ts'
import { judgeHistory } from '../model/judge.ts'
import { observe } from '../model/observe.ts'
import type { RegistryContext } from '../target/context.ts'
import type { Sent } from './sender.ts'
import type { Materials } from './materials.ts'
import type { Found } from './minimise.ts'
import type { Sequence } from './sequence.ts'

/** What in the responses to a sequence contradicts what was done before, in the order in which it was sent. */
export function contradictionsIn(
  t: Pick<RegistryContext, 'spec' | 'has' | 'exchanges'>,
  sequence: Sequence,
  materials: Materials,
  sent: readonly Sent[],
  failures: readonly Sent[] = [],
): Found[] {
  const stepOf = new Map([...sent, ...failures].map(({ exchange, step }) => [exchange.id, step]))
  const retried = new Set(failures.map(({ exchange }) => exchange.id))
  const exchanges = sent.map(({ exchange }) => exchange)
  const own = namesOf(sequence, materials)
  const begun = Math.min(...exchanges.map(({ startedAt }) => startedAt))
  const removals = removalsOf(commonIn(sequence, materials), { of: t, since: begun, own: stepOf })
  const observed = observe(
    [...exchanges, ...removals, ...failures.map(({ exchange }) => exchange)],
    onTheWay(t, exchanges),
  )
  const history = createHistory(observed, {
    spec: t.spec,
    features: featuresFor(t),
    isOwn: (name) => own.has(name),
    // All others that a sequence has are those that other sequences have too.
    isShared: (name) => !own.has(name),
  })
  return judgeHistory(history).flatMap((contradiction) => {
    const step = stepOf.get(contradiction.observed.exchange.id)
    if (step === undefined) return []
    const evident = isEvident(contradiction, history, history.sessions)
    const isRetried = retried.has(contradiction.observed.exchange.id)
    return [{ contradiction, step, ...(evident ? { evident } : {}), ...(isRetried ? { retried: true } : {}) }]
  })
}

/** Reads that the registry failed over, and that were answered when they were sent again. */
export function failuresBefore(t: Pick<RegistryContext, 'exchanges'>, sent: readonly Sent[]): Sent[] {
  const all = onTheWay(
    t,
    sent.map(({ exchange }) => exchange),
  )
  return sent.flatMap(({ exchange, step }) =>
    exchange.via.flatMap((id) => {
      const before = all.get(id)
      const isSame = before?.request.url === exchange.request.url && isSafe(exchange.request.method)
      return isSame && hasFailed(before) && !hasFailed(exchange) ? [{ exchange: before, step }] : []
    }),
  )
}

/** Blobs of the sequence that others have too. */
const commonIn = ({ blobs }: Sequence, materials: Materials): string[] => [
  emptyContent.digest,
  ...Object.keys(blobs)
    .filter((name) => materials.isCommon(name))
    .map((name) => materials.blob(name).digest),
]

/** What the rest of the run did since then to remove these: it may have taken them away from the sequence. */
const removalsOf = (
  digests: readonly string[],
  {
    of,
    since,
    own,
  }: { of: Pick<RegistryContext, 'exchanges'>; since: number; own: ReadonlyMap<number, unknown> },
): Exchange[] =>
  of
    .exchanges()
    .filter(
      ({ id, startedAt, duration, request: { method, url } }) =>
        startedAt + duration >= since &&
        method === 'DELETE' &&
        !own.has(id) &&
        digests.some((digest) => url.includes(digest) || url.includes(encodeURIComponent(digest))),
    )

/** What was found out of the registry that the model rests on. */
export const featuresFor = (t: Pick<RegistryContext, 'has'>): Features => ({
  referrers: t.has('referrers'),
  deleteTag: t.has('delete-tag'),
  deleteManifest: t.has('delete-manifest'),
  deleteBlob: t.has('delete-blob'),
  sha512Manifest: t.has('sha512-manifest'),
})

/** Exchanges by their number, where redirects or repetitions led to some of these. */
function onTheWay(
  t: Pick<RegistryContext, 'exchanges'>,
  exchanges: readonly Exchange[],
): ReadonlyMap<number, Exchange> {
  if (exchanges.every(({ via }) => via.length === 0)) return new Map()
  return new Map(t.exchanges().map((each) => [each.id, each]))
}

/** The digests and tags that nobody but this sequence has. */
export function namesOf({ blobs, manifests, tags }: Sequence, materials: Materials): ReadonlySet<string> {
  return new Set(
    [
      ...Object.keys(blobs)
        .filter((name) => !materials.isCommon(name))
        .map((name) => materials.blob(name).digest),
      ...Object.keys(manifests).map((name) => materials.manifest(name).digest),
      ...Object.keys(tags).map((name) => materials.tag(name)),
      materials.missing.digest,
    ].filter((name) => name !== emptyContent.digest),
  )
}
