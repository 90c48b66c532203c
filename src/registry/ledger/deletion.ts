import type { RegistryClient } from '../client.ts'
import type { Exchange, ExchangeResponse } from '../record/exchange.ts'
import { isUnavailable } from '../transport/failure/failure.ts'
import type { LedgerEntry } from './entry.ts'

/** Why something was not removed, and whether that may change in a moment, as after an outage. */
export interface Refusal {
  reason: string
  passing: boolean
}

/** How one deletion ended, and how much it shows of the next of its kind: at 2 strikes the rest is not tried. */
type Outcome = { gone: true; before: boolean } | ({ gone: false; strikes: 0 | 1 | 2 } & Refusal)

const pathOf = (entry: LedgerEntry): string => {
  if (entry.kind === 'upload') return entry.location
  const endpoint = entry.kind === 'blob' ? 'blobs' : 'manifests'
  return `/v2/${entry.repository}/${endpoint}/${entry.reference}`
}

const textOf = (response: ExchangeResponse): string =>
  Buffer.from(response.body.bytes.subarray(0, 4096)).toString('utf8')

/** Deletion is switched off with 405, but also with 400; 400 and 403 can be about the one entry too. */
const strikesOf = new Map<number, 1 | 2>([
  [400, 1],
  [401, 2],
  [403, 1],
  [405, 2],
  [501, 2],
])

/** Whether a status means that there is nothing to delete. Some registries return 400 for an unknown upload. */
const isUnknown = (response: ExchangeResponse, kind: LedgerEntry['kind']): boolean =>
  response.status === 404 ||
  response.status === 410 ||
  (response.status === 400 && kind === 'upload' && textOf(response).includes('"BLOB_UPLOAD_UNKNOWN"'))

function outcomeOf(exchange: Exchange, { kind }: LedgerEntry): Outcome {
  const { response, error } = exchange
  const passing = isUnavailable(exchange)
  if (error?.code === 'aborted')
    return { gone: false, strikes: 2, reason: 'there was no time left to remove it', passing: false }
  if (error || !response) return { gone: false, strikes: 0, reason: error?.message ?? 'no response', passing }
  const { status } = response
  if (status >= 200 && status < 300) return { gone: true, before: false }
  if (isUnknown(response, kind)) return { gone: true, before: true }
  const what = kind === 'upload' ? 'canceling an upload' : `deleting a ${kind}`
  const reason = `the registry returned ${status} when ${what}`
  return { gone: false, strikes: strikesOf.get(status) ?? 0, reason, passing }
}

/** How often what is left is tried again, and how many of these may fail in a row. */
const [roundsAtEnd, mostInVain] = [3, 3]

export const removeOne = async (client: RegistryClient, entry: LedgerEntry): Promise<Outcome> =>
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
 * Removes entries of one kind, and returns those that are left. Where the registry refuses this kind of deletion for the
 * first ones, the others are not tried. What fails otherwise is tried again at the end, since it may have been in use by what was removed
 * meanwhile, or the registry fails now and then; until several in a row fail, as where it fails over all of them.
 */
export async function removeAll(
  client: RegistryClient,
  entries: readonly LedgerEntry[],
): Promise<Map<LedgerEntry, Refusal>> {
  const left = new Map<LedgerEntry, Refusal>()
  const remove = async (entry: LedgerEntry): Promise<Outcome> => {
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
  let inVain = 0
  for (let round = 0; round < roundsAtEnd; round += 1)
    for (const entry of left.keys()) {
      if (inVain === mostInVain) return left
      inVain = (await remove(entry)).gone ? 0 : inVain + 1
    }
  return left
}
