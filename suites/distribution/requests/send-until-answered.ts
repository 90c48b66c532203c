import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { isConnectionError } from '../judges/response.ts'

/** How often a request is sent before the registry is taken to be the cause. */
const attempts = 3

/**
 * Sends a request to which a registry may close the connection, and again where it does: a network ends a connection now
 * and then, a registry that fails over the request ends it each time. The response goes to a judge that is wrapped in
 * `arrives`.
 */
export async function sendUntilAnswered(t: RegistryContext, request: TestRequest): Promise<Exchange> {
  let exchange = await t.send({ ...request, judgesTransport: true })
  // In a test that is repeated the client itself sends again what fails.
  for (let made = t.round === 1 ? 1 : attempts; made < attempts && isConnectionError(exchange); made += 1) {
    exchange = await t.send({ ...request, judgesTransport: true })
  }
  return exchange
}
