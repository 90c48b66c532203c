import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should, table } from '../../../src/engine/requirement.ts'

const form = defineRequirements([
  {
    id: 'errors.format',
    title: 'returns JSON errors as an object with an array of errors',
    section: 'error-codes',
    at: { '1.0': must('525:2'), '1.1': must('788:2'), dev: must('863:2') },
    ruling: 'A 4xx may have a body in any format: only what is JSON is judged.',
    impact: 'People read "unexpected status" instead of the reason.',
  },
  {
    id: 'errors.code-present',
    title: 'includes a code in each JSON error',
    section: 'error-codes',
    at: { '1.0': must('525:2', '541!'), '1.1': must('788:2', '804!'), dev: must('863:2', '879!') },
    impact: 'Seen missing with 405 and 416; clients that read the code fail.',
  },
  {
    id: 'errors.code-form',
    title: 'uses only capital letters and underscores in error codes',
    section: 'error-codes',
    at: { '1.0': must(541), '1.1': must(804), dev: must(879) },
  },
  {
    id: 'errors.code-listed',
    title: 'uses only the error codes that the specification lists',
    section: 'error-codes',
    at: { '1.0': must(545), '1.1': must(808), dev: must(883) },
    ruling: 'Codes of schema 1 and of extensions are defined elsewhere: they warn, others fail.',
    impact: 'Seen: NOT_FOUND, UNKNOWN_ERROR, METHODNOTALLOWED, CONTENT_RANGE_INVALID.',
  },
  {
    id: 'errors.message-string',
    title: 'returns the message of a JSON error as readable text',
    section: 'error-codes',
    at: { '1.0': should('542:2'), '1.1': should('805:2'), dev: should('880:2') },
  },
  {
    id: 'errors.content-type',
    title: 'returns Content-Type application/json if, and only if, an error body is JSON',
    section: 'error-codes',
    at: { '1.0': derived('SHOULD', 525), '1.1': derived('SHOULD', 788), dev: should(824, '863!') },
    reasoning:
      'A body may have any format; that Content-Type names the format of the body follows from HTTP, over which the API operates.',
    ruling: 'A JSON type with an empty body, and JSON sent as plain text, warn.',
    impact: 'Clients that check the type show the raw body, or fail to parse an empty one.',
  },
])

const listRuling =
  'A wrong code from the list warns; an error without a JSON body, or without any code of the list, is not judged; 5xx fails.'

/**
 * The code that the list has for a situation, with its lines in 1.0, 1.1 and dev, and the requirement of the refusal:
 * where the registry fails over such a request, that is one violation.
 */
const listed = <const Name extends string, const Base extends string = never>(
  name: Name,
  title: string,
  [at10, at11, atDev]: readonly [number, number, number],
  refusal: readonly Base[] = [],
) => ({
  id: `errors.code.${name}` as const,
  title,
  section: 'error-codes',
  at: { '1.0': table('SHOULD', at10), '1.1': table('SHOULD', at11), dev: table('SHOULD', atDev) },
  dependsOn: refusal,
  ruling: listRuling,
})

const codes = defineRequirements([
  listed(
    'blob-unknown',
    'returns BLOB_UNKNOWN for a blob that does not exist',
    [549, 812, 887],
    ['pull.blob.unknown'],
  ),
  listed(
    'upload-invalid',
    'returns BLOB_UPLOAD_INVALID for a chunk out of order',
    [550, 813, 888],
    ['push.chunked.out-of-order'],
  ),
  listed(
    'upload-unknown',
    'returns BLOB_UPLOAD_UNKNOWN for an upload that does not exist',
    [551, 814, 889],
    ['push.session.unknown-patch'],
  ),
  listed(
    'digest-invalid',
    'returns DIGEST_INVALID for content that does not match its digest',
    [552, 815, 890],
    ['push.post-put.wrong-digest'],
  ),
  listed(
    'manifest-invalid',
    'returns MANIFEST_INVALID for a manifest that is not JSON',
    [554, 817, 892],
    ['push.manifest.invalid'],
  ),
  listed(
    'manifest-unknown',
    'returns MANIFEST_UNKNOWN for a manifest that does not exist',
    [555, 818, 893],
    ['pull.manifest.unknown-digest'],
  ),
  listed(
    'name-invalid',
    'returns NAME_INVALID for a repository name that violates the grammar',
    [556, 819, 894],
    ['pull.name.invalid'],
  ),
  listed(
    'name-unknown',
    'returns NAME_UNKNOWN for a repository that does not exist',
    [557, 820, 895],
    ['discovery.tags.unknown-repository'],
  ),
  listed('unauthorized', 'returns UNAUTHORIZED with a 401', [559, 822, 897]),
  listed('denied', 'returns DENIED with a 403', [560, 823, 898]),
  listed('unsupported', 'returns UNSUPPORTED for a deletion that is disabled', [561, 824, 899]),
  listed('too-many-requests', 'returns TOOMANYREQUESTS with a 429', [562, 825, 900]),
])

/** What an error looks like, and which codes it has. */
export const requirements = [...form, ...codes]
