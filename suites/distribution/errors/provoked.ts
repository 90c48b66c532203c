import { contentOf } from '../../../src/content/content.ts'
import { digestOf } from '../../../src/content/digest.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { holds, type Judge } from '../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../src/engine/suite.ts'
import type { Exchange } from '../../../src/registry/exchange.ts'
import type { RegistryContext } from '../context.ts'
import { codesOf, hasJsonError, namesCode } from '../judges/error-body.ts'
import { answerOf, told } from '../judges/response.ts'
import { blobPath, manifestPath, tagsPath, withQuery } from '../paths.ts'
import { begin, patch } from '../push/upload.ts'
import { unknownUpload } from '../push/unknown-upload.ts'

/** The code of a refusal; what is no refusal, or has no JSON body, says nothing about codes. */
function judgeCode(
  t: RegistryContext,
  requirement: string,
  exchange: Exchange,
  judge: Judge<Exchange>,
): void {
  if (hasJsonError(exchange)) t.judge(requirement, exchange, judge)
  else t.unsupported(requirement, `the answer is ${told(exchange)}, no error with a JSON body`)
}

/** A name outside the grammar may as well be taken for what no endpoint has: then its code says nothing. */
const namesInvalidName: Judge<Exchange> = (exchange) =>
  answerOf(exchange).status === 404 && !codesOf(exchange).includes('NAME_INVALID')
    ? holds(`tells a malformed repository name as ${codesOf(exchange).join(', ')}`)
    : namesCode('NAME_INVALID')(exchange)

/** Requests that are refused for one reason each, so that the code of that reason is seen. */
export const tests: readonly Test<RegistryContext>[] = [
  // What is not there, in a repository that is; and a repository that is not there, or cannot be.
  defineTest({
    id: 'errors.provoked-by-reading',
    title: 'pulls what does not exist',
    decides: [
      'errors.code.blob-unknown',
      'errors.code.manifest-unknown',
      'errors.code.name-unknown',
      'errors.code.name-invalid',
    ],
    async run(t) {
      // Comes into being with what is pushed for all tests.
      await t.specimens.manifests()
      const digest = digestOf(t.random.bytes(32))
      const get = (path: string) => t.send({ method: 'GET', path })
      const [blob, manifest, unknown, invalid] = await Promise.all([
        get(blobPath(t.repository, digest)),
        get(manifestPath(t.repository, digest)),
        get(tagsPath(`${t.repository}-absent-${t.random.hex(8)}`)),
        get(tagsPath(`${t.repository.toUpperCase()}-X`)),
      ])
      judgeCode(t, 'errors.code.blob-unknown', blob, namesCode('BLOB_UNKNOWN'))
      judgeCode(t, 'errors.code.manifest-unknown', manifest, namesCode('MANIFEST_UNKNOWN'))
      judgeCode(t, 'errors.code.name-unknown', unknown, namesCode('NAME_UNKNOWN'))
      judgeCode(t, 'errors.code.name-invalid', invalid, namesInvalidName)
    },
  }),

  // A blob that does not match its digest, and a manifest that is no JSON.
  defineTest({
    id: 'errors.provoked-by-pushing',
    title: 'pushes content that is not what it is said to be',
    decides: ['errors.code.digest-invalid', 'errors.code.manifest-invalid'],
    needs: ['push'],
    async run(t) {
      const blob = contentOf(t.random.bytes(64), mediaTypes.octetStream)
      const text = contentOf(new TextEncoder().encode(`no JSON: ${t.random.hex(16)}`), mediaTypes.manifest)
      const [closed, put] = await Promise.all([
        begin(t).then((at) =>
          t.send({
            method: 'PUT',
            path: withQuery(at, { digest: digestOf(t.random.bytes(32)) }),
            headers: { 'Content-Type': mediaTypes.octetStream },
            body: blob.bytes,
          }),
        ),
        t.send({
          method: 'PUT',
          path: manifestPath(t.repository, text.digest),
          headers: { 'Content-Type': text.mediaType },
          body: text.bytes,
        }),
      ])
      judgeCode(t, 'errors.code.digest-invalid', closed, namesCode('DIGEST_INVALID'))
      judgeCode(t, 'errors.code.manifest-invalid', put, namesCode('MANIFEST_INVALID'))
    },
  }),

  // A chunk that leaves a gap, and one for an upload that nobody began.
  defineTest({
    id: 'errors.provoked-by-uploading',
    title: 'sends chunks that no upload waits for',
    decides: ['errors.code.upload-invalid', 'errors.code.upload-unknown'],
    needs: ['push'],
    async run(t) {
      const bytes = t.random.bytes(32)
      const [gap, unknown] = await Promise.all([
        begin(t).then((at) => patch(t, at, bytes, '32-63')),
        unknownUpload(t).then((at) => patch(t, at, bytes, '0-31')),
      ])
      judgeCode(t, 'errors.code.upload-invalid', gap, namesCode('BLOB_UPLOAD_INVALID'))
      judgeCode(t, 'errors.code.upload-unknown', unknown, namesCode('BLOB_UPLOAD_UNKNOWN'))
    },
  }),
]
