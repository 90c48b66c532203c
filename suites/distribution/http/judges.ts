import { gunzipSync } from 'node:zlib'
import { digestOf } from '../../../src/content/digest.ts'
import { failure, violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/record/exchange.ts'
import { retryAfter } from '../../../src/registry/transport/retry/retry-after.ts'
import { answerOf, answers, otherBytes, sends, succeeded } from '../judges/response.ts'
import { isContentOf } from '../judges/digest.ts'
import { accepts } from '../judges/stored.ts'
import { contentIs, headerIs } from '../../../src/registry/reproduce/condition.ts'

/** Seconds, or an HTTP-date. */
export const isRetryAfter = (value: string): boolean => retryAfter(value) !== undefined

/** Whether a client would not decode anything. */
export const acceptsIdentityAlone = ({ request }: Exchange): boolean =>
  headerValues(request.headers, 'accept-encoding').join() === 'identity'

const codingsOf = ({ response }: Exchange): string[] =>
  headerValues(response?.headers ?? [], 'content-encoding')
    .join(',')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity')

/** Content in no coding, as the client accepts it. */
export const isUnencoded: Judge<Exchange> = (exchange) => {
  const codings = codingsOf(exchange)
  return codings.length === 0
    ? holds()
    : violated(
        `returned content with the encoding ${codings.join(', ')} to a client that accepts only identity`,
        'no Content-Encoding',
        `Content-Encoding: ${codings.join(', ')}`,
        headerIs('Content-Encoding', { is: ['identity'], optional: true }),
      )
}

/** Judges the response alone: a circle of redirects has Locations, and fails where it ends. */
export const namesTarget: Judge<Exchange> = ({ error: _circle, ...exchange }) =>
  sends('Location', '<url>')(exchange)

/** More than any manifest, and any blob that the run pushes itself for all tests. */
const mostDecoded = 64 * 1024 ** 2

function gunzipped(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostDecoded })
  } catch {
    return undefined
  }
}

/** To a client that accepts gzip: the content is what its digest says once it is decoded as Content-Encoding states. */
export const decodesTo =
  (what: string, digest: string): Judge<Exchange> =>
  (exchange) => {
    const { body } = answerOf(exchange)
    const [coding, ...more] = codingsOf(exchange)
    if (coding === undefined)
      return failing(isContentOf(`${what}, to a client that accepts gzip`, digest))(exchange)
    if (more.length > 0 || (coding !== 'gzip' && coding !== 'x-gzip'))
      return violated(
        `returned ${what} in a coding that the client does not accept`,
        'Content-Encoding: gzip, or none',
        `Content-Encoding: ${[coding, ...more].join(', ')}`,
        headerIs('Content-Encoding', { is: ['gzip', 'x-gzip', 'identity'], optional: true }),
      )
    if (body.truncated) return holds(`${digest} was not decoded, since it is too large`)
    const found = gunzipped(body.bytes)
    const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256'
    return found && digestOf(found, algorithm) === digest
      ? holds()
      : failure(
          violated(
            `returned ${what} with Content-Encoding: gzip and other bytes in it`,
            digest,
            found ? digestOf(found, algorithm) : otherBytes(exchange, 'what is not gzip'),
            contentIs(digest),
          ),
        )
  }

/** The same judge, whose violations are of a MUST that the requirement rests on. */
const failing =
  (judge: Judge<Exchange>): Judge<Exchange> =>
  (exchange) =>
    failure(judge(exchange))

/** A HEAD is answered as without Range: HTTP defines ranges for GET alone. A part that is described as one misleads nobody. */
export const ignoresRange =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const judgement = answers(`a HEAD of ${what} with a Range`, 200)(exchange)
    return answerOf(exchange).status === 206 ? judgement : failure(judgement)
  }

/** A push in another form, which HTTP may let a server refuse with one status; what else refuses it warns, and what fails over it fails. */
export const acceptsForm =
  (what: string, permitted?: number): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    if (succeeded(exchange)) return holds()
    if (status === permitted) return holds(`returned ${status} for ${what}, which HTTP permits`)
    const judgement = accepts(what)(exchange)
    return status >= 500 ? failure(judgement) : judgement
  }
