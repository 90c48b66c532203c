import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, Specimen } from '../target/context.ts'
import { answerOf, isConnectionError, succeeded } from '../judges/response.ts'
import { blobPath } from '../requests/paths.ts'
import { sendUntilAnswered } from '../requests/send-until-answered.ts'

/** Milliseconds before a Range request is repeated. */
const pauses = [100, 400]

/** Large enough to have parts, and small enough to be requested whole several times. */
export const isHandy = ({ size = 0 }: Specimen): boolean => size >= 8 && size <= 1_000_000

/**
 * Requests a part of a blob, and again where the response has another status than the expected one: a cache that is
 * being filled returns the whole blob at first. All responses, at least one; the last one counts for the status.
 */
export async function requestPart(
  t: RegistryContext,
  digest: string,
  range: string,
  expected = 206,
): Promise<readonly [Exchange, ...Exchange[]]> {
  const request = { method: 'GET', path: blobPath(t.repository, digest), headers: { Range: range } }
  const responses: [Exchange, ...Exchange[]] = [await sendUntilAnswered(t, request)]
  for (const pause of pauses) {
    const last = responses.at(-1) ?? responses[0]
    if (isConnectionError(last) || answerOf(last).status === expected) break
    await t.pause(pause)
    responses.push(await sendUntilAnswered(t, request))
  }
  return responses
}

/** A note where a part came only once the request was repeated. */
export function repetitionOf([first, ...others]: readonly [Exchange, ...Exchange[]]): string | undefined {
  if (others.length === 0 || isConnectionError(first)) return undefined
  const what = succeeded(first) ? 'without the part' : ''
  return `returns ${answerOf(first).status} ${what} to a Range request, and the part when it is repeated`.replace(
    '  ',
    ' ',
  )
}
