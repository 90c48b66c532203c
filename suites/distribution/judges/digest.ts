import { createHash } from 'node:crypto'
import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf, otherBytes } from './response.ts'
import { contentIs, headerIs } from '../../../src/registry/reproduce/condition.ts'

const field = 'Docker-Content-Digest'

/** The digest that an answer names in its header; undefined where it names none. */
export const namedDigest = (exchange: Exchange): string | undefined =>
  header(answerOf(exchange).headers, field)

/** The answer names the content's digest in its header. */
export const namesDigest: Judge<Exchange> = (exchange) =>
  namedDigest(exchange) === undefined
    ? violated(
        `returned ${answerOf(exchange).status} without ${field} for a ${exchange.request.method}`,
        `${field}: <digest>`,
        'no such header',
        headerIs(field),
      )
    : holds()

/**
 * Where the header is there, it is the digest of this content. A pull may be answered with another
 * algorithm than was requested, so it is verified by the algorithm that it names; `bytes` is
 * undefined where only the digest is known.
 */
export const namesDigestOf =
  (digest: string, bytes: Uint8Array | undefined): Judge<Exchange> =>
  (exchange) => {
    const named = namedDigest(exchange)
    if (named === undefined || named === digest) return holds()
    const wrong = violated(
      `returned a wrong digest in ${field}`,
      `${field}: ${digest}`,
      `${field}: ${named}`,
      headerIs(field, { is: [digest], optional: true }),
    )
    const [algorithm = '', encoded] = named.split(':')
    if (algorithm === digest.split(':', 1)[0]) return wrong
    if (algorithm !== 'sha256' && algorithm !== 'sha512') {
      return encoded === undefined ? wrong : holds(`returned a ${algorithm} digest, which was not verified`)
    }
    if (!bytes) return holds(`returned a ${algorithm} digest for ${digest}, which was not verified`)
    return createHash(algorithm).update(bytes).digest('hex') === encoded
      ? holds(`returned ${named} for ${digest}`)
      : wrong
  }

/** A push is answered with the very digest that the client gave. */
export const namesClientsDigest =
  (digest: string): Judge<Exchange> =>
  (exchange) => {
    const named = namedDigest(exchange)
    if (named === undefined || named === digest) return holds()
    return violated(
      `returned another digest for a push`,
      `${field}: ${digest}`,
      `${field}: ${named}`,
      headerIs(field, { is: [digest], optional: true }),
    )
  }

/** The body has this digest; where its algorithm is not known here, or the body is too long to be kept, there is a note. */
export const isContentOf =
  (what: string, digest: string): Judge<Exchange> =>
  (exchange) => {
    const { body } = answerOf(exchange)
    const algorithm = digest.split(':', 1)[0]
    if (algorithm !== 'sha256' && (algorithm !== 'sha512' || body.truncated)) {
      return holds(`${digest} was not verified`)
    }
    const found =
      algorithm === 'sha256' ? body.sha256 : `sha512:${createHash('sha512').update(body.bytes).digest('hex')}`
    return found === digest
      ? holds()
      : violated(`returned other bytes for ${what}`, digest, otherBytes(exchange, found), contentIs(digest))
  }
