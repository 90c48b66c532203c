import { bare, ending, instead, setting, together, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'

const redirecting = { options: { redirectBlobs: 'path' } } as const
const redirect = { endpoint: 'blob', status: 307 } as const

/** The first tag list is refused with 429. */
function limitedOnce(headers: Readonly<Record<string, string>>): Effects {
  let limited = false
  return onReply({ endpoint: 'tags', status: 200 }, (answer) => {
    if (limited) return answer
    limited = true
    return bare(429, headers)
  })
}

/** Faults in the support check, in refusals, codings and redirects. */
export const runFaults: readonly Fault[] = [
  {
    id: 'support-check-404',
    violates: 'http.support-check',
    title: 'returns 404 for GET /v2/',
    effects: () => instead({ endpoint: 'base', status: 200 }, 404),
  },
  {
    id: 'support-check-204',
    violates: 'http.support-check',
    title: 'returns 204 for GET /v2/',
    effects: () => instead({ endpoint: 'base', status: 200 }, 204),
  },
  {
    id: 'unauthorized-unchallenged',
    violates: 'http.challenge',
    title: 'returns 401 without a challenge for an endpoint that it does not have',
    effects: () => instead({ endpoint: 'unknown', refusal: 'endpoint-unknown' }, 401),
  },
  {
    id: 'coding-claimed',
    violates: 'http.identity-encoding',
    title: 'labels blobs as gzip which it sends as they are',
    also: ['http.accepted-encoding'],
    because: 'the label is as false to a client that accepts gzip',
    effects: () => setting({ endpoint: 'blob', status: 200 }, 'Content-Encoding', 'gzip'),
  },
  {
    id: 'manifest-coding-claimed',
    violates: 'http.identity-encoding',
    title: 'labels manifests with the coding of its object store',
    effects: () =>
      setting({ endpoint: 'manifest', method: 'GET', status: 200 }, 'Content-Encoding', 'aws-chunked'),
  },
  {
    id: 'redirect-nowhere',
    violates: 'http.redirect-location',
    title: 'redirects blobs without a Location',
    effects: () => together(redirecting, without(redirect, 'Location')),
  },
  {
    id: 'redirect-to-failure',
    violates: 'http.redirect-final-status',
    title: 'redirects blobs to a storage that fails with 500',
    effects: () => together(redirecting, ending({ endpoint: 'storage' }, 500)),
  },
  {
    id: 'redirect-in-circles',
    violates: 'http.redirect-final-status',
    title: 'redirects blobs in circles',
    also: [
      'push.post-put.location',
      'push.single-post.location',
      'push.chunked.close-location',
      'push.mount.location',
      'proxying.namespace-header-value',
    ],
    because: 'a circle has no end, so that what is judged after it stays inconclusive',
    effects: () =>
      together(
        redirecting,
        setting(redirect, 'Location', (_, { route, origin }) =>
          route.endpoint === 'blob' ? `${origin}/v2/${route.repository}/blobs/${route.reference}` : '/',
        ),
      ),
  },
  {
    id: 'redirect-wants-authorization',
    violates: 'http.redirect-without-authorization',
    title: 'redirects blobs to another host that wants an Authorization header',
    effects: () =>
      together(
        redirecting,
        setting(
          redirect,
          'Location',
          (answer, { origin }) =>
            origin.replace('127.0.0.1', 'localhost') +
            (answer.headers.find(([name]) => name === 'Location')?.[1] ?? ''),
        ),
        onRequest({ endpoint: 'storage' }, (ctx) =>
          ctx.headers.authorization === undefined ? bare(403) : ctx,
        ),
      ),
  },
  {
    id: 'limited-without-retry-after',
    violates: 'http.retry-after',
    title: 'returns 429 now and then without a Retry-After',
    effects: () => limitedOnce({}),
  },
  {
    id: 'limited-until-soon',
    violates: 'http.retry-after',
    title: 'sends a word in Retry-After',
    effects: () => limitedOnce({ 'Retry-After': 'soon' }),
  },
  {
    id: 'limited-for-a-fraction',
    violates: 'http.retry-after',
    title: 'sends a fraction of seconds in Retry-After',
    effects: () => limitedOnce({ 'Retry-After': '1.5' }),
  },
  {
    id: 'limited-until-the-past',
    violates: 'http.retry-after',
    title: 'sends a negative number of seconds in Retry-After',
    effects: () => limitedOnce({ 'Retry-After': '-1' }),
  },
  {
    id: 'limited-until-iso-date',
    violates: 'http.retry-after',
    title: 'sends a date of ISO 8601 in Retry-After',
    effects: () => limitedOnce({ 'Retry-After': '2026-11-21T00:00:00Z' }),
  },
  {
    id: 'limited-until-zoned-date',
    violates: 'http.retry-after',
    title: 'sends an offset instead of GMT in Retry-After',
    effects: () => limitedOnce({ 'Retry-After': 'Sat, 21 Nov 2026 00:00:30 +0000' }),
  },
]
