import { digestOf } from '../digest.ts'
import { addHeader, headerOf, withBody, withHeader, withoutHeader, withStatus } from '../reply.ts'
import { decide, onReply, type Fault } from './fault.ts'

/** Faults in pulling manifests and blobs. */
export const pullFaults: readonly Fault[] = [
  {
    id: 'manifest-formatted-anew',
    breaks: 'pull.manifest.exact-bytes',
    title: 'formats the JSON of a manifest anew before it serves it',
    effects: () =>
      decide((honest) => ({
        findManifest(store, repository, reference) {
          const found = honest.findManifest(store, repository, reference)
          if (found === undefined) return undefined
          const document: unknown = JSON.parse(Buffer.from(found.bytes).toString('utf8'))
          const bytes = Buffer.from(JSON.stringify(document, null, 3))
          // The header stays true, so that the bytes alone are wrong.
          return { ...found, bytes, digest: digestOf(bytes) }
        },
      })),
  },
  {
    id: 'manifest-type-with-charset',
    breaks: 'pull.manifest.content-type-parameters',
    title: 'adds a character set to the Content-Type of manifests',
    effects: () =>
      onReply({ endpoint: 'manifest', method: ['GET', 'HEAD'], status: 200 }, (reply) =>
        withHeader(reply, 'Content-Type', `${headerOf(reply, 'content-type')}; charset=utf-8`),
      ),
  },
  {
    id: 'manifest-malformed-digest-500',
    breaks: 'pull.manifest.malformed-digest',
    title: 'fails with 500 on a malformed digest',
    seenIn: 'distribution 3.1.1',
    effects: () =>
      onReply({ endpoint: 'manifest', method: ['GET', 'HEAD'], refusal: 'digest-malformed' }, (reply) =>
        withStatus(reply, 500),
      ),
  },
  {
    id: 'manifest-untagged-unknown',
    breaks: 'pull.manifest.by-digest',
    title: 'answers 404 to a digest as long as no tag leads to it',
    effects: () =>
      decide((honest) => ({
        findManifest(store, repository, reference) {
          const isTagged = [...(store.find(repository)?.tags.values() ?? [])].includes(reference)
          const isTag = !reference.includes(':')
          return isTag || isTagged ? honest.findManifest(store, repository, reference) : undefined
        },
      })),
  },
  {
    id: 'blob-digest-header-missing',
    breaks: 'pull.blob.digest-header',
    title: 'leaves Docker-Content-Digest out when a blob is pulled',
    effects: () =>
      onReply({ endpoint: 'blob', method: 'GET' }, (reply) => withoutHeader(reply, 'Docker-Content-Digest')),
  },
  {
    id: 'blob-head-length-missing',
    breaks: 'pull.blob.head.content-length',
    title: 'leaves Content-Length out of the HEAD of a blob',
    seenIn: 'registry.access.redhat.com, registry.istio.io',
    effects: () =>
      onReply({ endpoint: 'blob', method: 'HEAD', status: 200 }, (reply) =>
        withoutHeader(reply, 'Content-Length'),
      ),
  },
  {
    id: 'blob-of-other-repository',
    breaks: 'pull.blob.other-repository',
    title: 'serves blobs of every repository in each of them',
    effects: () =>
      decide((honest) => ({
        findBlob: (store, _repository, digest) =>
          [...store.repositories.keys()]
            .map((name) => honest.findBlob(store, name, digest))
            .find((bytes) => bytes !== undefined),
      })),
  },
  {
    id: 'blob-range-wrong-bytes',
    breaks: 'pull.blob.range.right-bytes',
    title: 'sends other bytes than a partial answer announces',
    effects: () =>
      onReply({ endpoint: ['blob', 'storage'], status: 206 }, (reply) =>
        withBody(
          reply,
          reply.body.map((byte) => byte ^ 0xff),
        ),
      ),
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
    id: 'warning-with-date',
    breaks: 'warnings.no-date',
    title: 'dates its warnings',
    effects: () =>
      onReply({ endpoint: 'manifest', status: 200 }, (reply) =>
        addHeader(reply, 'Warning', '299 - "this tag moves" "Wed, 21 Oct 2026 07:28:00 GMT"'),
      ),
  },
]
