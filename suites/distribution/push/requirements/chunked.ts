import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'
import { mismatched, otherBlob } from './reasoning.ts'

const inOrder =
  'Chunks must be uploaded in order and a chunk out of order must return 416, so the bytes of a rejected chunk are not part of the upload.'

const notStored =
  'Evaluated if the push was rejected, with any status; if it was accepted, that is the finding.'
const section = 'pushing-a-blob-in-chunks'
const refused = '400 and 404 pass as listed, other 4xx warn, 2xx and 5xx fail.'
const mismatchRefused = `${refused} A 2xx under the digest of a blob that the repository already holds warns: nothing wrong is stored.`
const lastChunkRuling =
  'Up to 1.1 the table lists only 400 and 404 for the final PUT, so there any other 4xx than 416 warns.'

/** A blob in chunks: what is accepted, and how progress is reported. */
const accepted = defineRequirements([
  {
    id: 'push.chunked.patch-accepted',
    title: 'returns 202 for each PATCH chunk in order',
    section,
    at: { '1.0': must('320:1'), '1.1': must('371:1'), dev: must('376:1') },
    dependsOn: ['push.session.location'],
    impact: 'One large registry returns 201, another does not support it: every client needs special cases.',
  },
  {
    id: 'push.chunked.patch-location',
    title: 'returns a Location for the next chunk after each chunk',
    section,
    at: { '1.0': must('320:2'), '1.1': must('371:2'), dev: must('376:2') },
    dependsOn: ['push.chunked.patch-accepted'],
  },
  {
    id: 'push.chunked.patch-range',
    title: 'returns a Range that starts at 0 after each chunk',
    section,
    at: { '1.1': must('371:2'), dev: must('376:2') },
    dependsOn: ['push.chunked.patch-accepted'],
    ruling: 'Missing or of another form fails from 1.1, a bytes= prefix included.',
    impact: 'Clients compute the next chunk from it: seen with bytes= before it, and relative to the chunk.',
  },
  {
    id: 'push.chunked.patch-range-end',
    title: 'ends the Range after each chunk at the last byte received',
    section,
    at: { '1.1': must('371:2', '380!'), dev: must('376:2', '385!') },
    dependsOn: ['push.chunked.patch-range'],
    impact: 'Off by one, or stuck at the first chunk: the next chunk starts at the wrong byte.',
  },
  {
    id: 'push.chunked.stored',
    title: 'stores the chunks of an upload in order',
    section,
    at: { '1.0': must('167:1', '348!'), '1.1': must('194:1', '405!'), dev: must('188:1', '410!') },
    dependsOn: ['push.chunked.closed', 'pull.blob.exact-bytes'],
  },
  {
    id: 'push.chunked.stream',
    title: 'accepts a PATCH without Content-Range as the next bytes',
    section,
    at: { '1.0': derived('MAY', 298), '1.1': derived('MAY', 345), dev: derived('MAY', 350) },
    reasoning:
      'A PATCH chunk is described with a Content-Range header, and the meaning of a request without it is left open.',
    dependsOn: ['push.session.location', 'push.chunked.closed'],
    ruling: 'The text does not describe it: informational, but a failure of the server (5xx) fails.',
    impact: 'Common clients push each layer in this way.',
  },
  {
    id: 'push.chunked.min-length-announced',
    title: 'announces OCI-Chunk-Min-Length if it rejects small chunks',
    section,
    at: { '1.1': should(336), dev: should(341) },
    dependsOn: ['push.session.start'],
    impact: 'Small chunks are rejected without explanation: some object stores require at least 5 MiB.',
  },
  {
    id: 'push.chunked.min-length-form',
    title: 'returns OCI-Chunk-Min-Length as a number of bytes',
    section,
    at: { '1.1': should(336, '339!'), dev: should(341, '344!') },
    dependsOn: ['push.session.start'],
  },
  {
    id: 'push.chunked.final-any-length',
    title: 'accepts a final chunk below its minimum chunk size',
    section,
    at: { '1.1': derived('MUST', 369), dev: derived('MUST', 374) },
    reasoning:
      'Clients may send a final chunk of any length, so a registry that rejects one for its length denies what the text permits.',
    dependsOn: ['push.chunked.patch-accepted', 'push.chunked.min-length-form'],
    ruling: 'The sentence permits it for clients, so a registry that rejects it violates it.',
  },
  {
    id: 'push.chunked.closed',
    title: 'returns 201 for a final PUT without a body',
    section,
    at: { '1.0': must('348:1', '330!'), '1.1': must('405:1', '386!'), dev: must('410:1', '391!') },
    dependsOn: ['push.chunked.patch-accepted', 'push.chunked.patch-location'],
  },
  {
    id: 'push.chunked.final-chunk-in-put',
    title: 'accepts the final chunk in the final PUT',
    section,
    at: {
      '1.0': derived('MUST', 330, '348:1'),
      '1.1': derived('MUST', 386, '405:1'),
      dev: derived('MUST', 391, '410:1'),
    },
    reasoning:
      'Clients may send the final chunk in the final PUT, and a session that is closed in a permitted way must return 201.',
    dependsOn: ['push.chunked.patch-accepted', 'push.chunked.patch-location', 'pull.blob.exact-bytes'],
    ruling: 'The sentence permits it for clients, so a registry that drops or rejects it violates it.',
    impact: 'The body of the PUT is ignored, and the digest never matches.',
  },
  {
    id: 'push.chunked.close-location',
    title: 'returns a Location for the final PUT',
    section,
    at: { '1.0': must('348:2'), '1.1': must('405:2'), dev: must('410:2') },
    dependsOn: ['push.chunked.closed'],
    variantOf: 'push.post-put.location',
  },
  {
    id: 'push.chunked.close-location-pullable',
    title: 'serves the blob at the Location from the final PUT',
    section,
    at: { '1.0': must('348:2', '353!'), '1.1': must('405:2', '410!'), dev: must('410:2', '415!') },
    dependsOn: ['push.chunked.close-location', 'push.chunked.stored'],
    variantOf: 'push.post-put.location-pullable',
  },
])

/** What is refused in a chunked upload, and what is left of it. */
const refusals = defineRequirements([
  {
    id: 'push.chunked.out-of-order',
    title: 'returns 416 for a chunk that leaves a gap',
    section,
    at: { '1.0': must('328:2', '328:1'), '1.1': must(383, 382), dev: must(388, 387) },
    dependsOn: ['push.chunked.patch-accepted', 'push.chunked.patch-range-end'],
    impact: 'A lost chunk goes unnoticed until the digest fails, after all bytes were sent.',
  },
  {
    id: 'push.chunked.first-chunk-not-zero',
    title: 'returns 416 for a first chunk that does not start at 0',
    section,
    at: { '1.0': must('328:2', '312:2'), '1.1': must(383, 360), dev: must(388, 365) },
    dependsOn: ['push.chunked.patch-accepted'],
  },
  {
    id: 'push.chunked.repeated-chunk',
    title: 'returns 416 for a chunk that was already received',
    section,
    at: { '1.0': must('328:2'), '1.1': must(383), dev: must(388) },
    dependsOn: ['push.chunked.patch-accepted', 'push.chunked.patch-range-end'],
    impact: 'A chunk that is sent again after a lost response is appended a second time.',
  },
  {
    id: 'push.chunked.out-of-order-put',
    title: 'returns 416 for a final PUT whose chunk leaves a gap',
    section,
    at: { '1.0': must('328:2'), '1.1': must(383), dev: must(417, '848!') },
    dependsOn: ['push.chunked.final-chunk-in-put'],
    ruling: lastChunkRuling,
    impact: 'The most used registry returns 400 and appends the bytes nevertheless.',
  },
  {
    id: 'push.chunked.out-of-order-not-stored',
    title: 'adds no bytes of a rejected chunk to the upload',
    section,
    at: { '1.0': derived('MUST', '328:1'), '1.1': derived('MUST', '382:1'), dev: derived('MUST', '387:1') },
    reasoning: inOrder,
    dependsOn: [
      'push.chunked.out-of-order',
      'push.status.range-end',
      'push.chunked.wrong-digest',
      'push.chunked.patch-range-end',
    ],
    impact: 'The upload can be neither continued nor repaired.',
  },
  {
    id: 'push.chunked.out-of-order-put-not-stored',
    title: 'adds no bytes of a rejected final chunk to the upload',
    section,
    at: { '1.0': derived('MUST', '328:1'), '1.1': derived('MUST', '382:1'), dev: derived('MUST', '387:1') },
    reasoning: inOrder,
    dependsOn: [
      'push.chunked.final-chunk-in-put',
      'push.status.range-end',
      'push.chunked.wrong-digest',
      'push.chunked.patch-range-end',
    ],
  },
  {
    id: 'push.chunked.recovery',
    title: 'completes an upload that continues at the correct offset after a 416',
    section,
    at: { '1.1': derived('MUST', 384, 414), dev: derived('MUST', 389, 421) },
    reasoning:
      'The text gives a request for the valid offset and location after a 416, which has a purpose only if the upload can be continued from there.',
    dependsOn: [
      'push.chunked.out-of-order',
      'push.chunked.closed',
      'push.chunked.out-of-order-not-stored',
      'push.status.location-continues',
    ],
    impact: 'One mistake ends the upload, and gigabytes are sent again.',
  },
  {
    id: 'push.chunked.status-after-416',
    title: 'reports the last accepted byte in the upload status after a 416',
    section,
    at: { '1.1': derived('MUST', 414, 427), dev: derived('MUST', 421, 434) },
    reasoning:
      'The text gives the status request as the way to get the offset after a 416, and its range ends at the last uploaded byte.',
    dependsOn: ['push.chunked.out-of-order', 'push.chunked.recovery', 'push.status.range-end'],
  },
  {
    id: 'push.chunked.malformed-content-range',
    title: 'rejects a chunk with a malformed Content-Range',
    section,
    at: { '1.0': derived('SHOULD', 312), '1.1': derived('SHOULD', 361), dev: should(824, '366!') },
    reasoning:
      'The form of Content-Range is a duty of clients and the response to another one is left open; that a request with a syntax error gets a 4xx follows from HTTP, over which the API operates.',
    dependsOn: ['push.chunked.patch-accepted'],
    ruling: 'A duty of clients, with the response left open: 4xx pass, 202 and 5xx warn.',
  },
  {
    id: 'push.chunked.range-length-mismatch',
    title: 'rejects a chunk whose Content-Range and Content-Length differ',
    section,
    at: {
      '1.0': derived('MUST', '312:1', 318),
      '1.1': derived('MUST', '359:1', 367),
      dev: derived('MUST', '364:1', 372),
    },
    reasoning:
      'The range counts the bytes of the chunk inclusively and the length is their number, so where they disagree one is false; a blob that is stored nevertheless must be the expected one.',
    dependsOn: ['push.chunked.patch-accepted', 'pull.blob.exact-bytes'],
    ruling: 'The response is left open: 4xx pass, 202 and 5xx warn, a blob stored wrongly fails.',
  },
  {
    id: 'push.chunked.wrong-digest',
    title: 'rejects a final PUT when the uploaded bytes do not match the digest',
    section: 'endpoints',
    at: {
      '1.0': derived('MUST', 515, '346:1'),
      '1.1': derived('MUST', 775, '403:1'),
      dev: derived('MUST', 848, '408:1'),
    },
    reasoning: mismatched,
    dependsOn: ['push.chunked.closed'],
    variantOf: 'push.post-put.wrong-digest',
    ruling: mismatchRefused,
  },
  {
    id: 'push.chunked.wrong-digest-not-stored',
    title: 'stores nothing under the digest of a rejected final PUT',
    section,
    at: { '1.0': derived('MUST', '346:1'), '1.1': derived('MUST', '403:1'), dev: derived('MUST', '408:1') },
    reasoning: otherBlob,
    dependsOn: ['push.chunked.closed', 'pull.blob.unknown'],
    variantOf: 'push.post-put.wrong-digest-not-stored',
    ruling: notStored,
  },
  {
    id: 'push.chunked.final-put-wrong-digest',
    title: 'rejects a final PUT with a chunk when the bytes do not match the digest',
    section: 'endpoints',
    at: {
      '1.0': derived('MUST', 515, '346:1'),
      '1.1': derived('MUST', 775, '403:1'),
      dev: derived('MUST', 848, '408:1'),
    },
    reasoning: mismatched,
    dependsOn: ['push.chunked.final-chunk-in-put'],
    variantOf: 'push.post-put.wrong-digest',
    ruling: mismatchRefused,
  },
  {
    id: 'push.chunked.final-put-wrong-digest-not-stored',
    title: 'stores nothing under the digest of a rejected final PUT with a chunk',
    section,
    at: { '1.0': derived('MUST', '346:1'), '1.1': derived('MUST', '403:1'), dev: derived('MUST', '408:1') },
    reasoning: otherBlob,
    dependsOn: ['push.chunked.final-chunk-in-put', 'pull.blob.unknown'],
    variantOf: 'push.post-put.wrong-digest-not-stored',
    ruling: notStored,
  },
  {
    id: 'push.chunked.final-chunk-digest',
    title: 'rejects a final PUT with the digest of the final chunk instead of the whole blob',
    section,
    at: { '1.0': derived('MUST', '346:1'), '1.1': derived('MUST', '403:1'), dev: derived('MUST', '408:1') },
    reasoning:
      'The digest must be that of the whole blob and content is addressed by it, so the digest of the final chunk alone must not be accepted.',
    dependsOn: ['push.chunked.final-chunk-in-put'],
    variantOf: 'push.post-put.wrong-digest',
    ruling: refused,
  },
  {
    id: 'push.chunked.missing-digest',
    title: 'rejects a final PUT without a digest',
    section,
    at: { '1.0': derived('MUST', '346:1'), '1.1': derived('MUST', '403:1'), dev: derived('MUST', '408:1') },
    reasoning:
      'The final PUT must include the digest, and a blob without a digest can be neither verified nor addressed.',
    dependsOn: ['push.chunked.closed'],
    ruling: refused,
  },
])

export const chunked = [...accepted, ...refusals]
