import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { isUpload, pathOf, queryOf, statusOf, targetOf } from '../../judges/requests.ts'
import type { Seen } from '../../seen.ts'

/** An upload from its POST on: the requests to its addresses, in the order in which they began. */
export interface Upload {
  start: Exchange
  /** What follows: PATCH, PUT, GET and DELETE. */
  rest: readonly Exchange[]
}

/** The part of a path that identifies an upload. */
const idOf = (path: string): string => path.split('?')[0]?.split('/').at(-1) ?? ''

export const locationOf = ({ response }: Exchange): string | undefined =>
  response && header(response.headers, 'Location')

/** Location without scheme and host. */
export const targetOfLocation = (location: string): string => location.replace(/^[a-z]+:\/\/[^/]*/i, '')

/** Uploads that were begun: those that the registry answered 202. */
export function uploadsIn({ exchanges }: Pick<Seen, 'exchanges'>): Upload[] {
  return exchanges
    .filter((each) => each.request.method === 'POST' && isUpload(each) && statusOf(each) === 202)
    .map((start) => {
      const id = idOf(locationOf(start) ?? '')
      return { start, rest: exchanges.filter((each) => each !== start && idOf(pathOf(each)) === id) }
    })
}

export const patchesOf = ({ rest }: Upload): Exchange[] =>
  rest.filter(({ request }) => request.method === 'PATCH')
export const putsOf = ({ rest }: Upload): Exchange[] => rest.filter(({ request }) => request.method === 'PUT')

/** The target of a request without the parameter `digest`, which the client adds; nothing else of it is touched. */
export function withoutDigest(exchange: Exchange): string {
  const target = targetOf(exchange)
  return target.replace(/(?<before>[?&])digest=[^&]*(?<after>&?)/, (_, before: string, after: string) =>
    after === '' ? '' : before,
  )
}

export const digestIn = (exchange: Exchange): string | undefined =>
  queryOf(exchange).get('digest') ?? undefined
