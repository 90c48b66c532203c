import * as fc from 'fast-check'
import { expect } from 'vitest'
import { parseChallenges } from '../../../src/registry/auth/challenge.ts'
import { splitUrl } from '../../../src/registry/transport/url.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { parseHttpDate } from '../../../src/registry/transport/retry/http-date.ts'
import { malformedStart } from '../../../src/registry/record/malformed.ts'
import { maskCredentials } from '../../../src/registry/record/redaction/fields.ts'
import { createRedactor } from '../../../src/registry/record/redaction/redactor.ts'
import { retryAfter } from '../../../src/registry/transport/retry/retry-after.ts'
import { readRoute } from '../../../src/registry/ledger/route.ts'
import { splitScopes } from '../../../src/registry/auth/scopes.ts'
import { maskAddresses, maskParameters, maskPlaces } from '../../../src/registry/record/redaction/places.ts'
import {
  maskTokenResponse,
  secretsInTokenResponse,
} from '../../../src/registry/record/redaction/token-response.ts'
import { tokenParametersOf } from '../../../src/registry/auth/token-parameters.ts'
import { readToken } from '../../../src/registry/auth/token.ts'
import { printable } from '../../../src/results/text/printable.ts'
import {
  announcedBy,
  bodyParts,
  parseContentRange,
} from '../../../suites/distribution/pull/judges/content-range.ts'
import * as errorBody from '../../../suites/distribution/judges/error-body.ts'
import { linksToNext } from '../../../suites/distribution/judges/link.ts'
import * as link from '../../../src/registry/lists/link.ts'
import { rangeEnd, claimsNothing } from '../../../suites/distribution/push/judges/range.ts'
import * as referrers from '../../../suites/distribution/judges/referrers.ts'
import { jsonOf, summarizeResponse } from '../../../suites/distribution/judges/response.ts'
import * as tags from '../../../suites/distribution/judges/tags.ts'
import * as upload from '../../../suites/distribution/push/judges/upload.ts'
import * as warning from '../../../suites/distribution/warnings/judges.ts'
import { fuzz } from '../../fuzz.ts'
import { exchangeOf } from '../suites/distribution/exchange.ts'
import { planted, spliced, splices, texts, values, ways } from './hostile-values.ts'

const password = 'pa"ss+word/&7<x'
const redactor = createRedactor([password, 'a-token-of-a-server'])

/** Each parser of what a target sends, with a text that it understands. */
const parsers: Readonly<Record<string, readonly [example: string, parse: (text: string) => unknown]>> = {
  challenge: [
    'Bearer realm="http://127.0.0.1/token",service="a",scope="repository:a/b:pull,push", Basic realm="x"',
    (text) =>
      parseChallenges([text, text]).map((each) =>
        tokenParametersOf(each, { own: ['repository:a:pull'], extra: [] }),
      ),
  ],
  link: [
    '</v2/a/tags/list?n=2&last=b>; rel="next"; title="a\\"b", <x>; rel=prev',
    (text) => link.parseLinks([text]),
  ],
  date: ['Wed, 21 Oct 2015 07:28:00 GMT', (text) => parseHttpDate(text)],
  'retry-after': ['120', (text) => retryAfter(text)],
  'content-range': ['bytes 0-4/10', parseContentRange],
  warning: ['299 - "careful, \\"you\\"", 299 - "again"', warning.parseWarnings],
  url: ['http://127.0.0.1:5000/v2/a/blobs/uploads/x?_state=y', splitUrl],
  route: ['/v2/a/b/manifests/sha256:00', readRoute],
  scopes: ['repository:a/b:pull,push repository:c:pull', splitScopes],
  'token answer': [
    '{"token":"a-token","expires_in":300,"refresh_token":"b"}',
    (text) => [readToken, maskTokenResponse, secretsInTokenResponse].map((each) => each(Buffer.from(text))),
  ],
  'not HTTP': [
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    (text) => malformedStart(Buffer.from(text), true),
  ],
  parts: [
    '--x\r\nContent-Range: bytes 0-1/4\r\n\r\nab\r\n--x--\r\n',
    (text) => [
      bodyParts('multipart/byteranges; boundary=x', Buffer.from(text)),
      bodyParts(text, Buffer.from('--x\r\nContent-Range: bytes 0-1/4\r\n\r\nab\r\n--x--\r\n')),
    ],
  ],
  masks: [
    `Authorization: Basic abc, {"token":"abc"} http://u:p@host/?sig=abc ${password}`,
    (text) =>
      [maskCredentials, maskAddresses, maskParameters, maskPlaces, redactor.text, printable].map((each) =>
        each(text),
      ),
  ],
}

/** How often a piece may be repeated: long enough for whatever is not linear. */
const inputs = fc.record({
  parser: fc.constantFrom(...Object.keys(parsers)),
  changes: fc.array(splices, { maxLength: 3 }),
  times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(2000) }),
})

/** Far more than any text of this length needs, however busy the machine. */
const longest = 5000

function inTime(work: () => void): void {
  const start = performance.now()
  work()
  expect(performance.now() - start).toBeLessThan(longest)
}

fuzz(
  'each parser of what a target sends takes any text, in time',
  inputs,
  ({ parser, changes, times }) => {
    const [example, parse] = parsers[parser]!
    const text = changes.reduce(spliced, example.repeat(Math.max(1, times)))
    inTime(() => void parse(text.slice(0, 200_000)))
  },
  400,
)

fuzz(
  'no secret survives masking by value, whatever is around it',
  fc.record({ before: texts, after: texts }),
  ({ before, after }) => {
    expect(redactor.text(`${before}${password}${after}`)).not.toContain(password)
  },
  300,
)

/** What takes a response alone, of the modules that read fields or documents. */
const judges: readonly ((exchange: Exchange) => unknown)[] = [
  [errorBody.errorsOf, errorBody.codesOf, errorBody.hasJsonError, errorBody.isLabelledRightly],
  [errorBody.hasErrorFormat, errorBody.hasCodes, errorBody.hasWellFormedCodes, errorBody.hasListedCodes],
  [errorBody.hasReadableMessages, referrers.referrersOf, referrers.isReferrersList],
  [referrers.isEmptyReferrersList, referrers.hasReferrersType, referrers.filtersApplied],
  [upload.sendsLocation, upload.locationHasUuid, upload.sendsRangeFromZero],
  [warning.warningsOf, warning.hasWarningForm, warning.warnsBriefly],
  [link.nextLink, link.hasLink, linksToNext, tags.tagsOf, tags.isTagList],
  [rangeEnd, claimsNothing, announcedBy, jsonOf, summarizeResponse],
].flat()

const documents: readonly unknown[] = [
  { errors: [{ code: 'NAME_UNKNOWN', message: 'x', detail: {} }] },
  { name: 'a/b', tags: ['a', 'b'] },
  {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ mediaType: 'a/b', digest: `sha256:${'0'.repeat(64)}`, size: 1, annotations: { a: 'b' } }],
  },
]

const fields = fc.constantFrom(
  'Location',
  'Link',
  'Range',
  'Content-Range',
  'Content-Type',
  'Warning',
  'OCI-Filters-Applied',
  'Docker-Content-Digest',
)

fuzz(
  'each judge of a response takes any field and any document',
  fc.record({
    status: fc.constantFrom(200, 201, 202, 206, 404, 416),
    headers: fc.array(fc.tuple(fields, texts), { maxLength: 4 }),
    document: fc.constantFrom(...documents),
    way: ways,
    value: values,
    text: fc.option(texts, { freq: 4, nil: undefined }),
  }),
  ({ status, headers, document, way, value, text }) => {
    const body = Buffer.from(text ?? JSON.stringify(planted(document, way, value)))
    const exchange = exchangeOf({ status, headers, body })
    for (const judge of judges) inTime(() => void judge(exchange))
  },
  200,
)
