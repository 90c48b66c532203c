import * as fc from 'fast-check'
import type { Answer, SentRequest } from './altering.ts'
import {
  placeholders,
  planted,
  spliced,
  splices,
  texts,
  values,
  ways,
  type Splice,
} from './hostile-values.ts'

/** What is done to a response. */
type Change =
  | { kind: 'field'; name: string; value: string; beside: boolean }
  | { kind: 'splice'; name: string; splice: Splice }
  | { kind: 'drop'; name: string }
  | { kind: 'status'; status: number }
  | { kind: 'body'; text: string }
  | { kind: 'refusal'; status: number; code: string; message: string }
  | { kind: 'splice-body'; splice: Splice }
  | { kind: 'plant'; way: readonly number[]; value: unknown }
  | { kind: 'break' }

/** A change of all responses of an endpoint to a method. */
export interface Alteration {
  endpoint: keyof typeof endpoints
  method: 'any' | 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  share: number | undefined
  change: Change
}

const endpoints = {
  any: /(?:)/,
  support: /\/v2\/$/,
  token: /^\/token|\/auth/,
  tags: /\/tags\/list/,
  manifests: /\/manifests\//,
  blobs: /\/blobs\/(?!uploads)/,
  uploads: /\/blobs\/uploads/,
  referrers: /\/referrers\//,
  extensions: /\/_oci\//,
} as const

const endpointNames = Object.keys(endpoints) as (keyof typeof endpoints)[]

const fieldNames = [
  ['WWW-Authenticate', 'Location', 'Link', 'Range', 'Content-Range', 'Content-Type', 'Content-Length'],
  ['Content-Encoding', 'Docker-Content-Digest', 'Docker-Upload-UUID', 'Docker-Distribution-API-Version'],
  ['OCI-Subject', 'OCI-Tag', 'OCI-Filters-Applied', 'OCI-Chunk-Min-Length', 'OCI-Namespace', 'Retry-After'],
  ['Warning', 'ETag', 'Date', 'Allow', 'Accept-Ranges', 'Set-Cookie', 'Server', 'X-Echo'],
].flat()

const names = fc.constantFrom(...fieldNames)
const statuses = fc.oneof(
  fc.constantFrom(200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 409),
  fc.constantFrom(412, 413, 416, 418, 429, 431, 451, 500, 501, 502, 503, 504, 599, 999),
)

const changes: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('field'), name: names, value: texts, beside: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('splice'), name: names, splice: splices }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop'), name: names }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('status'), status: statuses }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('body'), text: texts }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('refusal'), status: statuses, code: texts, message: texts }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('splice-body'), splice: splices }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('plant'), way: ways, value: values }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break') }) },
) as fc.Arbitrary<Change>

export const alterations: fc.Arbitrary<Alteration[]> = fc.array(
  fc.record({
    endpoint: fc.oneof(fc.constant('any' as const), fc.constantFrom(...endpointNames)),
    method: fc.oneof(
      fc.constant('any' as const),
      fc.constantFrom(...(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'] as const)),
    ),
    /** Only some responses: those to paths whose characters have this sum modulo 4, or all. */
    share: fc.option(fc.nat(3), { freq: 2, nil: undefined }),
    change: changes,
  }),
  { minLength: 1, maxLength: 8 },
)

const isShare = (path: string, share: number | undefined): boolean =>
  share === undefined || Buffer.from(path).reduce((sum, byte) => sum + byte, 0) % 4 === share

/** No field has a line break or a control character when it arrives: what parses HTTP refuses them. */
const fieldText = (text: string): string =>
  Buffer.from(text.replaceAll(/[^\P{Cc}\t\u0080-\u009f]/gu, ''))
    .toString('latin1')
    .trim()

const isNamed =
  (wanted: string) =>
  ([name]: readonly [string, string]) =>
    name.toLowerCase() === wanted.toLowerCase()

/** The documents with a value planted; a body that is none is left as it is. */
function plantedBody(body: Buffer, way: readonly number[], value: unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(planted(JSON.parse(body.toString()), way, value)))
  } catch {
    return body
  }
}

function changed(answer: Answer, change: Change, echo: (text: string) => string): Answer | undefined {
  switch (change.kind) {
    case 'field': {
      const { name, value, beside } = change
      const others = beside ? answer.headers : answer.headers.filter((each) => !isNamed(name)(each))
      return { ...answer, headers: [...others, [name, fieldText(echo(value))]] }
    }
    case 'splice': {
      const is = isNamed(change.name)
      const headers = answer.headers.map((each) =>
        is(each) ? ([each[0], fieldText(echo(spliced(each[1], change.splice)))] as const) : each,
      )
      return { ...answer, headers }
    }
    case 'drop':
      return { ...answer, headers: answer.headers.filter((each) => !isNamed(change.name)(each)) }
    case 'status':
      return { ...answer, status: change.status }
    case 'body':
      return { ...answer, body: Buffer.from(echo(change.text)) }
    case 'refusal': {
      const error = { code: change.code, message: change.message, detail: { text: change.message } }
      const body = Buffer.from(
        JSON.stringify({ errors: [error] }).replaceAll(placeholders, (each) => echo(each)),
      )
      return {
        status: change.status,
        headers: [...answer.headers, ['Content-Type', 'application/json']],
        body,
      }
    }
    case 'splice-body':
      return {
        ...answer,
        body: Buffer.from(echo(spliced(answer.body.toString('latin1'), change.splice)), 'latin1'),
      }
    case 'plant': {
      const body = plantedBody(answer.body, change.way, change.value)
      return { ...answer, body: Buffer.from(echo(body.toString('latin1')), 'latin1') }
    }
    default:
      return undefined
  }
}

/** The response after all alterations that concern it; undefined where one breaks the connection. */
export function alteredBy(
  all: readonly Alteration[],
  { method, path }: SentRequest,
  answer: Answer,
  echo: (text: string) => string,
): Answer | undefined {
  let current: Answer | undefined = answer
  for (const { endpoint, method: wanted, share, change } of all) {
    if (current === undefined) return undefined
    const isMeant = endpoints[endpoint].test(path) && (wanted === 'any' || wanted === method)
    if (!isMeant || !isShare(path, share)) continue
    current = changed(current, change, echo)
  }
  return current
}
