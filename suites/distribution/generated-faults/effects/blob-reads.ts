import { falseDigest, bare } from '../../../../src/reference/effects/alter.ts'
import { headerOf, withBody, withHeader } from '../../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { bytesOfBlob, sizesOfBlob } from '../conditions/blobs.ts'
import { rangeForms } from '../conditions/requests.ts'
import { repositories } from '../conditions/tags.ts'
import { blobServed } from './families.ts'
import { altering, bitFlipped, failing, lacking, onSuccess, refusing, rewriting } from './replies.ts'

const get = { operations: ['blob-get'], present: true } as const
const head = { operations: ['blob-head'], present: true } as const
const looked = ['pull.blob.head.known', ...blobServed] as const
const parts = [
  'pull.blob.range.right-bytes',
  'pull.blob.range.content-range',
  'pull.blob.range.supported',
  'pull.blob.range.open-ended',
  'pull.blob.range.suffix',
  'pull.blob.exact-bytes',
] as const

/** Changes parts of blobs only. */
const onPart = (change: (body: Uint8Array) => Uint8Array) =>
  onSuccess((reply) =>
    reply.status === 206 && reply.body.length > 0 ? withBody(reply, change(reply.body)) : undefined,
  )

/** HEAD finds a deleted blob that GET does not find. */
function ghost(): Strike {
  const lengths = new Map<string, number>()
  return {
    later(reply, { repository, reference, operation }) {
      if (reply.status === 200 && (operation === 'blob-get' || operation === 'blob-head'))
        lengths.set(`${repository} ${reference}`, Number(headerOf(reply, 'content-length') ?? 0))
      return undefined
    },
    after(reply, { repository, reference }) {
      const length = lengths.get(`${repository} ${reference}`)
      if (reply.status !== 404 || length === undefined) return undefined
      return bare(200, { 'Content-Length': String(length), 'Docker-Content-Digest': reference })
    },
  }
}

/** Blobs are pulled, and looked for. */
export const blobReads: readonly BaseEffect[] = [
  {
    ...get,
    id: 'blob-get-404',
    title: 'returns 404 for a GET of an existing blob',
    violates: blobServed,
    conditions: [...sizesOfBlob, ...bytesOfBlob, ...repositories],
    make: refusing('blob-unknown'),
  },
  {
    ...get,
    id: 'blob-get-500',
    title: 'returns 500 for a GET of a blob',
    violates: [...blobServed, ...parts],
    conditions: [...sizesOfBlob, ...rangeForms],
    make: failing(500),
  },
  {
    ...get,
    id: 'blob-changed',
    title: 'serves a blob with its last byte changed',
    violates: [...blobServed, 'pull.blob.digest-header-value', ...parts],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    without: ['blob-empty'],
    make: rewriting(bitFlipped),
  },
  {
    ...get,
    id: 'blob-truncated',
    title: 'serves a blob without its last byte',
    violates: [...blobServed, 'pull.blob.digest-header-value', ...parts],
    conditions: [...sizesOfBlob, ...bytesOfBlob, ...repositories],
    without: ['blob-empty'],
    make: rewriting((bytes) => bytes.subarray(0, -1)),
  },
  {
    ...get,
    id: 'blob-padded',
    title: 'serves a blob with a byte appended',
    violates: [...blobServed, 'pull.blob.digest-header-value', ...parts],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: onSuccess((reply) => withBody(reply, Buffer.concat([reply.body, Buffer.from([0])]))),
  },
  {
    ...get,
    id: 'blob-digest-false',
    title: 'sends a wrong Docker-Content-Digest with a GET of a blob',
    violates: ['pull.blob.digest-header-value', 'push.sha512.blob'],
    conditions: [...sizesOfBlob, ...bytesOfBlob, ...repositories],
    make: altering('docker-content-digest', falseDigest),
  },
  {
    ...get,
    id: 'blob-digest-missing',
    title: 'omits Docker-Content-Digest with a GET of a blob',
    violates: ['pull.blob.digest-header'],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: lacking('docker-content-digest'),
  },
  {
    ...get,
    id: 'range-changed',
    title: 'serves other bytes than the requested part of a blob',
    violates: parts,
    conditions: [...rangeForms, ...sizesOfBlob, ...bytesOfBlob],
    without: ['blob-empty'],
    make: onPart(bitFlipped),
  },
  {
    ...get,
    id: 'range-short',
    title: 'omits the last byte of a part',
    violates: parts,
    conditions: [...rangeForms, ...sizesOfBlob],
    without: ['blob-empty'],
    make: onPart((bytes) => bytes.subarray(0, -1)),
  },
  {
    ...get,
    id: 'range-of-other-size',
    title: 'returns a wrong size in Content-Range',
    violates: parts,
    conditions: [...rangeForms, ...sizesOfBlob],
    without: ['blob-empty'],
    make: altering('content-range', (value) =>
      value.replace(/(?<!\d)\d+$/, (size) => String(Number(size) + 1)),
    ),
  },
  {
    ...head,
    id: 'blob-head-404',
    title: 'returns 404 for a HEAD of an existing blob',
    violates: looked,
    conditions: [...sizesOfBlob, ...bytesOfBlob, ...repositories],
    make: refusing('blob-unknown'),
  },
  {
    ...head,
    id: 'blob-head-500',
    title: 'returns 500 for a HEAD of a blob',
    violates: looked,
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: failing(500),
  },
  {
    ...head,
    id: 'blob-head-length-false',
    title: 'counts one byte too many in a HEAD of a blob',
    violates: ['pull.blob.head.content-length-value'],
    conditions: [...sizesOfBlob, ...bytesOfBlob, ...repositories],
    make: altering('content-length', (length) => String(Number(length) + 1)),
  },
  {
    ...head,
    id: 'blob-head-length-missing',
    title: 'omits Content-Length with a HEAD of a blob',
    violates: ['pull.blob.head.content-length'],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: lacking('content-length'),
  },
  {
    ...head,
    id: 'blob-head-digest-false',
    title: 'sends a wrong Docker-Content-Digest with a HEAD of a blob',
    violates: ['pull.blob.head.digest-header-value', 'push.sha512.blob'],
    conditions: [...sizesOfBlob, ...bytesOfBlob],
    make: altering('docker-content-digest', falseDigest),
  },
  {
    operations: ['blob-head'],
    present: false,
    id: 'blob-head-finds-deleted',
    title: 'finds a deleted blob by HEAD and not by GET',
    violates: ['management.blob.gone', 'pull.blob.head.unknown', 'pull.blob.unknown', 'pull.blob.get'],
    conditions: [...repositories],
    make: ghost,
  },
  {
    operations: ['blob-get'],
    present: false,
    id: 'blob-missing-500',
    title: 'returns 500 for a GET of a blob that does not exist',
    violates: ['pull.blob.unknown', 'management.blob.gone', 'pull.blob.other-repository'],
    conditions: [...repositories],
    make: () => ({ after: (reply) => (reply.status === 404 ? bare(500) : undefined) }),
  },
  {
    operations: ['blob-get'],
    present: false,
    id: 'blob-from-other-repository',
    title: 'serves a blob that only another repository has',
    violates: ['pull.blob.other-repository', 'pull.blob.unknown'],
    conditions: [...repositories],
    // No text states when a deleted blob is gone.
    without: ['after-deletion', 'after-second-deletion'],
    make: () => ({
      after(reply, { ctx, reference }) {
        const holder = [...ctx.store.repositories.values()].find(({ blobs }) => blobs.has(reference))
        const bytes = holder?.blobs.get(reference)
        if (reply.status !== 404 || bytes === undefined) return undefined
        const headers = { 'Content-Length': String(bytes.length), 'Docker-Content-Digest': reference }
        return withBody(withHeader(bare(200, headers), 'Content-Type', 'application/octet-stream'), bytes)
      },
    }),
  },
]
