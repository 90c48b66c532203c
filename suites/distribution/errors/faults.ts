import { refused } from '../../../src/reference/context.ts'
import type { ErrorCode, Refusal } from '../../../src/reference/refusals.ts'
import { jsonReply, withBody, withHeader } from '../../../src/reference/reply.ts'
import {
  instead,
  documentOf,
  setting,
  changingRefusal,
  together,
} from '../../../src/reference/effects/alter.ts'
import type { Fault } from '../fault.ts'
import { onReply, type Match } from '../../../src/reference/effects/effects.ts'

/** Each error of a body is changed. */
const eachError = (match: Match, edit: (error: Record<string, unknown>) => object) =>
  onReply(match, (answer) => {
    const { errors } = documentOf(answer) as { errors: Record<string, unknown>[] }
    return withBody(answer, JSON.stringify({ errors: errors.map(edit) }))
  })

const withoutCode = ({ code: _dropped, ...rest }: Record<string, unknown>): object => rest
const unknownBlob: Match = { refusal: 'blob-unknown', method: 'GET' }

/** Faults in the form of errors. */
const formFaults: readonly Fault[] = [
  {
    id: 'error-without-list',
    violates: 'errors.format',
    title: 'sends JSON errors of another form',
    seenIn: 'Django-OCI 0.0.16',
    effects: () =>
      onReply(unknownBlob, (answer) =>
        withBody(answer, JSON.stringify({ detail: 'the blob was not found' })),
      ),
  },
  {
    id: 'error-list-bare',
    violates: 'errors.format',
    title: 'sends the array of errors without the object around it',
    effects: () =>
      onReply(unknownBlob, (answer) => withBody(answer, JSON.stringify(documentOf(answer)['errors']))),
  },
  {
    id: 'error-list-empty',
    violates: 'errors.format',
    title: 'sends an empty list of errors',
    effects: () => onReply(unknownBlob, (answer) => withBody(answer, '{"errors":[]}')),
  },
  {
    id: 'error-codeless-416',
    violates: 'errors.code-present',
    title: 'leaves the code out of a 416',
    seenIn: 'Artifactory 7.93.0',
    effects: () => eachError({ refusal: 'chunk-out-of-order' }, withoutCode),
  },
  {
    id: 'error-code-number',
    violates: 'errors.code-present',
    title: 'sends the HTTP status as the code of an error',
    effects: () => eachError(unknownBlob, (error) => ({ ...error, code: 404 })),
  },
  {
    id: 'error-code-lower-case',
    violates: 'errors.code-form',
    title: 'writes error codes in small letters',
    effects: () => changingRefusal('blob-unknown', { code: 'blob_unknown' }),
  },
  {
    id: 'error-code-unlisted',
    violates: 'errors.code-listed',
    title: 'returns a code of its own for a manifest that does not exist',
    seenIn: 'Keygen 1.8.0',
    effects: () => changingRefusal('manifest-unknown', { code: 'NOT_FOUND' }),
  },
  {
    id: 'error-code-content-range-invalid',
    violates: 'errors.code-listed',
    title: 'returns CONTENT_RANGE_INVALID for a chunk out of order',
    seenIn: 'GitLab 16.5',
    effects: () => changingRefusal('chunk-out-of-order', { code: 'CONTENT_RANGE_INVALID' }),
  },
  {
    id: 'error-code-upload-range-invalid',
    violates: 'errors.code-listed',
    title: 'returns BLOB_UPLOAD_RANGE_INVALID for a chunk out of order',
    seenIn: 'Azure Container Registry 240626',
    effects: () => changingRefusal('chunk-out-of-order', { code: 'BLOB_UPLOAD_RANGE_INVALID' }),
  },
  {
    id: 'error-code-unknown-error',
    violates: 'errors.code-listed',
    title: 'returns UNKNOWN_ERROR for a manifest that is not JSON',
    seenIn: 'Cloudsmith 1.630.6',
    effects: () => changingRefusal('manifest-invalid', { code: 'UNKNOWN_ERROR' }),
  },
  {
    id: 'error-code-methodnotallowed',
    violates: 'errors.code-listed',
    title: 'returns METHODNOTALLOWED where the deletion of blobs is disabled',
    seenIn: 'Cloudsmith 1.630.6',
    effects: () =>
      together(
        { options: { deleteBlobs: false } },
        changingRefusal('deletion-disabled', { code: 'METHODNOTALLOWED' }),
      ),
  },
  {
    id: 'error-code-other-method',
    violates: 'errors.code-listed',
    title: 'returns METHOD_NOT_ALLOWED for a method that an endpoint does not have',
    effects: () => changingRefusal('method-unsupported', { code: 'METHOD_NOT_ALLOWED' }),
  },
  {
    id: 'error-code-tag-invalid',
    violates: 'errors.code-listed',
    title: 'returns TAG_INVALID, a code of schema 1, for a tag that violates the grammar',
    verdict: 'warn',
    effects: () => changingRefusal('tag-invalid', { code: 'TAG_INVALID' }),
  },
  {
    id: 'error-message-object',
    violates: 'errors.message-string',
    title: 'sends an object as the message of an error',
    effects: () => eachError(unknownBlob, (error) => ({ ...error, message: { en: error['message'] } })),
  },
  {
    id: 'error-typed-text',
    violates: 'errors.content-type',
    title: 'sends JSON errors as plain text',
    seenIn: 'MetaHub 0.4.8',
    effects: () =>
      setting(
        { refusal: ['blob-unknown', 'manifest-unknown', 'name-unknown'] },
        'Content-Type',
        'text/plain',
      ),
  },
  {
    id: 'error-empty-as-json',
    violates: 'errors.content-type',
    title: 'labels the empty body of a 416 as JSON',
    seenIn: 'Azure Container Registry 240626',
    effects: () => onReply({ refusal: 'range-unsatisfiable' }, (answer) => withBody(answer, '')),
  },
]

/** Another code of the list than the one for the situation: [requirement, refusal, code]. */
const misnamed = [
  ['blob-unknown', 'blob-unknown', 'MANIFEST_UNKNOWN'],
  ['upload-invalid', 'chunk-out-of-order', 'SIZE_INVALID'],
  ['upload-unknown', 'upload-unknown', 'BLOB_UNKNOWN'],
  ['digest-invalid', 'digest-mismatch', 'BLOB_UPLOAD_INVALID'],
  ['manifest-invalid', 'manifest-invalid', 'DIGEST_INVALID'],
  ['manifest-unknown', 'manifest-unknown', 'BLOB_UNKNOWN'],
  ['name-invalid', 'name-invalid', 'UNSUPPORTED'],
  ['name-unknown', 'name-unknown', 'MANIFEST_UNKNOWN'],
] as const satisfies readonly (readonly [string, Refusal, ErrorCode])[]

const codeFaults: readonly Fault[] = [
  ...misnamed.map(([situation, refusal, code]) => ({
    id: `error-${situation}-as-${code.toLowerCase().replaceAll('_', '-')}`,
    violates: `errors.code.${situation}` as const,
    title: `gives ${code} where the list has ${situation.toUpperCase().replaceAll('-', '_')}`,
    effects: () => changingRefusal(refusal, { code }),
  })),
  {
    id: 'error-unauthorized-as-denied',
    violates: 'errors.code.unauthorized',
    title: 'returns DENIED with a 401',
    effects: () =>
      onReply({ endpoint: 'unknown' }, () =>
        jsonReply(
          401,
          { errors: [{ code: 'DENIED', message: 'who are you' }] },
          { 'WWW-Authenticate': 'Basic realm="registry"', 'Content-Length': '0' },
        ),
      ),
  },
  {
    id: 'error-denied-as-unauthorized',
    violates: 'errors.code.denied',
    title: 'returns UNAUTHORIZED with a 403',
    effects: () =>
      onReply({ endpoint: 'unknown' }, () =>
        jsonReply(
          403,
          { errors: [{ code: 'UNAUTHORIZED', message: 'not for you' }] },
          { 'Content-Length': '0' },
        ),
      ),
  },
  {
    id: 'error-unsupported-as-denied',
    violates: 'errors.code.unsupported',
    title: 'returns DENIED for a deletion that is disabled',
    effects: () =>
      together({ options: { deleteTags: false } }, changingRefusal('deletion-disabled', { code: 'DENIED' })),
  },
  {
    id: 'error-too-many-requests-as-denied',
    violates: 'errors.code.too-many-requests',
    title: 'returns DENIED with a 429',
    effects: () => {
      let listings = 0
      return together(changingRefusal('too-many-requests', { code: 'DENIED' }), {
        onReply(answer, ctx) {
          if (ctx.route.endpoint !== 'tags') return answer
          listings += 1
          // Not the first one, which may be sent before the tests.
          if (listings !== 3) return answer
          return withHeader(refused(ctx, 'too-many-requests'), 'Retry-After', '0')
        },
      })
    },
  },
  {
    id: 'tags-of-malformed-name-500',
    violates: 'errors.code.name-invalid',
    title: 'returns 500 for the tags of a repository whose name is malformed',
    verdict: 'fail',
    effects: () => instead({ endpoint: 'tags', refusal: 'name-invalid' }, 500),
  },
]

/** Faults in what an error looks like, and in which code it has. */
export const faults: readonly Fault[] = [...formFaults, ...codeFaults]
