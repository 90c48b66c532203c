import type { Exchange } from '../../record/exchange.ts'

const statusesOfGateways = [502, 503, 504]
const errorsOfConnections = ['refused', 'reset', 'truncated', 'unreachable', 'unknown-host', 'timeout']

/** Statuses of what a server does not support, which is not a failure of its own. */
const unsupported = [501, 505]

/** Whether an exchange indicates that the registry, or a gateway in front of it, is unavailable. */
export const isUnavailable = ({ response, error }: Exchange): boolean =>
  error ? errorsOfConnections.includes(error.code) : statusesOfGateways.includes(response?.status ?? 0)

/** Whether the registry, a gateway in front of it, or its token server failed to process a request. */
export const hasFailed = (exchange: Exchange): boolean => {
  const { response, error } = exchange
  // Repeating does not help with a target that hangs: time limits are for that.
  if (error) return error.code !== 'timeout' && (isUnavailable(exchange) || error.cause === 'token-server')
  const status = response?.status ?? 0
  return status >= 500 && !unsupported.includes(status)
}
