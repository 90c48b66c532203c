import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, should, table } from '../../../../src/engine/requirement.ts'
import { mismatched, otherBlob } from './reasoning.ts'

const notStored =
  'Evaluated if the push was rejected, with any status; if it was accepted, that is the finding.'
const refused = '400 and 404 pass as listed, other 4xx warn, 2xx and 5xx fail.'
const mismatchRefused = `${refused} A 2xx under the digest of a blob that the repository already holds warns: nothing wrong is stored.`

/** A blob in one piece: POST then PUT, and a single POST. */
export const monolithic = defineRequirements([
  {
    id: 'push.post-put.created',
    title: 'returns 201 for the PUT of a whole blob',
    section: 'post-then-put',
    at: { '1.0': must('241:1'), '1.1': must('280:1'), dev: must('280:1') },
    dependsOn: ['push.session.location'],
    impact: 'Nearly every client pushes this way.',
  },
  {
    id: 'push.post-put.location',
    title: 'returns a Location for the PUT of a whole blob',
    section: 'post-then-put',
    at: { '1.0': must('241:2'), '1.1': must('280:2'), dev: must('280:2') },
    dependsOn: ['push.post-put.created'],
  },
  {
    id: 'push.post-put.location-pullable',
    title: 'serves the blob at the Location from the PUT of a whole blob',
    section: 'post-then-put',
    at: { '1.0': must('241:2', '247!'), '1.1': must('280:2', '286!'), dev: must('280:2', '286!') },
    dependsOn: ['push.post-put.location', 'push.post-put.stored'],
    impact: 'Seen: a Location that leads to the finished upload, or at a host of the internal network.',
  },
  {
    id: 'push.post-put.stored',
    title: 'returns the same bytes after a POST and PUT upload',
    section: 'post-then-put',
    at: { '1.0': must('167:1', '241!'), '1.1': must('194:1', '280!'), dev: must('188:1', '280!') },
    dependsOn: ['push.post-put.created', 'pull.blob.exact-bytes'],
  },
  {
    id: 'push.post-put.wrong-digest',
    title: 'rejects a PUT whose bytes do not match its digest',
    section: 'endpoints',
    at: {
      '1.0': derived('MUST', 515, 239),
      '1.1': derived('MUST', 775, 278),
      dev: derived('MUST', 848, 278),
    },
    reasoning: mismatched,
    dependsOn: ['push.post-put.created'],
    ruling: mismatchRefused,
    impact: 'Damaged or forged content is accepted; some registries returned 201, others 500.',
  },
  {
    id: 'push.post-put.wrong-digest-not-stored',
    title: 'stores nothing under the digest of a rejected PUT',
    section: 'post-then-put',
    at: { '1.0': derived('MUST', 239), '1.1': derived('MUST', 278), dev: derived('MUST', 278) },
    reasoning: otherBlob,
    dependsOn: ['push.post-put.created', 'pull.blob.unknown'],
    ruling: notStored,
    impact: 'Stored wrong bytes poison the digest for every later pull and mount.',
  },
  {
    id: 'push.post-put.malformed-digest',
    title: 'rejects a PUT with a malformed digest',
    section: 'endpoints',
    at: { '1.0': table('MUST', 515), '1.1': table('MUST', 775), dev: table('MUST', 848) },
    dependsOn: ['push.post-put.created'],
    ruling: refused,
  },
  {
    id: 'push.blob.repeated',
    title: 'accepts a blob that already exists in the repository',
    section: 'post-then-put',
    at: { '1.0': derived('MUST', '241:1'), '1.1': derived('MUST', '280:1'), dev: derived('MUST', '280:1') },
    reasoning:
      'Successful completion must return 201, and no sentence allows a registry to reject a blob because it already has it.',
    dependsOn: ['push.post-put.created'],
    impact: 'Of two builds with a common layer, the second one fails.',
  },
  {
    id: 'push.blob.concurrent',
    title: 'accepts two concurrent uploads of the same blob',
    section: 'layer-upload-de-duplication',
    at: { '1.0': derived('MUST', 98), '1.1': derived('MUST', 112), dev: derived('MUST', 110) },
    reasoning:
      'The use case describes both of two simultaneous uploads of a layer as proceeding, and the successful completion of each must return 201.',
    dependsOn: [
      'push.post-put.created',
      'push.post-put.stored',
      'push.blob.repeated',
      'pull.blob.exact-bytes',
    ],
    impact: 'Parallel builds fail now and then with 500 or 409.',
  },
  {
    id: 'push.blob.empty',
    title: 'accepts and serves an empty blob',
    section: 'post-then-put',
    at: { '1.0': derived('MUST', '241:1'), '1.1': derived('MUST', '280:1'), dev: derived('MUST', '280:1') },
    reasoning:
      'Successful completion must return 201, and a blob is content in binary form without a lower limit of its size.',
    dependsOn: ['push.post-put.created', 'pull.blob.exact-bytes'],
    impact: 'An empty file pushed as an artifact is rejected with 400 or never ends.',
  },
  {
    id: 'push.digest.invalid',
    title: 'returns 400 for a blob push with a malformed digest',
    section: 'pushing-blobs',
    at: { dev: should(229) },
    dependsOn: ['push.post-put.malformed-digest'],
  },
  {
    id: 'push.digest.unsupported',
    title: 'returns 400 for a blob push with an unknown digest algorithm',
    section: 'pushing-blobs',
    at: { dev: should(229) },
    dependsOn: ['push.post-put.created'],
  },
  {
    id: 'push.single-post.supported',
    title: 'supports monolithic upload with a single POST',
    section: 'single-post',
    at: { '1.0': may(253), '1.1': may(292), dev: may(292) },
    ruling: 'A registry without it starts an upload, or returns a 4xx; 5xx fails.',
    impact: 'It saves one round trip for each small blob.',
  },
  {
    id: 'push.single-post.created',
    title: 'returns 201 for a single POST that stores a blob',
    section: 'single-post',
    at: { '1.0': must('272:1'), '1.1': must('312:1'), dev: must('312:1') },
  },
  {
    id: 'push.single-post.location',
    title: 'returns a Location for a single POST that stores a blob',
    section: 'single-post',
    at: { '1.0': must('272:2'), '1.1': must('312:2'), dev: must('312:2') },
    dependsOn: ['push.single-post.created'],
  },
  {
    id: 'push.single-post.location-pullable',
    title: 'serves the blob at the Location from a single POST',
    section: 'single-post',
    at: { '1.0': must('272:2', '278!'), '1.1': must('312:2', '318!'), dev: must('312:2', '318!') },
    dependsOn: ['push.single-post.location', 'push.single-post.stored'],
  },
  {
    id: 'push.single-post.stored',
    title: 'returns the same bytes after a single POST',
    section: 'single-post',
    at: { '1.0': must('167:1', '272!'), '1.1': must('194:1', '312!'), dev: must('188:1', '312!') },
    dependsOn: ['push.single-post.created', 'pull.blob.exact-bytes'],
    impact: 'A 201 without reading the body leaves an empty blob behind.',
  },
  {
    id: 'push.single-post.wrong-digest',
    title: 'rejects a single POST whose bytes do not match its digest',
    section: 'single-post',
    at: {
      '1.0': derived('MUST', '268:2', 513),
      '1.1': derived('MUST', '308:1', 773),
      dev: derived('MUST', '308:1', 845),
    },
    reasoning: mismatched,
    dependsOn: ['push.single-post.created'],
    ruling: mismatchRefused,
  },
  {
    id: 'push.single-post.wrong-digest-not-stored',
    title: 'stores nothing under the digest of a rejected single POST',
    section: 'single-post',
    at: { '1.0': derived('MUST', '268:2'), '1.1': derived('MUST', '308:1'), dev: derived('MUST', '308:1') },
    reasoning: otherBlob,
    dependsOn: ['push.single-post.created', 'pull.blob.unknown'],
    ruling: notStored,
  },
  {
    id: 'push.single-post.malformed-digest',
    title: 'rejects a single POST with a malformed digest',
    section: 'endpoints',
    at: { '1.0': table('MUST', 513), '1.1': table('MUST', 773), dev: table('MUST', 845) },
    dependsOn: ['push.single-post.supported', 'push.single-post.fallback'],
    ruling: '400 and 404 pass, and so does the 202 of a registry that ignores the parameter; other 4xx warn.',
  },
  {
    id: 'push.single-post.fallback',
    title: 'returns 202 and a Location for a single POST that it does not support',
    section: 'single-post',
    at: { '1.0': should('270:1'), '1.1': should('310:1'), dev: should('310:1') },
    dependsOn: ['push.session.start', 'push.single-post.supported'],
    impact: 'Clients that try a single POST first cannot continue with a PUT.',
  },
  {
    id: 'push.single-post.fallback-put',
    title: 'accepts the blob by PUT at the Location of an unsupported single POST',
    section: 'single-post',
    at: { '1.0': should('270:1'), '1.1': should('310:1'), dev: should('310:1') },
    dependsOn: ['push.single-post.fallback', 'push.post-put.created'],
  },
])
