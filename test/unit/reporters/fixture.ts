import type { RunResult } from '../../../src/results/result.ts'
import { createHash } from 'node:crypto'
import type {
  CapabilityResult,
  RequirementResult,
  RunFinished,
  RunStarted,
  TestResult,
} from '../../../src/engine/events.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { type Finding, type Verdict, count } from '../../../src/engine/verdict.ts'
import type { BodyRecord, ExchangeRecord, Headers } from '../../../src/registry/record/exchange.ts'
import type { RunEvent } from '../../../src/results/events.ts'

/** What a target may send to hurt the reader of a report: markup, XML, terminals, other tools, eyes. */
export const hostile = [
  '</script><script>document.title="ran"</script>',
  '"><img src=x onerror="document.title=1">',
  ']]> and again ]]>',
  '<!-- ${7*7} {{7*7}} %s &amp; &#x27;',
  '\u001b[31mred\u001b]0;title\u0007 \u0000 \u009b2J',
  'lone \ud800 and \udfff',
  '\u202egnp.exe\u2066\u200b',
  '[[ATTACHMENT|/etc/passwd]] [[PROPERTY|x=y]]',
].join(' ')

const host = 'http://registry.example:5000'

export const text = (content: string): BodyRecord => ({
  size: Buffer.byteLength(content),
  sha256: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  text: content,
  truncated: false,
})

export const bytes = (content: Uint8Array, truncated = false): BodyRecord => ({
  size: truncated ? content.length * 100 : content.length,
  sha256: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  base64: Buffer.from(content).toString('base64'),
  truncated,
})

interface Sketch {
  request: string
  status?: number
  headers?: Headers
  body?: BodyRecord
  sent?: BodyRecord
  error?: ExchangeRecord['error']
  via?: readonly number[]
  test?: string
}

export function exchange(id: number, sketch: Sketch): ExchangeRecord {
  const [method = 'GET', path = '/'] = sketch.request.split(' ')
  const requestHeaders: Headers = [
    ['host', 'registry.example:5000'],
    ['accept', 'application/vnd.oci.image.manifest.v1+json'],
    ['authorization', 'Bearer ***'],
  ]
  return {
    kind: 'exchange',
    id,
    ...(sketch.test === undefined ? {} : { test: sketch.test }),
    request: {
      method,
      url: `${host}${path}`,
      headers: requestHeaders,
      ...(sketch.sent === undefined ? {} : { body: sketch.sent }),
    },
    ...(sketch.status === undefined
      ? {}
      : {
          response: {
            status: sketch.status,
            headers: sketch.headers ?? [['Content-Type', 'application/json']],
            body: sketch.body ?? text(''),
          },
        }),
    ...(sketch.error === undefined ? {} : { error: sketch.error }),
    via: sketch.via ?? [],
    startedAt: id * 3.5,
    duration: 2.5,
  }
}

const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.empty.v1+json',
    digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    size: 2,
  },
  layers: [],
})

const exchanges: readonly ExchangeRecord[] = [
  exchange(1, { request: 'GET /v2/', status: 200, body: text('{}') }),
  exchange(2, {
    request: 'GET /v2/assay/a/tags/list?n=0',
    status: 401,
    headers: [['WWW-Authenticate', 'Bearer realm="https://auth.example/token"']],
    test: 'discovery.tags.limit',
  }),
  exchange(3, {
    request: 'GET /v2/assay/a/tags/list?n=0',
    status: 200,
    body: text('{"name":"assay/a","tags":["B","a"]}'),
    via: [2],
    test: 'discovery.tags.limit',
  }),
  exchange(4, {
    request: 'PUT /v2/assay/a/manifests/exact',
    status: 201,
    sent: text(manifest),
    headers: [['Location', '/v2/assay/a/manifests/exact']],
    test: 'pull.manifest.by-digest',
  }),
  exchange(5, {
    request: 'GET /v2/assay/a/manifests/exact',
    status: 200,
    headers: [
      ['Content-Type', 'application/vnd.oci.image.manifest.v1+json'],
      ['Server', `shady/1.0 ${hostile.replaceAll(/[\r\n]/g, '')}`],
    ],
    body: text(JSON.stringify(JSON.parse(manifest), undefined, 1)),
    test: 'pull.manifest.by-digest',
  }),
  exchange(6, {
    request: 'GET /v2/assay/a/blobs/sha256:0f3a',
    status: 206,
    headers: [['Content-Type', 'application/octet-stream']],
    body: bytes(Uint8Array.from({ length: 200 }, (_, index) => (index * 37) % 256)),
    test: 'pull.blob.range',
  }),
  exchange(7, {
    request: 'POST /v2/assay/a/blobs/uploads/',
    error: { code: 'timeout', message: 'no answer within 10000 ms' },
    test: 'push.blob.chunked',
  }),
  exchange(8, {
    request: 'GET /v2/assay/a/manifests/nothing',
    status: 404,
    headers: [['Content-Type', 'text/html']],
    body: text(`<html>${hostile}</html>`),
    test: 'errors.shape',
  }),
  exchange(9, {
    request: 'DELETE /v2/assay/a/blobs/sha256:0f3a',
    status: 405,
    body: text('{"errors":[{"code":"UNSUPPORTED"}]}'),
    test: 'capability.blob-delete',
  }),
]

const section: Record<string, string> = {
  pull: 'pulling-manifests',
  push: 'pushing-blobs',
  'content-discovery': 'content-discovery',
  'content-management': 'content-management',
}

const seen = (...ids: number[]) => ids.map((exchange) => ({ kind: 'exchange' as const, exchange }))

let line = 100
function requirement(
  suite: string,
  id: string,
  title: string,
  verdict: Verdict,
  more: Partial<RequirementResult> = {},
): RequirementResult {
  line += 7
  const quiet = verdict === 'skipped' || verdict === 'blocked'
  return {
    id,
    suite,
    title,
    section: section[suite] ?? suite,
    level: 'MUST',
    basis: 'stated',
    link: `https://spec.example/distribution/v1.1.1/spec.md?plain=1#L${line}`,
    verdict,
    checks: quiet ? 0 : 3,
    tests: [],
    findings: [],
    notes: [],
    ...more,
  }
}

const finding = (
  of: Pick<Finding, 'requirement' | 'test' | 'title' | 'expected' | 'received'>,
  verdict: 'fail' | 'warn',
  ...ids: number[]
): Finding => ({ ...of, verdict, evidence: seen(...ids) })

function requirementResults(): RequirementResult[] {
  line = 100
  return [
    requirement('pull', 'pull.manifest.exact-bytes', 'answers with the very bytes that were pushed', 'fail', {
      tests: ['pull.manifest.by-digest'],
      impact: 'Clients verify the digest of what they pull and refuse an image whose manifest was rewritten.',
      findings: [
        finding(
          {
            requirement: 'pull.manifest.exact-bytes',
            test: 'pull.manifest.by-digest',
            title: 'answers with other bytes than were pushed',
            expected: ['the 249 bytes that were pushed'],
            received: '284 bytes, which begin to differ at byte 1',
          },
          'fail',
          4,
          5,
        ),
        finding(
          {
            requirement: 'pull.manifest.exact-bytes',
            test: 'pull.manifest.by-digest',
            title: 'changes the digest of a manifest on its way',
            expected: ['sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef'],
            received: `sha256:0000 ${hostile}`,
          },
          'fail',
          5,
        ),
      ],
    }),
    requirement('pull', 'pull.manifest.head', 'answers HEAD like GET, without a body', 'blocked', {
      tests: ['pull.manifest.head'],
      blockedBy: 'pull.manifest.exact-bytes',
      reason: 'answers with other bytes than were pushed',
    }),
    requirement('pull', 'pull.manifest.media-type', 'names the media type that was pushed', 'blocked', {
      tests: ['pull.manifest.by-digest'],
      blockedBy: 'pull.manifest.exact-bytes',
      reason: 'builds on pull.manifest.exact-bytes',
    }),
    requirement('pull', 'pull.blob.range', 'answers a range request with that range', 'pass', {
      tests: ['pull.blob.range'],
      level: 'SHOULD',
      notes: [
        {
          text: 'ignores the second of two ranges, which HTTP allows',
          test: 'pull.blob.range',
          evidence: seen(6),
        },
      ],
    }),
    requirement('pull', 'pull.version', 'answers 200 at /v2/', 'pass', { tests: ['pull.version'] }),
    requirement('push', 'push.blob.chunk-order', 'returned 416 for a chunk out of order', 'error', {
      tests: ['push.blob.chunked'],
      reason: 'no answer within 10000 ms to POST /v2/assay/a/blobs/uploads/',
    }),
    requirement(
      'push',
      'push.blob.sha512',
      'takes a blob under a digest of another algorithm',
      'unsupported',
      {
        tests: ['push.blob.sha512'],
        level: 'MAY',
        capability: 'sha512',
        reason: 'returned 400 DIGEST_INVALID for a sha512 digest',
      },
    ),
    requirement('push', 'push.manifest.sha512', 'takes a manifest by a sha512 digest', 'unsupported', {
      tests: ['push.blob.sha512'],
      level: 'MAY',
      capability: 'sha512',
      reason: 'returned 400 DIGEST_INVALID for a sha512 digest',
    }),
    requirement('push', 'push.error.code', 'sends a code of the closed list', 'warn', {
      tests: ['errors.shape'],
      basis: 'table',
      ruling: 'Codes of schema 1 and of extensions warn, since the text foresees them.',
      findings: [
        finding(
          {
            requirement: 'push.error.code',
            test: 'errors.shape',
            title: 'sends an error that is not JSON',
            expected: ['a JSON object with a list of errors', 'an empty body'],
            received: hostile,
          },
          'warn',
          8,
        ),
      ],
    }),
    requirement('content-discovery', 'discovery.tags.zero', 'lists nothing where n is 0', 'fail', {
      tests: ['discovery.tags.limit'],
      basis: 'derived',
      reasoning: 'n is the number of tags in the response, and an empty list has 0 of them.',
      ruling: 'A 400 fails too: the text requires an empty list.',
      findings: [
        finding(
          {
            requirement: 'discovery.tags.zero',
            test: 'discovery.tags.limit',
            title: 'listed tags although n is 0',
            expected: ['an empty list of tags and no Link header'],
            received: '2 tags',
          },
          'fail',
          3,
        ),
      ],
    }),
    requirement('content-discovery', 'discovery.tags.order', 'listed tags in lexical order', 'warn', {
      tests: ['discovery.tags.limit', 'discovery.tags.order'],
      ruling: 'Case-insensitive and ASCII order are both read out of the text: the latter warns.',
      findings: [
        finding(
          {
            requirement: 'discovery.tags.order',
            test: 'discovery.tags.order',
            title: 'listed tags in ASCII order',
            expected: ['a, B', 'B, a (which warns)'],
            received: 'B, a',
          },
          'warn',
          3,
        ),
      ],
    }),
    requirement('content-management', 'management.blob.delete', 'deletes a blob', 'unsupported', {
      tests: ['capability.blob-delete'],
      reason: 'returned 405 for a deletion',
    }),
    requirement('content-management', 'management.tag.delete', 'deletes a tag', 'skipped', {
      reason: 'not selected',
    }),
    requirement(
      'content-management',
      'management.gc',
      'keeps a blob while an upload refers to it',
      'skipped',
      {
        unobservable: 'a registry does not announce when it collects garbage',
        reason: 'cannot be seen from outside: a registry does not announce when it collects garbage',
      },
    ),
  ]
}

const test = (
  suite: string,
  id: string,
  evaluated: Record<string, Verdict>,
  more: Partial<TestResult> = {},
): TestResult => ({
  id,
  title: `tries ${id}`,
  suite,
  verdict: Object.values(evaluated)[0] ?? 'skipped',
  evaluated,
  checks: 3,
  startedAt: 10,
  duration: 20,
  ...more,
})

/** In the order in which they ended. `pull.manifest.head` failed by itself, and was then reported as blocked. */
const testResults: readonly TestResult[] = [
  test('pull', 'pull.version', { 'pull.version': 'pass' }),
  test('pull', 'pull.blob.range', { 'pull.blob.range': 'pass' }),
  test('pull', 'pull.manifest.by-digest', {
    'pull.manifest.exact-bytes': 'fail',
    'pull.manifest.media-type': 'blocked',
  }),
  test('pull', 'pull.manifest.head', { 'pull.manifest.head': 'fail' }),
  test('push', 'push.blob.chunked', { 'push.blob.chunk-order': 'error' }, { reason: 'no answer' }),
  test('push', 'push.blob.sha512', {
    'push.blob.sha512': 'unsupported',
    'push.manifest.sha512': 'unsupported',
  }),
  test('push', 'errors.shape', { 'push.error.code': 'warn' }),
  test('content-discovery', 'discovery.tags.limit', {
    'discovery.tags.zero': 'fail',
    'discovery.tags.order': 'pass',
  }),
  test('content-discovery', 'discovery.tags.order', { 'discovery.tags.order': 'warn' }),
]

const capabilities: readonly CapabilityResult[] = [
  { name: 'push', title: 'pushing', state: 'supported' },
  { name: 'tag-delete', title: 'tag deletion', state: 'unknown', detail: 'not selected' },
  {
    name: 'blob-delete',
    title: 'blob deletion',
    state: 'unsupported',
    detail: 'returned 405 for a deletion',
  },
  {
    name: 'sha512',
    title: 'digests by sha512',
    state: 'unsupported',
    detail: 'returned 400 DIGEST_INVALID for a sha512 digest',
  },
  { name: 'referrers', title: 'listing referrers', state: 'nonconformant', detail: `answers 500 ${hostile}` },
]

const started: Omit<RunStarted, 'requirements'> = {
  type: 'run-started',
  formatVersion: 2,
  tool: { name: 'oci-assay', version: '0.1.0' },
  target: {
    kind: 'registry',
    name: host,
    details: { repository: 'assay/a', server: `shady/1.0 ${hostile}` },
  },
  profile: {
    specification: 'distribution',
    spec: '1.1',
    suites: ['pull', 'push', 'content-discovery', 'content-management'],
    claimed: false,
    readOnly: false,
  },
  seed: '1a2b3c4d',
  startedAt: '2026-11-21T02:22:00.000Z',
  tests: testResults.map(({ id, title, suite }) => ({ id, title, suite })),
}

/** What may be changed about the run of the fixture. */
export interface Variation {
  requirements?: readonly RequirementResult[]
  tests?: readonly TestResult[]
  evidence?: readonly ExchangeRecord[]
  end?: Partial<RunFinished>
}

/** A run live: tests start and end, evidence comes in between, requirements are concluded at the end. */
export function fixtureEvents(variation: Variation = {}): RunEvent[] {
  const requirements = variation.requirements ?? requirementResults()
  const tests = variation.tests ?? testResults
  const evidence = variation.evidence ?? exchanges
  return [
    { ...started, requirements: requirements.map((each) => ({ ...each, dependsOn: [] })) },
    ...capabilities.map((capability) => ({ type: 'capability' as const, capability })),
    ...tests.flatMap((result): RunEvent[] => [
      { type: 'test-started', id: result.id },
      ...evidence
        .filter((record) => record.test === result.id)
        .map((record) => ({ type: 'evidence' as const, record })),
      { type: 'test-finished', test: result },
    ]),
    ...evidence
      .filter((record) => !tests.some(({ id }) => id === record.test))
      .map((record) => ({ type: 'evidence' as const, record })),
    ...requirements.map((each) => ({ type: 'requirement-finished' as const, requirement: each })),
    {
      type: 'run-finished',
      finishedAt: '2026-11-21T02:22:01.234Z',
      duration: 1234,
      interrupted: false,
      requirements: count(requirements.map(({ verdict }) => verdict)),
      tests: count(tests.map(({ verdict }) => verdict)),
      leftovers: [
        { kind: 'blob', repository: 'assay/a', reference: 'sha256:0f3a', reason: `answers 405 ${hostile}` },
      ],
      ...variation.end,
    },
  ]
}

/** The same run's result: what `foldEvents` folds its events into. */
export const fixtureResult = (variation: Variation = {}): RunResult => foldEvents(fixtureEvents(variation))

/** A test of generated sequences that did not come to its end. */
export const unfinishedTest = (id: string, reason: string): TestResult => ({
  id,
  title: 'runs generated sequences of requests',
  suite: 'push',
  verdict: 'error',
  evaluated: {},
  checks: 0,
  startedAt: 10,
  duration: 600_000,
  reason,
  unfinished: reason,
})

/** The fixture's requirements that pass a filter. */
export const fixtureRequirements = (
  keep: (requirement: RequirementResult) => boolean = () => true,
): RequirementResult[] => requirementResults().filter(keep)
