import type { Exchange, ExchangeRecord } from '../record/exchange.ts'

/** Errors after which a request may have been carried out. */
const afterSending = new Set(['timeout', 'reset', 'truncated', 'local'])

/** Whether a request without a usable response may have been carried out, as far as that is known. */
export function mayBeDone({ error, response, duration }: Exchange | ExchangeRecord): boolean {
  // The registry may have carried it out behind a gateway that failed, or have failed afterwards.
  if (response) return response.status >= 500
  if (error === undefined) return false
  // A request in flight has a grace period before it is aborted; one that ends at once was never sent.
  return afterSending.has(error.code) || (error.code === 'aborted' && duration > 500)
}
