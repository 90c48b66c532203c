import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, should, table } from '../../../src/engine/requirement.ts'

const redirected = 'If the run had no redirect, it is unsupported.'

/** The support check, and HTTP itself where the specification leans on it. */
export const requirements = defineRequirements([
  {
    id: 'http.support-check',
    title: 'returns 200 for GET /v2/',
    section: 'determining-support',
    at: { '1.0': table('MUST', 509, 500), '1.1': table('MUST', 769, 761), dev: table('MUST', 841, 833) },
    ruling: 'After authentication, if the registry requires it. A first 401 passes.',
    impact: 'Clients start here: any other response means "not a registry", or one from before 2015.',
  },
  {
    id: 'http.challenge',
    title: 'includes a WWW-Authenticate challenge in each 401',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP, over which the API operates, requires the header in each 401 response; how clients authenticate is left out of the specification.',
    ruling:
      'HTTP requires it; this specification does not cover authentication, so a missing challenge warns.',
    impact: 'Clients do not know where to request a token.',
  },
  {
    id: 'http.identity-encoding',
    title: 'returns content unencoded to clients that accept only identity',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP, over which the API operates, allows a server to encode a response only in a way that the client accepts.',
    dependsOn: ['pull.blob.get'],
    impact: 'A front end compresses layers again: the size is lost and clients compute another digest.',
  },
  {
    id: 'http.accepted-encoding',
    title: 'returns content that decodes to the stored bytes to clients that accept gzip',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP, over which the API operates, has Content-Encoding name each coding that was applied, so that a client decodes exactly that.',
    dependsOn: ['http.identity-encoding', 'pull.manifest.exact-bytes', 'pull.blob.exact-bytes'],
    ruling:
      'To encode or not is the choice of the server. Other bytes after decoding fail, gzip without Content-Encoding included; a coding that was not accepted warns.',
    impact: 'Clients written in Go and browsers accept gzip by themselves: they compute another digest.',
  },
  {
    id: 'http.head-range',
    title: 'ignores Range in a HEAD request',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP, over which the API operates, defines ranges for GET alone and has servers ignore the field with any other method, so that HEAD of existing content returns 200.',
    dependsOn: ['pull.blob.head.known', 'pull.manifest.head.by-digest'],
    ruling:
      '206 with the size of the part warns: file servers of common libraries do that, and the response describes itself. Any other status than 200 fails, since the content is there.',
    impact: 'Clients that look for support of ranges before they pull take existing content for absent.',
  },
  {
    id: 'http.chunked-body',
    title: 'accepts and stores content that is sent with Transfer-Encoding: chunked',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP/1.1, over which the API operates, has every recipient decode this coding, and a client that streams knows no length in advance.',
    dependsOn: [
      'push.post-put.created',
      'push.chunked.closed',
      'push.manifest.by-tag',
      'pull.manifest.by-digest',
      'pull.blob.exact-bytes',
    ],
    ruling:
      '411 passes with a note: HTTP lets a server require a length. Another 4xx warns; a 5xx fails, and so does content that was accepted and is not served.',
    impact: 'Clients stream layers while they are compressed: an empty blob is stored, or the push fails.',
  },
  {
    id: 'http.expect-continue',
    title: 'accepts a push that waits for 100 Continue',
    section: 'api',
    at: { '1.0': derived('SHOULD', 493), '1.1': derived('SHOULD', 755), dev: should(824) },
    reasoning:
      'HTTP/1.1, over which the API operates, has a server respond to the expectation with 100 or with the final status, which for a valid push is 201.',
    dependsOn: ['push.post-put.created', 'push.manifest.by-tag', 'pull.blob.exact-bytes'],
    ruling:
      '417 and other 4xx warn: HTTP foresees 417 for a hop that knows no expectations, and clients then repeat the request without it. A 5xx fails. A body is sent after a second without 100.',
    impact: 'curl and clients built on it wait for it by themselves before large bodies.',
  },
  {
    id: 'http.redirect-location',
    title: 'includes a Location in each redirect',
    section: 'api',
    at: { dev: derived('MUST', 825, 826) },
    reasoning:
      'Redirects are those of RFC 9110 and documented statuses are those after following them, which is impossible without a Location.',
    ruling: redirected,
  },
  {
    id: 'http.redirect-final-status',
    title: 'ends each redirect with the status that the specification requires',
    section: 'api',
    at: { dev: derived('MUST', 826) },
    reasoning:
      'The documented status codes are those after redirects have been followed, so the response at the end must have the status that is required without a redirect.',
    dependsOn: ['http.redirect-location'],
    ruling: redirected,
  },
  {
    id: 'http.redirect-without-authorization',
    title: 'redirects to another host without requiring the Authorization header there',
    section: 'api',
    at: { dev: derived('MUST', 825) },
    reasoning:
      'Clients must not send Authorization to another host, so no conforming client can follow a redirect that needs it there.',
    dependsOn: ['http.redirect-location'],
    ruling: `Clients send it to no other host. ${redirected}`,
    impact: 'Object stores reject a request that has both a signature in its URL and the header.',
  },
  {
    id: 'http.retry-after',
    title: 'specifies in Retry-After when to retry after a 429',
    section: 'error-codes',
    at: { dev: should(902) },
    ruling: 'If the run had no 429, it is unsupported.',
    impact: 'Clients that guess the delay retry too soon and remain rate-limited.',
  },
])
