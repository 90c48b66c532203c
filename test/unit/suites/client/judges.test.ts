import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { refuses, uses } from '../../../../suites/client/judges/outcome.ts'
import { authorizationOf, readsOfIt } from '../../../../suites/client/judges/requests.ts'
import { within } from '../../../../suites/client/judges/usage.ts'
import {
  closes,
  countsBothEnds,
  growsChunks,
  inOrder,
  startsAtZero,
  startsWithLength,
  writesRanges,
} from '../../../../suites/client/push/judges/chunks.ts'
import type { Found } from '../../../../suites/client/seen.ts'
import { exchanges, seenOf, type Few } from './seen.ts'

const digest = `sha256:${'a'.repeat(64)}`
const upload = '/v2/x/blobs/uploads/1'

const verdictOf = (found: Found): string =>
  'absent' in found ? 'absent' : found.holds ? (found.note === undefined ? 'holds' : 'note') : 'violated'

describe('refusal', () => {
  const judge = refuses('an altered blob', readsOfIt)
  const fetched: Few = { target: `/v2/x/blobs/${digest}` }
  it.each([
    ['fetched it and failed', [fetched], 1, 'holds'],
    ['fetched it and ended well', [fetched], 0, 'violated'],
    // A pitfall: a client that failed for another reason has refused nothing.
    ['failed without fetching it', [], 1, 'absent'],
    ['failed where it was not returned', [{ ...fetched, status: 404 }], 1, 'absent'],
    ['asked only for its head', [{ ...fetched, method: 'HEAD' }], 1, 'absent'],
  ] as const)('a client that %s', (_, list, status, expected) => {
    expect(verdictOf(judge(seenOf({ digest }, list, {}, status)))).toBe(expected)
  })
})

describe('memory and disk', () => {
  const mebibyte = 1024 * 1024
  it.each([
    ['was not measured', undefined, 'holds'],
    ['used little', { memory: 60 * mebibyte, disk: mebibyte }, 'holds'],
    ['could not be measured but for its disk', { disk: 30 * mebibyte }, 'holds'],
    ['kept it in memory', { memory: 300 * mebibyte, disk: 0 }, 'violated'],
    ['wrote it to the disk', { memory: mebibyte, disk: 128 * mebibyte }, 'violated'],
  ] as const)('a client that %s', (_, usage, expected) => {
    const seen = seenOf({}, [], usage === undefined ? {} : { usage })
    expect(verdictOf(within(seen, 'a layer'))).toBe(expected)
  })
})

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('credentials', () => {
  it.each([
    [basic('user:password'), basic('user:password')],
    ['Bearer token', 'Bearer token'],
    // A pitfall: Skopeo, Podman and Buildah send this where they know none.
    [basic(':'), undefined],
    [undefined, undefined],
  ])('of %s', (authorization, expected) => {
    const headers = authorization === undefined ? [] : [['Authorization', authorization] as const]
    const [exchange] = exchanges({ headers })
    expect(authorizationOf(exchange!)).toBe(expected)
  })
})

describe('a digest that is false', () => {
  const named: Few = { target: '/v2/x/manifests/1', replyHeaders: [['Docker-Content-Digest', digest]] }
  const by: Few = { target: `/v2/x/manifests/${digest}`, status: 404 }
  it.each([
    ['printed', { output: `pulled ${digest}` }, [], 0, 'violated'],
    ['requested', {}, [named, by], 0, 'violated'],
    // A pitfall: Docker comes to the manifest by the digest of a HEAD, and falls back to the tag where there is none.
    ['requested after a HEAD', {}, [{ ...named, method: 'HEAD' }, by, named], 0, 'holds'],
    ['printed with a failure', { output: `mismatch: ${digest}` }, [], 1, 'holds'],
    ['ignored', {}, [], 0, 'holds'],
  ] as const)('is %s', (_, more, list, status, expected) => {
    expect(verdictOf(uses(seenOf({}, list, more, status), digest, 'the manifest'))).toBe(expected)
  })
})

const start: Few = {
  method: 'POST',
  target: '/v2/x/blobs/uploads/',
  headers: [['Content-Length', '0']],
  status: 202,
  replyHeaders: [['Location', upload]],
}
const patch = (range: string | undefined, body: string): Few => ({
  method: 'PATCH',
  target: upload,
  headers: range === undefined ? [] : [['Content-Range', range]],
  body,
  status: 202,
})
const put = (of: string): Few => ({
  method: 'PUT',
  target: `${upload}?digest=sha256%3A${hash('sha256', of)}`,
  status: 201,
})

describe('chunks', () => {
  const right = [start, patch('0-3', 'abcd'), patch('4-5', 'ef'), put('abcdef')]
  const swapped = [start, patch('0-1', 'ab'), patch('4-5', 'ef'), patch('2-3', 'cd'), put('abefcd')]
  const streamed = [start, patch(undefined, 'abcdef'), put('abcdef')]
  it.each([
    ['form', writesRanges, right, 'holds'],
    ['form', writesRanges, [start, patch('bytes 0-3/4', 'abcd')], 'violated'],
    // A pitfall: the text does not say whether a single PATCH needs a range (distribution-spec#303, #404, #506, #576).
    ['form of a stream', writesRanges, streamed, 'note'],
    ['ends', countsBothEnds, right, 'holds'],
    ['ends', countsBothEnds, [start, patch('0-4', 'abcd')], 'violated'],
    ['ends of a stream', countsBothEnds, streamed, 'absent'],
    ['start', startsAtZero, [start, patch('1-4', 'abcd')], 'violated'],
    ['order', inOrder, right, 'holds'],
    ['order', inOrder, swapped, 'violated'],
    ['closing', closes, right, 'holds'],
    ['closing', closes, [start, patch('0-3', 'abcd')], 'violated'],
    ['closing', closes, [start, patch('0-3', 'abcd'), put('other')], 'violated'],
    // A pitfall: clients compress what they push, so only what they sent can be compared.
    ['closing of a stream', closes, streamed, 'holds'],
    ['closing of what was refused', closes, [start, { ...patch('0-3', 'abcd'), status: 416 }], 'absent'],
    ['length', startsWithLength, right, 'holds'],
    ['length', startsWithLength, [{ ...start, headers: [] }, patch('0-3', 'abcd')], 'note'],
    ['length', startsWithLength, [{ ...start, body: 'x' }, patch('0-3', 'abcd')], 'violated'],
    ['minimum', growsChunks(4), right, 'holds'],
    ['minimum', growsChunks(5), right, 'violated'],
    // A pitfall: a single PATCH is the last chunk, so the minimum does not bind it.
    ['minimum of a stream', growsChunks(100), streamed, 'absent'],
    ['nothing', closes, [], 'absent'],
  ] as const)('%s', (_, judge, list, expected) => {
    expect(verdictOf(judge(seenOf({}, list)))).toBe(expected)
  })
})
