import type { Served } from '../../../src/reference/served.ts'
import { bodyOf } from '../../../src/registry/record/body.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'

/** An exchange as the registry saw it, in the form that reports know. */
export function exchangeOf(
  served: Served,
  { id, test, origin, start }: { id: number; test: string; origin: string; start: number },
): Exchange {
  const { method, target, headers, body, status, replyHeaders, replyBody, written, cut } = served
  const response = bodyOf(replyBody)
  // What was streamed is not kept: its size is what the connection took.
  const streamed = replyBody.length === 0 && written > 64 * 1024
  return {
    id,
    test,
    request: {
      method,
      url: `${origin}${target}`,
      headers,
      ...(body.length > 0 ? { body: bodyOf(body) } : {}),
    },
    response: {
      status,
      headers: replyHeaders,
      body: streamed ? { ...response, size: written, truncated: true } : response,
    },
    ...(cut ? { error: { code: 'truncated', message: 'the client ended the connection' } } : {}),
    via: [],
    startedAt: served.startedAt - start,
    duration: served.duration,
  }
}
