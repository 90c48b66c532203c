import { Refused } from './content.ts'

/** A parsed `host/repository[:tag|@digest]`. */
export interface Reference {
  base: URL
  repository: string
  /** Tag or digest. */
  reference: string
  /** Host of the name, where the base is a mirror of it. */
  source?: string
}

/** Plain HTTP, unless an option of the client specifies HTTPS. */
export function parseReference(text: string, scheme: 'http' | 'https' = 'http'): Reference {
  const match = /^(?<host>[^/]+)\/(?<repository>[^@:]+)(?:@(?<digest>.+)|:(?<tag>.+))?$/.exec(text)?.groups
  if (!match) throw new Refused(`not a reference: ${text}`)
  return {
    base: new URL(`${scheme}://${match['host']}`),
    repository: match['repository'] ?? '',
    reference: match['digest'] ?? match['tag'] ?? 'latest',
  }
}

export function pathOf({ base, repository, source }: Reference, rest: string): URL {
  const url = new URL(`/v2/${repository}/${rest}`, base)
  if (source !== undefined) url.searchParams.set('ns', source)
  return url
}

export const isDigest = (reference: string): boolean => reference.includes(':')
