import type { NamedContent } from '../../../suites/distribution/content/specimens.ts'
import { blobPath, manifestPath, tagsPath, uploadsPath } from '../../../suites/distribution/requests/paths.ts'
import { manifestTypes } from '../../content/media-types.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { header, type Exchange } from '../../registry/record/exchange.ts'
import type { Place } from '../../registry/reach/reach.ts'

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

function placesOf(repository: string, { tags, manifests, blobs }: NamedContent): NamedPlace[] {
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
export function placeOf(repository: string, named: NamedContent | undefined): Place {
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

const isDenied = ({ response }: Exchange): boolean => response?.status === 401 || response?.status === 403

function denied(client: RegistryClient, what: string, exchange: Exchange): Failure {
  const who = client.anonymous ? 'anonymous users' : 'these credentials'
  const select = 'select another repository with --repository'
  return new Failure(
    `${who} ${what}: ${exchange.error?.message ?? statusWithCode(exchange)}`,
    exitCodes.incomplete,
    client.anonymous
      ? `provide credentials with --username and --password-stdin, or ${select}`
      : `check what this account may access, or ${select}`,
  )
}

/**
 * Throws Failure where access to a repository is denied altogether, so that nothing could be tested in it. A repository
 * that can only be read, or only be pushed to, is left to the tests.
 */
export async function requireAccess(client: RegistryClient, repository: string): Promise<void> {
  const listed = await client.send({
    method: 'GET',
    path: tagsPath(repository, { n: '1' }),
    bodyLimit: 64 * 1024,
  })
  if (!isDenied(listed)) return
  const headers = { 'Content-Length': '0' }
  const opened = await client.send({ method: 'POST', path: uploadsPath(repository), headers })
  if (isDenied(opened)) throw denied(client, `can neither pull from nor push to ${repository}`, opened)
}

/**
 * Throws Failure where something that the user named does not exist, or must not be read: neither is a violation of the
 * registry. Other responses than 401, 403 and 404 are for the tests to judge.
 */
export async function requireNamed(
  client: RegistryClient,
  repository: string,
  named: NamedContent,
): Promise<void> {
  const found = await Promise.all(
    placesOf(repository, named).map(async ({ what, place }) => ({
      what,
      exchange: await look(client, place),
    })),
  )
  const refused = found.find(({ exchange }) => isDenied(exchange))
  if (refused) throw denied(client, `cannot pull from ${repository}`, refused.exchange)
  const absent = found.filter(({ exchange: { response } }) => response?.status === 404)
  const [first] = absent
  if (!first) return
  const { method, url } = first.exchange.request
  // A redirect may have led to storage, by a URL that is signed.
  const request = `${method} ${client.recorder.redactor.url(url)}`
  const all = absent.map(({ what }) => what).join(', ')
  throw new Failure(
    `${repository} has no ${all}: ${request} returned ${statusWithCode(first.exchange)}`,
    exitCodes.usage,
    `name content of ${repository} with --tag, --manifest or --blob, or another repository with --repository` +
      (client.anonymous ? '; where it is private, provide credentials' : ''),
  )
}
