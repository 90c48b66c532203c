import { createHash } from 'node:crypto'
import type { ExchangeRecord } from '../../../../src/registry/record/exchange.ts'
import { stepsOf, type Step } from '../../../../src/registry/reproduce/step.ts'

export interface Sent {
  path: string
  at: number
  lasts?: number
  method?: string
  status?: number
  text?: string
  test?: string
}

export const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** Requests in the order of sending, each with the time at which it was sent and how long it took. */
export function exchangesOf(...sent: Sent[]): ReadonlyMap<number, ExchangeRecord> {
  const records = sent.map(
    ({ path, at, lasts = 10, method = 'PUT', status = 201, text = path, test = 'a test' }, index) =>
      ({
        kind: 'exchange',
        id: index + 1,
        test,
        via: [],
        startedAt: at,
        duration: lasts,
        request: {
          method,
          url: `http://registry.example/v2/one/${path}`,
          headers: [],
          body: { size: text.length, sha256: sha256(text), text, truncated: false },
        },
        response: {
          status,
          headers: method === 'GET' ? [] : [['Location', `/v2/one/${path}`]],
          body: { size: 0, sha256: sha256(''), truncated: false },
        },
      }) satisfies ExchangeRecord,
  )
  return new Map(records.map((each) => [each.id, each]))
}

export const steps = (...sent: Sent[]): readonly Step[] => stepsOf(exchangesOf(...sent)).all
