import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Leftover } from '../../engine/events.ts'
import type { RegistryClient } from '../client.ts'
import type { Exchange, ExchangeResponse } from '../record/exchange.ts'
import { whyOutside } from './scope.ts'
import type { Creation, OpenUpload } from './ledger.ts'
import { isUnavailable } from '../transport/failure.ts'
import { pause } from '../transport/pause.ts'

export interface CleanUpOptions {
  /** Milliseconds for everything. */
  timeout: number
  /** Ends it before its time, with what is left; the signal of the run does not. */
  signal?: AbortSignal
  /** The repositories of the run: nothing is removed outside of them. */
  repositories: readonly string[]
  /**
   * Finds out whether something is the run's, for what a stored file claims. A run that is under way needs none: its
   * ledger is its own memory.
   */
  prove?: (client: RegistryClient, entry: Creation | OpenUpload) => Promise<Proof>
}

/** Whether content is the run's: it is, it is not there any more, or it is left for this reason. */
export type Proof = 'own' | 'gone' | { left: string }

type Entry = Creation | OpenUpload

/** Why something was not removed, and whether that may be otherwise in a moment, as after an outage. */
interface Refusal {
  reason: string
  passing: boolean
}

/** How one deletion ended, and how much it says about the next of its kind: at 2 the rest is not tried. */
type Outcome = { gone: true; before: boolean } | ({ gone: false; strikes: 0 | 1 | 2 } & Refusal)

/** How an entry is told that is still there. */
export const leftover = (entry: Entry, reason: string): Leftover => ({
  kind: entry.kind,
  repository: entry.repository,
  reference: entry.kind === 'upload' ? entry.location : entry.reference,
  reason,
})

const pathOf = (entry: Entry): string => {
  if (entry.kind === 'upload') return entry.location
  const endpoint = entry.kind === 'blob' ? 'blobs' : 'manifests'
  return `/v2/${entry.repository}/${endpoint}/${entry.reference}`
}

const textOf = (response: ExchangeResponse): string =>
  Buffer.from(response.body.bytes.subarray(0, 4096)).toString('utf8')

function outcomeOf(exchange: Exchange, entry: Entry): Outcome {
  const { response, error } = exchange
  const status = response?.status
  if (error?.code === 'aborted')
    return { gone: false, strikes: 2, reason: 'there was no time left to remove it', passing: false }
  if (error || !response || status === undefined)
    return {
      gone: false,
      strikes: 0,
      reason: error?.message ?? 'no answer',
      passing: isUnavailable(exchange),
    }
  if (status >= 200 && status < 300) return { gone: true, before: false }
  if (status === 404 || status === 410) return { gone: true, before: true }
  // Some registries say with 400 and its code that there is no such upload any more.
  const unknown = status === 400 && textOf(response).includes('"BLOB_UPLOAD_UNKNOWN"')
  if (entry.kind === 'upload' && unknown) return { gone: true, before: true }
  const what = entry.kind === 'upload' ? 'cancelling an upload' : `deleting a ${entry.kind}`
  const reason = `the registry answers ${status} to ${what}`
  // Deletion switched off is told with 405, but also with 400; 400 and 403 can be about the one entry too.
  const strikes =
    status === 405 || status === 501 || status === 401 ? 2 : status === 400 || status === 403 ? 1 : 0
  return { gone: false, strikes, reason, passing: isUnavailable(exchange) }
}

const removeOne = async (client: RegistryClient, entry: Entry): Promise<Outcome> =>
  outcomeOf(
    // A redirect could lead to another origin, or to something else on this one.
    await client.send({
      method: 'DELETE',
      path: pathOf(entry),
      bodyLimit: 16 * 1024,
      followRedirects: false,
    }),
    entry,
  )

/**
 * Removes entries of one kind. Where the registry refuses this kind of deletion to the first ones,
 * the others are not tried. What fails otherwise is tried once more at the end, since it may have
 * been in use by what was removed meanwhile.
 */
async function removeAll(client: RegistryClient, entries: readonly Entry[]): Promise<Map<Entry, Refusal>> {
  const left = new Map<Entry, Refusal>()
  const remove = async (entry: Entry): Promise<Outcome> => {
    const outcome = await removeOne(client, entry)
    if (outcome.gone) left.delete(entry)
    else left.set(entry, outcome)
    return outcome
  }
  let strikes = 0
  let tried = 0
  for (const entry of entries) {
    const outcome = await remove(entry)
    tried += 1
    if (outcome.gone || outcome.strikes === 0) break
    strikes += outcome.strikes
    if (strikes < 2) continue
    for (const untried of entries.slice(tried)) left.set(untried, outcome)
    return left
  }
  await Promise.all(entries.slice(tried).map(remove))
  for (const entry of left.keys()) {
    const again = await remove(entry)
    if (!again.gone) break
  }
  return left
}

/** What images everywhere share, so that others may have pushed it to the same repository: `{}` and nothing. */
const shared = new Set(
  ['{}', ''].flatMap((content) =>
    ['sha256', 'sha512'].map((name) => `${name}:${createHash(name).update(content).digest('hex')}`),
  ),
)

const common = 'many images share this blob, and the repository has others than those of the run'

/** Whether a repository has no tag left, and so nobody who would miss a blob. */
async function isEmpty(client: RegistryClient, repository: string): Promise<boolean> {
  const { response, error } = await client.send({
    method: 'GET',
    path: `/v2/${repository}/tags/list`,
    bodyLimit: 4096,
    followRedirects: false,
  })
  if (error || !response) return false
  if (response.status === 404) return true
  try {
    const list = JSON.parse(Buffer.from(response.body.bytes).toString('utf8')) as { tags?: unknown } | null
    return (
      response.status === 200 && Array.isArray(list?.tags ?? []) && !(list?.tags as unknown[] | null)?.length
    )
  } catch {
    return false
  }
}

/** The blobs that are safe to remove, and the reason for each other one. */
async function sparing(
  client: RegistryClient,
  blobs: readonly Entry[],
  empty: ReadonlySet<string>,
): Promise<Map<Entry, Refusal>> {
  const spared = new Map<Entry, Refusal>()
  const asked = new Map<string, Promise<boolean>>()
  for (const blob of blobs) {
    if (blob.kind !== 'blob' || !shared.has(blob.reference) || empty.has(blob.repository)) continue
    const { repository } = blob
    const known = asked.get(repository) ?? isEmpty(client, repository)
    asked.set(repository, known)
    if (!(await known)) spared.set(blob, { reason: common, passing: false })
  }
  return spared
}

/**
 * Tags whose manifests are gone. They go with them nearly everywhere, so that a repository is asked
 * whether it has tags at all, then one of ours, and only then for all of them. Gives the repositories that
 * are empty now. Where tags by themselves cannot be deleted, theirs went with their manifests.
 */
async function removeTagsOfNothing(client: RegistryClient, tags: readonly Creation[]): Promise<Set<string>> {
  const empty = new Set<string>()
  const sweep = async (repository: string) => {
    if (await isEmpty(client, repository)) {
      empty.add(repository)
      return
    }
    const [first, ...others] = tags.filter((tag) => tag.repository === repository)
    const outcome = first && (await removeOne(client, first))
    if (outcome?.gone && !outcome.before) await removeAll(client, others)
  }
  await Promise.all([...new Set(tags.map(({ repository }) => repository))].map(sweep))
  return empty
}

const ofKind = (entries: readonly Entry[], kind: Entry['kind']): Entry[] =>
  entries.filter((entry) => entry.kind === kind)

/** What may be removed, oldest first, and what is left with the reason. What is gone is neither. */
async function permitted(
  listed: readonly Entry[],
  proofOf: (entry: Entry) => Promise<Proof>,
): Promise<{ entries: Entry[]; refusals: Leftover[] }> {
  const proofs = await Promise.all(listed.map(async (entry) => ({ entry, proof: await proofOf(entry) })))
  return {
    entries: proofs.flatMap(({ entry, proof }) => (proof === 'own' ? [entry] : [])),
    refusals: proofs.flatMap(({ entry, proof }) =>
      typeof proof === 'string' ? [] : [leftover(entry, `not deleted: ${proof.left}`)],
    ),
  }
}

/**
 * Removes what a run created. What fails as a gateway or a network does is tried again until the time is over. Never
 * throws; the answer is what is left, with the reason. Works after the run's signal was aborted.
 */
export async function cleanUp(
  client: RegistryClient,
  listed: readonly Entry[],
  { timeout, signal, repositories, prove }: CleanUpOptions,
): Promise<Leftover[]> {
  const time = AbortSignal.timeout(timeout)
  const limit = signal ? AbortSignal.any([signal, time]) : time
  setMaxListeners(0, limit)
  const view = client.detached(limit)
  const { entries, refusals } = await permitted(listed, async (entry) => {
    const why = whyOutside(entry, { base: client.base, repositories })
    if (why !== undefined) return { left: why }
    return prove ? prove(view, entry) : 'own'
  })
  let left = await removeInOrder(view, entries)
  for (let wait = 250; [...left.values()].some(({ passing }) => passing); wait = Math.min(2 * wait, 2000)) {
    await pause(wait, limit)
    if (limit.aborted) break
    const again = new Set(left.keys())
    left = await removeInOrder(
      view,
      entries.filter((entry) => again.has(entry)),
    )
  }
  return [...[...left].map(([entry, { reason }]) => leftover(entry, reason)), ...refusals]
}

/**
 * In the order of dependency: upload sessions and manifests (the newest first, since an index comes after what it
 * names), the tags that did not go with them, then blobs.
 */
async function removeInOrder(view: RegistryClient, entries: readonly Entry[]): Promise<Map<Entry, Refusal>> {
  const newestFirst = entries.toReversed()
  // Together, since each phase costs a slow link its round trips: what is still in use is tried once more.
  const [uploads, refused] = await Promise.all([
    removeAll(view, ofKind(newestFirst, 'upload')),
    removeAll(view, ofKind(newestFirst, 'manifest')),
  ])
  const kept = new Set([...refused.keys()].map(manifestKey))
  const known = new Set(ofKind(entries, 'manifest').map(manifestKey))
  const ofNothing = (tag: Entry): tag is Creation =>
    tag.kind === 'tag' && known.has(manifestKey(tag)) && !kept.has(manifestKey(tag))
  const named = ofKind(newestFirst, 'tag').filter((tag) => !ofNothing(tag))
  const [tags, empty] = await Promise.all([
    removeAll(view, named),
    removeTagsOfNothing(view, newestFirst.filter(ofNothing)),
  ])
  // Some registries keep a manifest for as long as a tag names it.
  const manifests = tags.size < named.length ? await removeAll(view, [...refused.keys()]) : refused
  const spared = await sparing(view, entries, empty)
  const blobs = await removeAll(
    view,
    ofKind(newestFirst, 'blob').filter((entry) => !spared.has(entry)),
  )
  return new Map([uploads, tags, manifests, blobs, spared].flatMap((each) => [...each]))
}

function manifestKey(entry: Entry): string {
  if (entry.kind === 'upload') return ''
  return `${entry.repository} ${entry.kind === 'tag' ? entry.digest : entry.reference}`
}
