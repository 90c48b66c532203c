import { header } from '../../../../src/registry/record/exchange.ts'
import { statusOf, type Observed } from '../observed.ts'

/** The entity tag of a digest, as registries and the sequences write it. */
const isEtagOf = (field: string, digest: string): boolean => field.includes(digest)

/**
 * Whether a response to a conditional request is one that RFC 9110 allows in place of 200: 304 where the client has what is
 * stored, 412 where it asks for something else. Entity tags need not be digests, so that a condition may also be ignored.
 */
export function isAllowedByCondition(observed: Observed, digest: string): boolean {
  const { headers } = observed.request
  const status = statusOf(observed)
  const noneMatch = header(headers, 'if-none-match')
  const match = header(headers, 'if-match')
  if (status === 304) return noneMatch !== undefined && isEtagOf(noneMatch, digest)
  return status === 412 && match !== undefined
}
