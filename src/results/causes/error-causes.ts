import type { RunResult } from '../result.ts'
import type { RequirementResult } from '../../engine/events.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { groupBy } from './causes.ts'
import { isExchange } from '../record.ts'
import { plural } from '../text/words.ts'

/** Requirements that could not be evaluated for one reason, however many requests it ended. */
export interface ErrorCause {
  /** What happened, and what to do about it where that is known. Text of the target is not escaped. */
  reason: string
  requirements: readonly RequirementResult[]
  /** What depends on these. */
  blocks: readonly RequirementResult[]
  /** The requests that ended for this reason, oldest first; none where it is not one of the connection. */
  exchanges: readonly ExchangeRecord[]
}

/** Errors whose message is the same but for what the target sent, or for what was known at the time. */
const sameWhateverTheMessage = ['malformed', 'reset', 'truncated', 'timeout', 'refused', 'unreachable']

/** The reason without the request that met it: `PUT /v2/…: `. */
const withoutRequest = (reason: string): string => reason.replace(/^[A-Z]+ \S+: /, '')

const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? url

/** What two failed requests must have in common to count as one: kind, cause and host. */
function keyOf({ request, error }: ExchangeRecord): string {
  const { code = '', cause = '', message = '' } = error ?? {}
  const isAlike = sameWhateverTheMessage.includes(code)
  return isAlike ? `${code} ${cause} ${originOf(request.url)}` : `${code} ${message}`
}

/** The message of a failed request at the end of a reason, whatever is before it. */
function messageIn(reason: string, known: ReadonlyMap<string, ExchangeRecord>): string | undefined {
  let rest = reason
  for (;;) {
    if (known.has(rest)) return rest
    const at = rest.indexOf(': ')
    if (at === -1) return undefined
    rest = rest.slice(at + 2)
  }
}

/** The requirements that could not be evaluated, by the reason: the most frequent first. */
export function errorCauses(
  result: RunResult,
  open: readonly RequirementResult[] = result.requirements.filter(({ verdict }) => verdict === 'error'),
): ErrorCause[] {
  if (open.length === 0) return []
  const failed = result.evidence.filter(isExchange).filter(({ error }) => error !== undefined)
  const byMessage = new Map(failed.map((record) => [record.error?.message ?? '', record]))
  const byKey = groupBy(
    failed.toSorted((one, other) => one.id - other.id),
    keyOf,
  )
  const met = (reason: string): ExchangeRecord | undefined =>
    byMessage.get(messageIn(reason, byMessage) ?? '')
  const byId = new Map(open.map((requirement) => [requirement.id, requirement]))
  const groups = groupBy(open, (requirement) => {
    // What is blocked by something that could not be evaluated has no reason of its own.
    const { reason = '' } = byId.get(requirement.blockedBy ?? '') ?? requirement
    const record = met(reason)
    return record ? keyOf(record) : withoutRequest(reason)
  })
  return [...groups]
    .map(([key, requirements]): ErrorCause => {
      const exchanges = byKey.get(key) ?? []
      const [{ reason = 'unknown reason' } = {}] = requirements
      // Later ones contain more about the host: that it has responded before, for example.
      const message = exchanges.at(-1)?.error?.message
      const ids = new Set(requirements.map(({ id }) => id))
      const blocks = result.requirements.filter(
        ({ verdict, blockedBy = '' }) => verdict === 'blocked' && ids.has(blockedBy),
      )
      return { reason: message ?? withoutRequest(reason), requirements, blocks, exchanges }
    })
    .toSorted((one, other) => other.requirements.length - one.requirements.length)
}

/** `8 requirements could not be evaluated: …; check …`: the whole of a cause in one sentence. */
export const errorSentence = ({ requirements, reason }: ErrorCause): string =>
  `${plural(requirements.length, 'requirement')} could not be evaluated: ${reason}`

/** For formats with a case for each requirement: one text for all that could not be evaluated for the same reason. */
export function errorTexts(result: RunResult): ReadonlyMap<string, string> {
  return new Map(
    errorCauses(result).flatMap((cause) => {
      const text = cause.requirements.length === 1 ? cause.reason : errorSentence(cause)
      return cause.requirements.map(({ id }) => [id, text] as const)
    }),
  )
}
