import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../record/exchange.ts'
import { removeAll } from './deletion.ts'
import type { Ledger } from './ledger.ts'

/** So many uploads that could not be canceled show that the registry does not do it. */
const mostInVain = 3

/**
 * Cancels uploads while a run goes on: what the given exchanges left open. Where the registry does not cancel uploads, it is soon
 * not asked any more, and what is still open is left to the clean-up. Never throws.
 */
export function createCanceling(
  client: RegistryClient,
  ledger: Pick<Ledger, 'openUploads'>,
): (exchanges: readonly Exchange[]) => Promise<void> {
  let inVain = 0
  return async (exchanges) => {
    if (inVain >= mostInVain) return
    const left = await removeAll(client, ledger.openUploads(exchanges), { rounds: 0 })
    inVain = left.size === 0 ? 0 : inVain + left.size
  }
}
