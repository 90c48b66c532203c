import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { isSafe } from '../../../src/registry/record/operation.ts'
import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { isConnectionError } from '../judges/response.ts'

/** How often a request is sent before the registry is taken to be the cause. */
const attempts = 3

/**
 * Whether sending it again shows more. The client has sent a lost read twice, and a test whose read stays lost is
 * repeated alone.
 */
const isOpen = (exchange: Exchange): boolean =>
  isConnectionError(exchange) && !(isSafe(exchange.request.method) && hasFailed(exchange))

/**
 * Sends a request to which a registry may close the connection, and again where it does: a network ends a connection now
 * and then, a registry that fails over the request ends it each time. The response goes to a judge that is wrapped in
 * `arrives`.
 */
export async function sendUntilAnswered(
  t: Pick<RegistryContext, 'send' | 'round'>,
  request: TestRequest,
): Promise<Exchange> {
  let exchange = await t.send({ ...request, judgesTransport: true })
  // In a test that is repeated the client itself sends again what fails.
  for (let made = t.round === 1 ? 1 : attempts; made < attempts && isOpen(exchange); made += 1) {
    exchange = await t.send({ ...request, judgesTransport: true })
  }
  return exchange
}
