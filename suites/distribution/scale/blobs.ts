import { holds } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { Test } from '../define.ts'
import { lacksOnly } from '../judges/absence.ts'
import { answers, sends, succeeded, summarizeResponse } from '../judges/response.ts'
import { serves } from '../judges/stored.ts'
import { claimsUploaded } from '../push/judges/range.ts'
import { chunkingThatWorks } from '../push/uploads/in-chunks.ts'
import { blobPath } from '../requests/paths.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'
import {
  byChunks,
  byOnePut,
  byStream,
  dropLarge,
  isTaken,
  lastOf,
  pullLarge,
  pushLargest,
  whyNot,
  type LargeUpload,
} from './large-blob.ts'
import { sampleOf, spanOf } from './measure.ts'
import { judgeParts, rangeRequirements } from './parts.ts'
import { record, scaleTest } from './scale-test.ts'
import { sizeWords } from '../../../src/registry/record/size-words.ts'

/** Bytes of a chunk, unless more are required. */
const chunk = 16 * 1024 ** 2

const isRefused = ({ error, response }: Exchange): boolean =>
  error !== undefined || (response !== undefined && response.status >= 400 && response.status < 500)

/** Why nothing can be judged where not even the smallest size was taken; undefined where something was, or where the registry failed. */
function refusal(upload: LargeUpload): string | undefined {
  const last = lastOf(upload)
  return last && !isTaken(last) && isRefused(last)
    ? `a blob of ${sizeWords(upload.content.size)} ${whyNot(last)}`
    : undefined
}

const skipAll = (t: RegistryContext, ids: readonly RequirementId[], reason: string): void =>
  ids.forEach((id) => t.skip(id, reason))

/** Pulls the blob, judges its bytes, and records how long that took. */
async function judgePull(
  t: RegistryContext,
  requirement: RequirementId,
  upload: LargeUpload,
  way: string,
): Promise<void> {
  const size = sizeWords(upload.content.size)
  const got = await pullLarge(t, upload)
  t.check(requirement, got, serves(`a blob of ${size}`, upload.digest))
  record(t, `pull of a blob of ${size}, pushed ${way}`, [sampleOf(got)])
}

const ofPut = [
  'push.post-put.created',
  'push.post-put.stored',
  'pull.blob.head.content-length-value',
  ...rangeRequirements,
] as const

const ofChunks = [
  'push.chunked.patch-accepted',
  'push.chunked.patch-range-end',
  'push.chunked.closed',
  'push.chunked.stored',
] as const

/** Blobs of a gibibyte, in each way of pushing them. */
export const tests: readonly Test[] = [
  // A blob is taken by one PUT and served with the same bytes whatever its size is, whole and in parts, also beyond what 32 bits count.
  scaleTest({
    id: 'push.scale.blob-by-put',
    title: 'pushes a blob of realistic size with one PUT, and pulls it whole and in parts',
    evaluates: ofPut,
    needs: ['push'],
    mayNeed: ['blob-ranges', 'delete-blob'],
    async run(t) {
      const { upload, remark } = await pushLargest(t, byOnePut)
      const { closed, content, digest } = upload
      const reason = refusal(upload)
      if (reason !== undefined || !closed) return skipAll(t, ofPut, reason ?? 'it was not closed')
      const size = sizeWords(content.size)
      t.require('push.post-put.created', closed, answers(`a PUT of a blob of ${size}`, 201))
      record(t, `push of a blob of ${size} by one PUT`, [sampleOf(closed, content.size)], remark)
      const head = await t.send({ method: 'HEAD', path: blobPath(t.repository, digest) })
      const length = sends('Content-Length', String(content.size), (value) => value === String(content.size))
      if (succeeded(head)) t.check('pull.blob.head.content-length-value', head, length)
      else t.skip('pull.blob.head.content-length-value', `HEAD returned ${summarizeResponse(head)}`)
      await judgePull(t, 'push.post-put.stored', upload, 'by one PUT')
      await judgeParts(t, upload)
      await dropLarge(t, upload)
    },
  }),

  // Chunks lead to the same blob: how much of it is there is stated after each one.
  scaleTest({
    id: 'push.scale.blob-in-chunks',
    title: 'pushes a blob of realistic size in chunks',
    evaluates: ofChunks,
    needs: ['push'],
    mayNeed: ['delete-blob'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const each = Math.max(chunk, length)
      const { upload, remark } = await pushLargest(t, byChunks(each))
      const { parts, closed, content } = upload
      const reason = refusal(upload)
      if (reason !== undefined) return skipAll(t, ofChunks, reason)
      const size = sizeWords(content.size)
      const last = parts.at(-1)
      if (last) {
        t.require('push.chunked.patch-accepted', last, answers(`a chunk of a blob of ${size}`, 202))
        t.check('push.chunked.patch-range-end', last, claimsUploaded(content.size))
      }
      if (!closed) return
      t.require('push.chunked.closed', closed, answers(`the final PUT of a chunked upload of ${size}`, 201))
      const way = `push of a blob of ${size} in chunks of ${sizeWords(each)}`
      record(t, way, [spanOf([...parts, closed], content.size)], remark)
      const samples = parts.map((part) => sampleOf(part, part.request.body?.size))
      record(t, `PATCH of a chunk of ${sizeWords(each)}`, samples)
      await judgePull(t, 'push.chunked.stored', upload, 'in chunks')
      await dropLarge(t, upload)
    },
  }),

  // One PATCH of unknown length is how common clients push: where it is taken, its bytes are the blob.
  scaleTest({
    id: 'push.scale.blob-as-stream',
    title: 'pushes a blob of realistic size as a stream of unknown length',
    evaluates: ['push.chunked.stream', 'pull.blob.exact-bytes'],
    needs: ['push'],
    mayNeed: ['delete-blob'],
    async run(t) {
      const { upload, remark } = await pushLargest(t, byStream)
      const { parts, closed, content } = upload
      const last = lastOf(upload)
      const size = sizeWords(content.size)
      if (!last || !isTaken(last)) {
        const reason = `a stream of ${size} ${last ? whyNot(last) : ''}`
        t.skip('pull.blob.exact-bytes', reason)
        if (!last || isRefused(last)) return t.unsupported('push.chunked.stream', reason)
        return void t.check('push.chunked.stream', last, lacksOnly(`a stream of ${size}`, '202'))
      }
      t.check('push.chunked.stream', holds(), ...[...parts, last].map(seenIn))
      const way = `push of a blob of ${size} as a stream`
      record(t, way, [spanOf([...parts, ...(closed ? [closed] : [])], content.size)], remark)
      await judgePull(t, 'pull.blob.exact-bytes', upload, 'as a stream')
      await dropLarge(t, upload)
    },
  }),
]
