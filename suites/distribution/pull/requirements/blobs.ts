import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should, table } from '../../../../src/engine/requirement.ts'

const heading = 'checking-if-content-exists-in-the-registry'

/** Pulling blobs with GET, and looking for them with HEAD. */
export const blobs = defineRequirements([
  {
    id: 'pull.blob.get',
    title: 'returns 200 for a GET of an existing blob',
    section: 'pulling-blobs',
    at: { '1.0': must('167:2'), '1.1': must('194:2'), dev: must('188:2') },
    dependsOn: [
      'http.redirect-location',
      'http.redirect-final-status',
      'http.redirect-without-authorization',
    ],
    impact: 'No layer and no config can be pulled.',
    essential: true,
  },
  {
    id: 'pull.blob.exact-bytes',
    title: 'returns a blob byte for byte as it was pushed',
    section: 'pulling-blobs',
    at: { '1.0': must('167:1'), '1.1': must('194:1'), dev: must('188:1') },
    dependsOn: ['pull.blob.get'],
    impact: 'A front end that compresses or unpacks on its own makes every digest wrong.',
  },
  {
    id: 'pull.blob.unknown',
    title: 'returns 404 for a GET of a blob that does not exist',
    section: 'pulling-blobs',
    at: { '1.0': must(171), '1.1': must(200), dev: must(194) },
  },
  {
    id: 'pull.blob.unknown-repository',
    title: 'returns 404 for a blob GET in a repository that does not exist',
    section: 'pushing-manifests',
    at: { '1.0': must(413), '1.1': must(491), dev: must(536) },
    dependsOn: ['pull.blob.other-repository'],
  },
  {
    id: 'pull.blob.other-repository',
    title: 'returns 404 for a blob that exists only in another repository',
    section: 'pulling-blobs',
    at: { '1.1': must(200), dev: must(194) },
    dependsOn: ['pull.blob.unknown'],
    ruling: '1.0 covers the whole registry, so it is not tested there.',
    impact: 'A client that knows a digest reads private layers through a repository it can access.',
  },
  {
    id: 'pull.blob.malformed-digest',
    title: 'rejects a blob GET by a malformed digest',
    section: 'endpoints',
    at: { '1.0': table('MUST', 510), '1.1': table('MUST', 770), dev: table('MUST', 842) },
    ruling: 'The table lists 404 and no 400: both pass, other 4xx warn, 2xx and 5xx fail.',
  },
  {
    id: 'pull.blob.digest-header',
    title: 'includes Docker-Content-Digest in the response to a blob GET',
    section: 'pulling-blobs',
    at: { '1.0': should(168), '1.1': should(195), dev: must(189) },
    dependsOn: ['pull.blob.get'],
    ruling:
      'On a redirect to storage every hop counts: a header that is absent only at the last one warns. A 206 without it warns in dev, and is not judged before.',
  },
  {
    id: 'pull.blob.digest-header-value',
    title: 'returns a Docker-Content-Digest that matches the blob',
    section: 'pulling-blobs',
    at: { '1.0': must(169), '1.1': must(196), dev: must(190) },
    dependsOn: ['pull.blob.get'],
    ruling:
      'The header may name another algorithm than the request did: it is verified by the one that it names.',
  },
  {
    id: 'pull.blob.head.known',
    title: 'returns 200 for a HEAD of an existing blob',
    section: heading,
    at: { '1.0': must('181:1'), '1.1': must(212), dev: must(206) },
    impact: 'Clients check before they push: every layer is sent again with every push.',
    essential: true,
  },
  {
    id: 'pull.blob.head.unknown',
    title: 'returns 404 for a HEAD of a blob that does not exist',
    section: heading,
    at: { '1.0': must(184), '1.1': must(216), dev: must(214) },
    impact: 'A client that finds a blob that does not exist does not push it: the image is incomplete.',
  },
  {
    id: 'pull.blob.head.digest-header',
    title: 'includes Docker-Content-Digest in the response to a blob HEAD',
    section: heading,
    at: { '1.0': should('181:2'), '1.1': should(213), dev: must(207) },
    dependsOn: ['pull.blob.head.known'],
    ruling: 'On a redirect to storage every hop counts: a header that is absent only at the last one warns.',
    impact: 'Lost where a HEAD is redirected to an object store.',
  },
  {
    id: 'pull.blob.head.digest-header-value',
    title: 'returns a Docker-Content-Digest that matches the blob for a HEAD',
    section: heading,
    at: { '1.0': derived('MUST', 169), '1.1': derived('MUST', 196), dev: derived('MUST', 190) },
    reasoning:
      'HEAD returns the header fields of GET (RFC 9110), and there the header must be a digest of the content.',
    dependsOn: ['pull.blob.head.known'],
  },
  {
    id: 'pull.blob.head.content-length',
    title: 'includes Content-Length in the response to a blob HEAD',
    section: heading,
    at: { '1.1': should(214), dev: must(208) },
    dependsOn: ['pull.blob.head.known'],
    impact: 'A front end that compresses drops it, and clients cannot know the size of a layer.',
  },
  {
    id: 'pull.blob.head.content-length-value',
    title: 'returns the size of the blob as Content-Length for a HEAD',
    section: heading,
    at: { '1.0': derived('MUST', 493), '1.1': derived('MUST', 214), dev: must(208) },
    reasoning:
      'HTTP, over which the API operates, defines Content-Length of a HEAD response as the length of the content that GET returns, so another value is false.',
    dependsOn: ['pull.blob.head.known'],
    ruling:
      'A missing header is judged by its own requirement; a wrong size violates HTTP itself in every version.',
  },
])
