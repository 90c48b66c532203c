import type { buildConnector } from 'undici'
import type { OriginGuard } from './origin-guard.ts'

/** The same connector, which connects to no address that the guard does not permit. */
export function guardedConnector(
  guard: OriginGuard,
  connect: buildConnector.connector,
): buildConnector.connector {
  return (connection, callback) => {
    const refusal = guard.refusalOfAddress(connection)
    if (refusal) return callback(refusal, null)
    connect(connection, (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (error) return callback(error, null)
      if (!socket) return
      guard.settle(connection.hostname, socket)
      callback(null, socket)
    })
  }
}
