import { gzipSync } from 'node:zlib'
import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { headerOf, withBody, withHeader } from '../../../../src/reference/reply.ts'
import { bare, falseDigest, instead, setting, without } from '../../../../src/reference/effects/alter.ts'
import { exists } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'

const got = { endpoint: 'blob', method: 'GET', status: 200 } as const
const pulls = { endpoint: 'blob', method: 'GET' } as const

/** Whether a manifest of the repository lists the blob under a type that is not to be distributed. */
const isListedAsForeign = ({ route, store }: RequestContext): boolean =>
  route.endpoint === 'blob' &&
  [...(store.find(route.repository)?.manifests.values() ?? [])].some(({ bytes }) => {
    const text = Buffer.from(bytes).toString('utf8')
    return text.includes('nondistributable') && text.includes(route.reference)
  })

/** Faults in pulling blobs. */
export const blobFaults: readonly Fault[] = [
  {
    id: 'blob-404',
    violates: 'pull.blob.get',
    title: 'returns 404 for a a GET of any blob',
    effects: () => instead(got, 404),
  },
  {
    id: 'blob-without-accept-400',
    violates: 'pull.blob.get',
    title: 'returns 400 for a GET of a blob without Accept',
    seenIn: 'Nexus 3',
    effects: () => onReply(got, (answer, { headers }) => (headers.accept === undefined ? bare(400) : answer)),
  },
  {
    id: 'non-distributable-blob-404',
    violates: 'pull.blob.get',
    title: 'returns 404 for a GET of a blob that a manifest lists as a non-distributable layer',
    effects: () => instead({ ...got, when: isListedAsForeign }, 404),
  },
  {
    id: 'blob-none-match-other-304',
    violates: 'pull.blob.get',
    title: 'returns 304 for a GET of a blob by a client that has another one',
    effects: () =>
      onReply(got, (answer, { headers }) => (headers['if-none-match'] === undefined ? answer : bare(304))),
  },
  {
    id: 'blob-altered',
    violates: 'pull.blob.exact-bytes',
    title: 'sends blobs with one bit turned over',
    effects: () =>
      onReply(got, (answer) =>
        withBody(
          answer,
          answer.body.map((byte, at) => (at === 0 ? byte ^ 1 : byte)),
        ),
      ),
  },
  {
    id: 'blob-cut',
    violates: 'pull.blob.exact-bytes',
    title: 'loses the last byte of each blob',
    effects: () => onReply(got, (answer) => withBody(answer, answer.body.subarray(0, -1))),
  },
  {
    id: 'blob-gzipped',
    violates: 'pull.blob.exact-bytes',
    title: 'compresses blobs for clients that accept identity alone',
    seenIn: 'registry.access.redhat.com, registry.istio.io',
    also: ['http.identity-encoding'],
    because: 'the coding is what makes the bytes others',
    effects: () =>
      onReply(got, (answer) =>
        withHeader(withBody(answer, gzipSync(answer.body)), 'Content-Encoding', 'gzip'),
      ),
  },
  {
    id: 'blob-unknown-400',
    violates: 'pull.blob.unknown',
    title: 'returns 400 for a GET of a blob that does not exist',
    effects: () => instead({ ...pulls, refusal: 'blob-unknown' }, 400),
  },
  {
    id: 'blob-unknown-500',
    violates: 'pull.blob.unknown',
    title: 'returns 500 for a blob that does not exist',
    effects: () => instead({ ...pulls, refusal: 'blob-unknown' }, 500),
  },
  {
    id: 'blob-unknown-repository-401',
    violates: 'pull.blob.unknown-repository',
    title: 'returns 401 for a blob in a repository that does not exist',
    seenIn: 'Harbor 2.13 as a proxy cache',
    effects: () =>
      onReply({ ...pulls, refusal: 'name-unknown' }, (_, ctx) =>
        refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': 'Basic realm="registry"' }),
      ),
  },
  {
    id: 'blob-unknown-repository-500',
    violates: 'pull.blob.unknown-repository',
    title: 'returns 500 for a blob in a repository that does not exist',
    effects: () => instead({ ...pulls, refusal: 'name-unknown' }, 500),
  },
  {
    id: 'blob-of-other-repository',
    violates: 'pull.blob.other-repository',
    title: 'serves blobs of every repository in each other one',
    effects: () =>
      onReply({ ...pulls, refusal: 'blob-unknown', when: exists }, (answer, { route, store }) => {
        if (route.endpoint !== 'blob') return answer
        const bytes = [...store.repositories.values()]
          .map(({ blobs }) => blobs.get(route.reference))
          .find((found) => found !== undefined)
        const headers = { 'Content-Length': '0', 'Docker-Content-Digest': route.reference }
        return bytes === undefined ? answer : withBody(bare(200, headers), bytes)
      }),
  },
  {
    id: 'blob-of-repository-above',
    violates: 'pull.blob.other-repository',
    title: 'serves blobs of the repositories above one as well',
    effects: () =>
      changePolicy((honest) => ({
        findBlob: (store, repository, digest) =>
          honest.findBlob(store, repository, digest) ??
          (store.find(repository) === undefined
            ? undefined
            : [...store.repositories]
                .filter(([other]) => repository.startsWith(`${other}/`))
                .map(([, { blobs }]) => blobs.get(digest))
                .find((bytes) => bytes !== undefined)),
      })),
  },
  {
    id: 'blob-malformed-digest-500',
    violates: 'pull.blob.malformed-digest',
    title: 'returns 500 for the malformed digest of a blob',
    effects: () => instead({ ...pulls, refusal: 'digest-malformed' }, 500),
  },
  {
    id: 'blob-malformed-digest-405',
    violates: 'pull.blob.malformed-digest',
    title: 'returns 405 for the malformed digest of a blob',
    verdict: 'warn',
    effects: () => instead({ ...pulls, refusal: 'digest-malformed' }, 405),
  },
  {
    id: 'blob-digest-header-missing',
    violates: 'pull.blob.digest-header',
    title: 'leaves Docker-Content-Digest out when a blob is pulled',
    effects: () => without(got, 'Docker-Content-Digest'),
  },
  {
    id: 'blob-digest-header-false',
    violates: 'pull.blob.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with a blob',
    effects: () =>
      setting(got, 'Docker-Content-Digest', (answer) =>
        falseDigest(headerOf(answer, 'docker-content-digest') ?? ''),
      ),
  },
]
