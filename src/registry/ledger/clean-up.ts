import { setMaxListeners } from 'node:events'
import type { Leftover } from '../../engine/events.ts'
import type { RegistryClient } from '../client.ts'
import { pause } from '../transport/pause.ts'
import { leftover, type LedgerEntry } from './entry.ts'
import { removeInOrder } from './removal.ts'
import { whyOutside } from './scope.ts'

export interface CleanUpOptions {
  /** Milliseconds for everything. */
  timeout: number
  /** Ends it before its time, with what is left; the signal of the run does not. */
  signal?: AbortSignal
  /** The repositories of the run: nothing is removed outside of them. */
  repositories: readonly string[]
  /**
   * Finds out whether an entry is the run's, for what a stored file claims. A run in progress needs none: its ledger is its
   * own memory.
   */
  prove?: (client: RegistryClient, entry: LedgerEntry) => Promise<Proof>
}

/** Whether content is the run's: it is, it does not exist any more, or it is left for this reason. */
export type Proof = 'own' | 'gone' | { left: string }

/** Milliseconds between two attempts grow from the first to the second. */
const [shortestWait, longestWait] = [250, 2000] as const

/**
 * Removes what a run created. What fails as a gateway or a network does is tried again until the time is over. Never
 * throws; returns what is left, with the reason. Works after the run's signal was aborted.
 */
export async function cleanUp(
  client: RegistryClient,
  listed: readonly LedgerEntry[],
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
  let wait: number = shortestWait
  while ([...left.values()].some(({ passing }) => passing)) {
    await pause(wait, limit)
    if (limit.aborted) break
    wait = Math.min(2 * wait, longestWait)
    const again = new Set(left.keys())
    left = await removeInOrder(
      view,
      entries.filter((entry) => again.has(entry)),
    )
  }
  return [...[...left].map(([entry, { reason }]) => leftover(entry, reason)), ...refusals]
}

/** What may be removed, oldest first, and what is left with the reason. What does not exist any more is neither. */
async function permitted(
  listed: readonly LedgerEntry[],
  proofOf: (entry: LedgerEntry) => Promise<Proof>,
): Promise<{ entries: LedgerEntry[]; refusals: Leftover[] }> {
  const proofs = await Promise.all(listed.map(async (entry) => ({ entry, proof: await proofOf(entry) })))
  return {
    entries: proofs.flatMap(({ entry, proof }) => (proof === 'own' ? [entry] : [])),
    refusals: proofs.flatMap(({ entry, proof }) =>
      typeof proof === 'string' ? [] : [leftover(entry, `not deleted: ${proof.left}`)],
    ),
  }
}
