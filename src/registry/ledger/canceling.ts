import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../record/exchange.ts'
import { removeOne } from './deletion.ts'
import type { Ledger } from './ledger.ts'

/** Refusals that show, without a success between them, that the registry cancels no uploads. */
const mostStrikes = 2

/**
 * Cancels uploads while a run goes on: what the given exchanges left open. Where the registry refuses to cancel any, as with 405, no
 * more requests are sent after the first ones. What is still open is left to the clean-up. Never throws.
 */
export function createCanceling(
  client: RegistryClient,
  ledger: Pick<Ledger, 'openUploads'>,
): (exchanges: readonly Exchange[]) => Promise<void> {
  let strikes = 0
  return async (exchanges) => {
    if (strikes >= mostStrikes) return
    await Promise.all(
      ledger.openUploads(exchanges).map(async (upload) => {
        const outcome = await removeOne(client, upload)
        strikes = outcome.gone ? 0 : strikes + outcome.strikes
      }),
    )
  }
}
