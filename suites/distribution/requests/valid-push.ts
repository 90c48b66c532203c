import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, TestRequest } from '../target/context.ts'
import { answerOf, succeeded } from '../judges/response.ts'

/** A push that was refused while others were in flight, and accepted when it was repeated alone. */
export interface RefusedAtOnce {
  refused: Exchange
  accepted: Exchange
}

/** All of the run so far. */
export const refusedAtOnce = (t: RegistryContext): RefusedAtOnce[] =>
  t.gathered('pushes that were rejected only while others were in flight', () => [])

/** Refusals that have nothing to do with what else is in flight. */
const lasting = [401, 403, 405, 413]

const mayPass = (exchange: Exchange): boolean => {
  // No token: the response is returned as it is, for the caller to judge.
  if (exchange.error?.code === 'unauthorised') return false
  const { status } = answerOf(exchange)
  return status >= 400 && !lasting.includes(status)
}

/**
 * Pushes something that a registry should accept. Where it is refused it is repeated while nothing else is in flight,
 * since some registries refuse what overlaps with another push; the last response counts. That it was refused at first
 * is reported once for the whole run.
 */
export async function acceptedAtLast(
  t: RegistryContext,
  push: (alone: boolean) => Promise<Exchange>,
): Promise<Exchange> {
  const first = await push(false)
  if (!mayPass(first)) return first
  const again = await push(true)
  if (succeeded(again)) refusedAtOnce(t).push({ refused: first, accepted: again })
  return again
}

/** The same for a single request. */
export const sendValid = (t: RegistryContext, request: TestRequest): Promise<Exchange> =>
  acceptedAtLast(t, (alone) => t.send({ ...request, alone }))
