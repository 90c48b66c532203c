import { gzipSync } from 'node:zlib'
import { refused } from '../../context.ts'
import { headerOf, withBody, withHeader } from '../../reply.ts'
import { bare, exists, falseDigest, instead, setting, without } from '../alter.ts'
import { decide, onReply, type Fault } from '../fault.ts'

const got = { endpoint: 'blob', method: 'GET', status: 200 } as const
const asked = { endpoint: 'blob', method: 'GET' } as const

/** Faults in pulling blobs. */
export const blobFaults: readonly Fault[] = [
  {
    id: 'blob-404',
    breaks: 'pull.blob.get',
    title: 'answers 404 to the GET of each blob',
    effects: () => instead(got, 404),
  },
  {
    id: 'blob-without-accept-400',
    breaks: 'pull.blob.get',
    title: 'answers 400 to the GET of a blob without Accept',
    seenIn: 'Nexus 3',
    effects: () => onReply(got, (answer, { headers }) => (headers.accept === undefined ? bare(400) : answer)),
  },
  {
    id: 'blob-altered',
    breaks: 'pull.blob.exact-bytes',
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
    breaks: 'pull.blob.exact-bytes',
    title: 'loses the last byte of each blob',
    effects: () => onReply(got, (answer) => withBody(answer, answer.body.subarray(0, -1))),
  },
  {
    id: 'blob-gzipped',
    breaks: 'pull.blob.exact-bytes',
    title: 'compresses blobs for whoever accepts identity alone',
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
    breaks: 'pull.blob.unknown',
    title: 'answers 400 to the GET of a blob that does not exist',
    effects: () => instead({ ...asked, refusal: 'blob-unknown' }, 400),
  },
  {
    id: 'blob-unknown-500',
    breaks: 'pull.blob.unknown',
    title: 'fails with 500 on a blob that does not exist',
    effects: () => instead({ ...asked, refusal: 'blob-unknown' }, 500),
  },
  {
    id: 'blob-unknown-repository-401',
    breaks: 'pull.blob.unknown-repository',
    title: 'answers 401 to a blob in a repository that does not exist',
    seenIn: 'Harbor 2.13 as a proxy cache',
    effects: () =>
      onReply({ ...asked, refusal: 'name-unknown' }, (_, ctx) =>
        refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': 'Basic realm="registry"' }),
      ),
  },
  {
    id: 'blob-unknown-repository-500',
    breaks: 'pull.blob.unknown-repository',
    title: 'fails with 500 on a blob in a repository that does not exist',
    effects: () => instead({ ...asked, refusal: 'name-unknown' }, 500),
  },
  {
    id: 'blob-of-other-repository',
    breaks: 'pull.blob.other-repository',
    title: 'serves blobs of every repository in each other one',
    effects: () =>
      onReply({ ...asked, refusal: 'blob-unknown', when: exists }, (answer, { route, store }) => {
        if (route.endpoint !== 'blob') return answer
        const bytes = [...store.repositories.values()]
          .map(({ blobs }) => blobs.get(route.reference))
          .find((found) => found !== undefined)
        const headers = { 'Content-Length': '0', 'Docker-Content-Digest': route.reference }
        return bytes === undefined ? answer : withBody(bare(200, headers), bytes)
      }),
  },
  {
    id: 'blob-malformed-digest-500',
    breaks: 'pull.blob.malformed-digest',
    title: 'fails with 500 on the malformed digest of a blob',
    effects: () => instead({ ...asked, refusal: 'digest-malformed' }, 500),
  },
  {
    id: 'blob-malformed-digest-405',
    breaks: 'pull.blob.malformed-digest',
    title: 'answers 405 to the malformed digest of a blob',
    verdict: 'warn',
    effects: () => instead({ ...asked, refusal: 'digest-malformed' }, 405),
  },
  {
    id: 'blob-digest-header-missing',
    breaks: 'pull.blob.digest-header',
    title: 'leaves Docker-Content-Digest out when a blob is pulled',
    effects: () => without(got, 'Docker-Content-Digest'),
  },
  {
    id: 'blob-digest-header-false',
    breaks: 'pull.blob.digest-header-value',
    title: 'sends a false Docker-Content-Digest with a blob',
    effects: () =>
      setting(got, 'Docker-Content-Digest', (answer) =>
        falseDigest(headerOf(answer, 'docker-content-digest') ?? ''),
      ),
  },
]

const part = { endpoint: ['blob', 'storage'], status: 206 } as const

/** Faults in pulling parts of blobs. */
export const rangeFaults: readonly Fault[] = [
  {
    id: 'blob-ranges-ignored',
    breaks: 'pull.blob.range.supported',
    title: 'sends the whole blob whatever range is asked for',
    effects: () => ({ options: { ranges: false } }),
  },
  {
    id: 'blob-ranges-416',
    breaks: 'pull.blob.range.supported',
    title: 'answers 416 to each range',
    effects: () => instead(part, 416),
  },
  {
    id: 'blob-range-wrong-bytes',
    breaks: 'pull.blob.range.right-bytes',
    title: 'sends other bytes than a partial answer announces',
    effects: () =>
      onReply(part, (answer) =>
        withBody(
          answer,
          answer.body.map((byte) => byte ^ 0xff),
        ),
      ),
  },
  {
    id: 'blob-range-end-excluded',
    breaks: 'pull.blob.range.right-bytes',
    title: 'leaves out the last byte of a range',
    effects: () => onReply(part, (answer) => withBody(answer, answer.body.subarray(0, -1))),
  },
  {
    id: 'blob-range-untold',
    breaks: 'pull.blob.range.content-range',
    title: 'sends a part without Content-Range',
    effects: () => without(part, 'Content-Range'),
  },
  {
    id: 'blob-range-of-wrong-size',
    breaks: 'pull.blob.range.content-range',
    title: 'names the size of the part as that of the whole in Content-Range',
    effects: () =>
      setting(part, 'Content-Range', (answer) =>
        (headerOf(answer, 'content-range') ?? '').replace(/\d+$/, String(answer.body.length)),
      ),
  },
  {
    id: 'blob-range-open-ended-200',
    breaks: 'pull.blob.range.open-ended',
    title: 'sends the whole blob for a range without an end',
    effects: () =>
      decide((honest) => ({
        requestedRange: (field, size) =>
          /^bytes=\d+-$/.test(field) ? 'whole' : honest.requestedRange(field, size),
      })),
  },
  {
    id: 'blob-range-suffix-416',
    breaks: 'pull.blob.range.suffix',
    title: 'answers 416 to a range of the last bytes',
    effects: () =>
      decide((honest) => ({
        requestedRange: (field, size) =>
          /^bytes=-\d+$/.test(field) ? 'unsatisfiable' : honest.requestedRange(field, size),
      })),
  },
  {
    id: 'blob-range-suffix-from-start',
    breaks: 'pull.blob.range.right-bytes',
    title: 'takes a range of the last bytes for one from the start',
    also: ['pull.blob.range.content-range'],
    because: 'it tells truly which bytes it sends, and they are not those that were asked for',
    effects: () =>
      decide((honest) => ({
        requestedRange: (field, size) => honest.requestedRange(field.replace(/^bytes=-/, 'bytes=0-'), size),
      })),
  },
  {
    id: 'blob-range-beyond-end-200',
    breaks: 'pull.blob.range.unsatisfiable',
    title: 'sends the whole blob for a range beyond its end',
    effects: () =>
      decide((honest) => ({
        requestedRange(field, size) {
          const range = honest.requestedRange(field, size)
          return range === 'unsatisfiable' ? 'whole' : range
        },
      })),
  },
  {
    id: 'blob-range-beyond-end-500',
    breaks: 'pull.blob.range.unsatisfiable',
    title: 'fails with 500 on a range beyond the end of a blob',
    effects: () => instead({ endpoint: 'blob', refusal: 'range-unsatisfiable' }, 500),
  },
  {
    id: 'blob-range-backwards-500',
    breaks: 'pull.blob.range.invalid',
    title: 'fails with 500 on a range that runs backwards',
    effects: () =>
      instead({ endpoint: 'blob', method: 'GET', when: ({ headers }) => headers.range === 'bytes=5-2' }, 500),
  },
  {
    id: 'blob-ranges-several-500',
    breaks: 'pull.blob.range.invalid',
    title: 'fails with 500 on several ranges at once',
    effects: () =>
      instead(
        { endpoint: 'blob', method: 'GET', when: ({ headers }) => headers.range?.includes(',') === true },
        500,
      ),
  },
]
