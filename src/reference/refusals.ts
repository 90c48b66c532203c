/** The codes of the specification's table (section Error Codes). */
export type ErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNSUPPORTED'
  | 'TOOMANYREQUESTS'

/** The response to one kind of refusal. Without a code the body stays empty: no listed one fits. */
export interface RefusalTerms {
  status: number
  code?: string
  message: string
}

/** Every reason for which a request is refused, with the response of a conforming registry. */
export const refusalTerms = {
  'blob-unknown': { status: 404, code: 'BLOB_UNKNOWN', message: 'the repository has no such blob' },
  'blob-too-large': { status: 413, code: 'SIZE_INVALID', message: 'the blob is larger than allowed' },
  'chunk-malformed': {
    status: 400,
    code: 'BLOB_UPLOAD_INVALID',
    message: 'Content-Range must be <first>-<last>',
  },
  'chunk-out-of-order': {
    status: 416,
    code: 'BLOB_UPLOAD_INVALID',
    message: 'the chunk does not begin where the last one ended',
  },
  'chunk-size-differs': {
    status: 400,
    code: 'SIZE_INVALID',
    message: 'Content-Range and the length of the chunk disagree',
  },
  'chunk-too-short': {
    status: 400,
    code: 'SIZE_INVALID',
    message: 'only the final chunk may be shorter than the minimum length',
  },
  'chunk-without-range': {
    status: 400,
    code: 'BLOB_UPLOAD_INVALID',
    message: 'a chunk needs a Content-Range',
  },
  'deletion-disabled': { status: 405, code: 'UNSUPPORTED', message: 'deletion is disabled' },
  denied: { status: 403, code: 'DENIED', message: 'access to the repository is denied' },
  'digest-algorithm-unsupported': {
    status: 400,
    code: 'DIGEST_INVALID',
    message: 'the digest algorithm is not supported',
  },
  'digest-malformed': { status: 400, code: 'DIGEST_INVALID', message: 'the digest is malformed' },
  'digest-mismatch': { status: 400, code: 'DIGEST_INVALID', message: 'the content has another digest' },
  'digest-missing': { status: 400, code: 'DIGEST_INVALID', message: 'the digest parameter is missing' },
  'endpoint-unknown': { status: 404, code: 'UNSUPPORTED', message: 'there is no such endpoint' },
  'manifest-invalid': { status: 400, code: 'MANIFEST_INVALID', message: 'the manifest is invalid' },
  'manifest-reference-unknown': {
    status: 404,
    code: 'MANIFEST_BLOB_UNKNOWN',
    message: 'the manifest refers to content that the repository does not have',
  },
  'manifest-too-large': {
    status: 413,
    code: 'MANIFEST_INVALID',
    message: 'the manifest is larger than allowed',
  },
  'manifest-unknown': {
    status: 404,
    code: 'MANIFEST_UNKNOWN',
    message: 'the repository has no such manifest',
  },
  'method-unsupported': {
    status: 405,
    code: 'UNSUPPORTED',
    message: 'the endpoint does not take this method',
  },
  'name-invalid': { status: 400, code: 'NAME_INVALID', message: 'the repository name is invalid' },
  'name-unknown': { status: 404, code: 'NAME_UNKNOWN', message: 'there is no such repository' },
  'not-acceptable': {
    status: 406,
    code: 'UNSUPPORTED',
    message: 'the manifest has a type that was not requested',
  },
  'paging-invalid': { status: 400, code: 'UNSUPPORTED', message: 'n must be a whole number, 0 or more' },
  'path-malformed': { status: 400, code: 'NAME_INVALID', message: 'the path is not well encoded' },
  'precondition-failed': { status: 412, message: 'the resource has changed' },
  'range-unsatisfiable': { status: 416, code: 'SIZE_INVALID', message: 'the range lies outside the blob' },
  'read-only': { status: 405, code: 'UNSUPPORTED', message: 'the registry is read-only' },
  'storage-full': { status: 413, code: 'DENIED', message: 'the registry has no room left' },
  'tag-invalid': { status: 400, code: 'MANIFEST_INVALID', message: 'the tag is invalid' },
  'too-many-requests': { status: 429, code: 'TOOMANYREQUESTS', message: 'too many requests' },
  'too-many-tags': { status: 414, code: 'MANIFEST_INVALID', message: 'too many tag parameters' },
  unauthorized: { status: 401, code: 'UNAUTHORIZED', message: 'authentication is required' },
  'upload-feature-disabled': { status: 405, code: 'UNSUPPORTED', message: 'the operation is disabled' },
  'upload-unknown': { status: 404, code: 'BLOB_UPLOAD_UNKNOWN', message: 'there is no such upload' },
} as const satisfies Record<string, RefusalTerms & { code?: ErrorCode }>

export type Refusal = keyof typeof refusalTerms
export type RefusalTable = Readonly<Record<Refusal, RefusalTerms>>
