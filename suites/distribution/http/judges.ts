import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/record/exchange.ts'
import { retryAfter } from '../../../src/registry/transport/retry/retry-after.ts'
import { sends } from '../judges/response.ts'
import { headerIs } from '../../../src/registry/reproduce/condition.ts'

/** Seconds, or an HTTP-date. */
export const isRetryAfter = (value: string): boolean => retryAfter(value) !== undefined

/** Content in no coding, as the client accepts it. */
export const isUnencoded: Judge<Exchange> = ({ response }) => {
  const coding = headerValues(response?.headers ?? [], 'content-encoding').join(', ')
  return coding.split(',').every((each) => ['', 'identity'].includes(each.trim().toLowerCase()))
    ? holds()
    : violated(
        `returned content with the encoding ${coding} to a client that accepts only identity`,
        'no Content-Encoding',
        `Content-Encoding: ${coding}`,
        headerIs('Content-Encoding', { is: ['identity'], optional: true }),
      )
}

/** Judges the response alone: a circle of redirects has Locations, and fails where it ends. */
export const namesTarget: Judge<Exchange> = ({ error: _circle, ...exchange }) =>
  sends('Location', '<url>')(exchange)
