import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { nextLink, parseLinks } from '../../../src/registry/lists/link.ts'
import { headerValues, type Exchange } from '../../../src/registry/record/exchange.ts'
import { headerIs } from '../../../src/registry/reproduce/condition.ts'
import { answerOf } from './response.ts'

/** One link that has the relation type, after others or before them. */
const linkForm = headerIs('Link', {
  matches: '^(<[^<>]*>;.*, *)?<[^<>]*> *;(.*;)? *rel *= *"?([^"]* )?next([" ,;]|$)',
  optional: true,
})

/** Where there is a Link, it is well-formed and one of its links is the next page. */
export const linksToNext: Judge<Exchange> = (exchange) => {
  const values = headerValues(answerOf(exchange).headers, 'link')
  if (values.length === 0) return holds()
  const expected = '<url>; rel="next"'
  const received = values.join(', ')
  if (!parseLinks(values)) return violated('returned a malformed Link', expected, received, linkForm)
  return nextLink(exchange)
    ? holds()
    : violated('returned a Link without rel="next"', expected, received, linkForm)
}
