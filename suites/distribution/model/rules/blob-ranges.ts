import { failure, type Judgement } from '../../../../src/engine/judgement.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { warning } from '../../../../src/engine/judgement.ts'
import { namesDigest } from '../../judges/digest.ts'
import { answers } from '../../judges/response.ts'
import {
  describesPart,
  returnsPartOrWhole,
  returnsTrueParts,
  servesPart,
  type Wanted,
} from '../../pull/judges/part.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { isOn, statusOf } from '../observed.ts'
import type { RequestOfBlob } from '../rule.ts'

type Part = 'supported' | 'open-ended' | 'suffix'

/** What a Range means for content of a size (RFC 9110, section 14). */
type Meaning =
  | { part: Part; wanted: Wanted }
  | { part: 'unsatisfiable' }
  /** A server may ignore or reject it. */
  | { part: 'invalid' }

export function meaningOf(range: string, size: number): Meaning {
  const found = /^bytes=(?<first>\d{0,15})-(?<last>\d{0,15})$/i.exec(range.trim())?.groups
  const [from = '', to = ''] = [found?.['first'], found?.['last']]
  if (size === 0 || (from === '' && (to === '' || Number(to) === 0))) return { part: 'invalid' }
  const end = size - 1
  if (from === '') return { part: 'suffix', wanted: { first: Math.max(0, size - Number(to)), last: end } }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return { part: 'invalid' }
  if (first >= size) return { part: 'unsatisfiable' }
  return to === ''
    ? { part: 'open-ended', wanted: { first, last: end } }
    : { part: 'supported', wanted: { first, last: Math.min(Number(to), end) } }
}

/** Whether the registry has returned a part of any blob: one that returns none ignores Range, as it may. */
const returnsParts = ({ observed }: History): boolean =>
  observed.some((each) => isOn(each, 'blob') && each.operation.range !== undefined && statusOf(each) === 206)

/** A GET with Range of a blob whose bytes are known, and that is there. */
export function rangeOfBlob(
  observed: RequestOfBlob,
  history: History,
  {
    bytes,
    because,
    explainedBy,
  }: { bytes: Uint8Array } & Required<Pick<Contradiction, 'because' | 'explainedBy'>>,
): Contradiction[] {
  const { exchange, operation, request } = observed
  const { digest, range = '' } = operation
  const blob = { digest, bytes }
  const meaning = meaningOf(range, bytes.length)
  // What is stored wrong is wrong in its parts too.
  const about = { observed, because, explainedBy }
  const isPart = 'wanted' in meaning
  const wrong = contradicts(
    'pull.blob.range.right-bytes',
    (isPart ? returnsPartOrWhole(blob, meaning.wanted) : returnsTrueParts(blob))(exchange),
    about,
  )
  if (wrong.length > 0) return wrong
  // With If-Range the whole blob is what a client asks for where the condition does not hold.
  if (header(request.headers, 'if-range') !== undefined && statusOf(observed) === 200) return []
  const requirement: RequirementId = `pull.blob.range.${meaning.part}`
  return [
    ...contradicts(
      requirement,
      statusFor(observed, meaning, { isSupported: returnsParts(history), size: bytes.length }),
      {
        ...about,
        explainedBy: ['pull.blob.range.supported', ...explainedBy],
        // A cache that is being filled may return the whole blob at first.
        maySettle: true,
      },
    ),
    ...(isPart && statusOf(observed) === 206
      ? contradicts('pull.blob.range.content-range', describesPart(blob, meaning.wanted)(exchange), about)
      : []),
    ...(history.spec === 'dev' && statusOf(observed) === 206
      ? contradicts('pull.blob.digest-header', warning(namesDigest(exchange)), about)
      : []),
  ]
}

/** Where the registry returns no parts at all, only what HTTP allows nobody is judged. */
function statusFor(
  { exchange, operation }: RequestOfBlob,
  { part }: Meaning,
  { isSupported, size }: { isSupported: boolean; size: number },
): Judgement {
  const ignored = answers('a Range request', 200, 206, 400, 416)(exchange)
  if (!ignored.holds) return failure(ignored)
  if (!isSupported || part === 'invalid') return ignored
  if (part === 'unsatisfiable') return answers('a Range beyond the end of a blob', 416)(exchange)
  return servesPart(titleOf(part, operation.range, size))(exchange)
}

/** Which Range it was; one that names more bytes than there are means those (RFC 9110, section 14.1.2). */
function titleOf(part: Part, range = '', size: number): string {
  const isLonger = Number(/(?<!\d)\d+$/.exec(range.trim())?.[0] ?? 0) > size
  if (part === 'supported') return isLonger ? 'a Range that ends beyond a blob' : 'a Range within a blob'
  if (part === 'open-ended') return 'a Range to the end of a blob'
  return isLonger ? 'a Range of more than the bytes of a blob' : 'a Range of the last bytes'
}
