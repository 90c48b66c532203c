import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { isBrokenOff } from '../judges/response.ts'

/** How often a request is sent before the registry is taken to be the cause. */
const attempts = 3

/**
 * Sends a request that may bring a registry to hang up, and again where it does: a network breaks
 * a connection now and then, a registry that cannot bear the request breaks it each time. The
 * answer goes to a judge that is wrapped in `arrives`.
 */
export async function persistently(t: RegistryContext, request: TestRequest): Promise<Exchange> {
  let exchange = await t.send({ ...request, judgesTransport: true })
  // In a test that is repeated the client itself sends again what fails.
  for (let made = t.round === 1 ? 1 : attempts; made < attempts && isBrokenOff(exchange); made += 1) {
    exchange = await t.send({ ...request, judgesTransport: true })
  }
  return exchange
}
