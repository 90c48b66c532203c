import { holds, violated, type Judgement } from '../../../../src/engine/judgement.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { namesDigest, namesDigestOf } from '../../judges/digest.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { StoredManifest } from '../manifests.ts'
import type { Observed } from '../observed.ts'
import type { ReadOfManifest } from '../rule.ts'
import { headerIs, literal } from '../../../../src/registry/reproduce/condition.ts'

const typeOf = (value: string): string => value.split(';', 1)[0]?.trim() ?? ''

/** The fields of a 200 to a GET or HEAD of a manifest that is known. */
export function headersOfManifest(
  observed: ReadOfManifest,
  { digest, stored, because }: { digest: string; stored: StoredManifest; because: readonly Observed[] },
): Contradiction[] {
  const { exchange, operation } = observed
  const about = { observed, because }
  const isGet = operation.method === 'GET'
  const digestHeader = isGet ? 'pull.manifest.digest-header' : 'pull.manifest.head.digest-header'
  return [
    ...contradicts(digestHeader, namesDigest(exchange), about),
    ...contradicts(`${digestHeader}-value`, namesDigestOf(digest, stored.bytes)(exchange), about),
    ...(isGet ? typeOfGet(observed, stored, about) : lengthAndTypeOfHead(observed, stored, about)),
  ]
}

type About = Parameters<typeof contradicts>[2]

const field = ({ exchange }: Observed, name: string): string | undefined =>
  exchange.response && header(exchange.response.headers, name)

function typeOfGet(observed: Observed, { document }: StoredManifest, about: About): Contradiction[] {
  const type = field(observed, 'content-type')
  if (type === undefined || type === '')
    return contradicts(
      'pull.manifest.content-type-present',
      violated(
        'returned a manifest without Content-Type',
        'Content-Type: <media type>',
        'no such header',
        headerIs('Content-Type'),
      ),
      about,
    )
  return [
    ...contradicts('pull.manifest.content-type', hasType(type, document), about),
    ...contradicts('pull.manifest.content-type-parameters', hasNoParameters(type), about),
  ]
}

function hasType(type: string, document: StoredManifest['document']): Judgement {
  if (document === undefined || document.contentType === typeOf(type)) return holds()
  // What is returned of a manifest whose field says otherwise is open.
  if (document.mediaType !== undefined && document.mediaType !== document.contentType) return holds()
  return violated(
    'returned a manifest under another Content-Type than it was pushed with',
    `Content-Type: ${document.contentType}`,
    `Content-Type: ${type}`,
    headerIs('Content-Type', { matches: `^${literal(document.contentType ?? '')} *(;|$)` }),
  )
}

const hasNoParameters = (type: string): Judgement =>
  type.includes(';')
    ? violated(
        'returned the Content-Type of a manifest with parameters',
        `Content-Type: ${typeOf(type)}`,
        `Content-Type: ${type}`,
        headerIs('Content-Type', { matches: ';', not: true }),
      )
    : holds()

function lengthAndTypeOfHead(
  observed: Observed,
  { document }: StoredManifest,
  about: About,
): Contradiction[] {
  const length = field(observed, 'content-length')
  const type = field(observed, 'content-type')
  const size = document?.size
  const present =
    length === undefined
      ? violated(
          'returned no Content-Length for a HEAD of a manifest',
          'Content-Length',
          'no such header',
          headerIs('Content-Length'),
        )
      : holds()
  const wrong =
    length !== undefined && size !== undefined && length !== String(size)
      ? violated(
          'returned a wrong Content-Length for a HEAD of a manifest',
          `Content-Length: ${size}`,
          `Content-Length: ${length}`,
          headerIs('Content-Length', { is: [String(size)], optional: true }),
        )
      : holds()
  return [
    ...contradicts('pull.manifest.head.content-length', present, about),
    ...contradicts('pull.manifest.head.content-length-value', wrong, {
      ...about,
      // Where a GET returns other bytes, their number is the right one; there are some.
      ...(length === '0' ? {} : { explainedBy: [...(about.explainedBy ?? []), 'pull.manifest.exact-bytes'] }),
    }),
    ...(type === undefined
      ? []
      : contradicts('pull.manifest.head.content-type', hasType(type, document), about)),
  ]
}
