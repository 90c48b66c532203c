import { withBody, withHeader, withStatus } from '../reply.ts'
import { decide, onReply, type Fault } from './fault.ts'

/** Faults in what all endpoints have in common: HTTP itself, and errors. */
export const httpFaults: readonly Fault[] = [
  {
    id: 'support-check-404',
    breaks: 'http.support-check',
    title: 'answers 404 to GET /v2/',
    effects: () => onReply({ endpoint: 'base', status: 200 }, (reply) => withStatus(reply, 404)),
  },
  {
    id: 'error-code-unlisted',
    breaks: 'errors.code-listed',
    title: 'gives a code of its own for a manifest that does not exist',
    seenIn: 'Keygen 1.8.0',
    effects: () =>
      decide(({ refusals }) => ({
        refusals: { ...refusals, 'manifest-unknown': { ...refusals['manifest-unknown'], code: 'NOT_FOUND' } },
      })),
  },
  {
    id: 'error-without-list',
    breaks: 'errors.format',
    title: 'sends JSON errors of another form',
    seenIn: 'Django-OCI 0.0.16',
    effects: () =>
      onReply({ refusal: 'blob-unknown' }, (reply) =>
        withBody(reply, JSON.stringify({ detail: 'the blob was not found' })),
      ),
  },
  {
    id: 'error-typed-text',
    breaks: 'errors.content-type',
    title: 'sends JSON errors as plain text',
    seenIn: 'MetaHub 0.4.8',
    effects: () =>
      onReply({ refusal: ['blob-unknown', 'manifest-unknown', 'name-unknown'] }, (reply) =>
        withHeader(reply, 'Content-Type', 'text/plain'),
      ),
  },
]
