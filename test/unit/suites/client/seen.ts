import { bodyOf } from '../../../../src/registry/record/body.ts'
import type { Exchange, Headers } from '../../../../src/registry/record/exchange.ts'
import type { Seen } from '../../../../suites/client/seen.ts'

/** One exchange for a judge, from its few parts that matter. */
export interface Few {
  method?: string
  target?: string
  host?: string
  headers?: Headers
  body?: string | Uint8Array
  status?: number
  replyHeaders?: Headers
}

export function exchanges(...list: readonly Few[]): Exchange[] {
  return list.map(
    (
      {
        method = 'GET',
        target = '/v2/',
        host = '127.0.0.1:1',
        headers = [],
        body,
        status = 200,
        replyHeaders = [],
      },
      at,
    ) => ({
      id: at + 1,
      test: 'test',
      request: {
        method,
        url: `http://${host}${target}`,
        headers,
        ...(body === undefined ? {} : { body: bodyOf(typeof body === 'string' ? Buffer.from(body) : body) }),
      },
      response: { status, headers: replyHeaders, body: bodyOf(new Uint8Array()) },
      via: [],
      startedAt: at,
      duration: 1,
    }),
  )
}

/** What is seen of a client that has sent these, and ended with this status. */
export function seenOf<Facts>(
  facts: Facts,
  list: readonly Few[],
  more: Partial<Seen> = {},
  status = 0,
): Seen<Facts> {
  const sent = exchanges(...list)
  const nothing = { tags: () => [], manifest: () => undefined, blob: () => undefined }
  return {
    registry: '127.0.0.1:1',
    other: 'localhost:2',
    repository: 'oci-assay/client',
    exchanges: sent,
    times: [sent],
    invocations: [
      {
        command: ['client'],
        status,
        stdout: '',
        stderr: status === 0 ? '' : 'error: refused',
        timedOut: false,
        duration: 1,
      },
    ],
    succeeded: status === 0,
    output: status === 0 ? '' : 'error: refused',
    files: new Map(),
    escaped: [],
    kept: nothing,
    copied: nothing,
    ...more,
    facts,
  }
}
