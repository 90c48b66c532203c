import { holds, violated, type Judgement } from '../../../../src/engine/judgement.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { namesDigestOfOnTheWay, namesDigestOnTheWay } from '../../judges/redirect.ts'
import { sends } from '../../judges/response.ts'
import type { Content } from '../blob.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { RequestOfBlob } from '../rule.ts'
import { headerIs } from '../../../../src/registry/reproduce/condition.ts'

/** The fields of a 200 to a GET or HEAD of a blob; what is not known of it is left out. */
export function headersOfBlob(
  observed: RequestOfBlob,
  { size, bytes }: Partial<Content>,
  { because, explainedBy }: Required<Pick<Contradiction, 'because' | 'explainedBy'>>,
): Contradiction[] {
  const { exchange, operation, redirects } = observed
  const about = { observed, because }
  const { digest, method } = operation
  const field = method === 'GET' ? 'pull.blob.digest-header' : 'pull.blob.head.digest-header'
  return [
    ...contradicts(field, namesDigestOnTheWay(redirects)(exchange), about),
    ...contradicts(`${field}-value`, namesDigestOfOnTheWay(digest, bytes, redirects)(exchange), {
      ...about,
      explainedBy,
    }),
    ...(method === 'GET'
      ? []
      : [
          ...contradicts(
            'pull.blob.head.content-length',
            sends('Content-Length', 'the size in bytes')(exchange),
            about,
          ),
          ...contradicts('pull.blob.head.content-length-value', namesSize(observed, size), {
            ...about,
            explainedBy,
          }),
        ]),
  ]
}

function namesSize({ exchange }: RequestOfBlob, size: number | undefined): Judgement {
  const length = exchange.response && header(exchange.response.headers, 'content-length')
  return size === undefined || length === undefined || length === String(size)
    ? holds()
    : violated(
        'returned a wrong Content-Length for a HEAD of a blob',
        `Content-Length: ${size}`,
        `Content-Length: ${length}`,
        headerIs('Content-Length', { is: [String(size)], optional: true }),
      )
}
