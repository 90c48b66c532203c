import type { Given } from '../suites/distribution/specimens.ts'
import { blobPath, manifestPath, tagsPath } from '../suites/distribution/paths.ts'
import { manifestTypes } from './content/media-types.ts'
import { exitCodes, Failure } from './failure.ts'
import type { RegistryClient } from './registry/client.ts'
import { header, type Exchange } from './registry/exchange.ts'
import type { Place } from './registry/reach.ts'

/** A place, and how messages call what is there. */
interface NamedPlace {
  what: string
  place: Place
}

const headers = { Accept: manifestTypes.join(', ') }

const manifest = (repository: string, reference: string, kind: string): NamedPlace => ({
  what: `${kind} ${reference}`,
  place: { method: 'GET', path: manifestPath(repository, reference), headers, named: true },
})

function placesOf(repository: string, { tags, manifests, blobs }: Given): NamedPlace[] {
  return [
    ...tags.map((tag) => manifest(repository, tag, 'tag')),
    ...manifests.map((digest) => manifest(repository, digest, 'manifest')),
    ...blobs.map((digest) => ({
      what: `blob ${digest}`,
      place: { method: 'HEAD', path: blobPath(repository, digest), named: true },
    })),
  ]
}

/** Where a run begins: at what the user named, else at the tags of the repository that it writes to. */
export function placeOf(repository: string, named: Given | undefined): Place {
  const [first] = named ? placesOf(repository, named) : []
  return first?.place ?? { method: 'GET', path: tagsPath(repository, { n: '1' }) }
}

/** A registry may fail at HEAD alone, which is for the tests to judge: what GET returns is there. */
async function look(client: RegistryClient, { named: _named, ...place }: Place): Promise<Exchange> {
  const request = { ...place, bodyLimit: 64 * 1024 }
  const exchange = await client.send(request)
  if (place.method === 'GET' || exchange.response?.status !== 404) return exchange
  return client.send({ ...request, method: 'GET' })
}

/** `404 MANIFEST_UNKNOWN`: the status, and the first code of a registry's error. */
export function statusWithCode({ response }: Exchange): string {
  if (!response) return 'no response'
  const type = header(response.headers, 'content-type') ?? ''
  const text = Buffer.from(response.body.bytes).toString('utf8')
  const code = /json/i.test(type) ? /"code"\s*:\s*"([A-Z][A-Z0-9_]{0,60})"/.exec(text)?.[1] : undefined
  return code === undefined ? String(response.status) : `${response.status} ${code}`
}

/**
 * Throws Failure where something that the user named does not exist, or must not be read: neither is a violation of the
 * registry. Other responses than 401, 403 and 404 are for the tests to judge.
 */
export async function requireNamed(client: RegistryClient, repository: string, named: Given): Promise<void> {
  const found = await Promise.all(
    placesOf(repository, named).map(async ({ what, place }) => ({
      what,
      exchange: await look(client, place),
    })),
  )
  const who = client.anonymous ? 'anonymous users' : 'these credentials'
  const refused = found.find(
    ({ exchange: { response } }) => response?.status === 401 || response?.status === 403,
  )
  if (refused) {
    const { exchange } = refused
    const reason = exchange.error?.message ?? statusWithCode(exchange)
    throw new Failure(
      `${who} cannot pull from ${repository}: ${reason}`,
      exitCodes.notAssayed,
      client.anonymous
        ? 'provide credentials with --username and --password-stdin, or select another repository with --repository'
        : 'check what this account may access, or select another repository with --repository',
    )
  }
  const absent = found.filter(({ exchange: { response } }) => response?.status === 404)
  const [first] = absent
  if (!first) return
  const { request } = first.exchange
  const all = absent.map(({ what }) => what).join(', ')
  throw new Failure(
    `${repository} has no ${all}: ${request.method} ${request.url} returned ${statusWithCode(first.exchange)}`,
    exitCodes.usage,
    `name content of ${repository} with --tag, --manifest or --blob, or another repository with --repository` +
      (client.anonymous ? '; where it is private, provide credentials' : ''),
  )
}
