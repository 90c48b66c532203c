import { withoutUndefined } from '../../engine/optional.ts'
import type { RunResult } from '../result.ts'
import type { RequirementResult } from '../../engine/events.ts'
import type { Finding, Verdict } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { isExchange } from '../record.ts'

/** A requirement that failed, with what is blocked by it and what was also observed because of it. */
export interface Cause {
  requirement: RequirementResult
  blocks: readonly RequirementResult[]
  /** Findings of other requirements that follow from this failure. */
  observed: readonly Finding[]
}

/** The requirements of one verdict that have a common reason: a capability that is not there. */
export interface Absence {
  /** The capability's name; absent where a test itself found that an option is not taken. */
  capability?: string
  title: string
  reason?: string
  requirements: readonly RequirementResult[]
}

/** A run's result by what caused it: what reports for people are made of. */
export interface Causes {
  /** Failed, and no expectation covers it. */
  failed: readonly Cause[]
  warned: readonly Cause[]
  /** Failed or warned, as an expectation lists. */
  expected: readonly Cause[]
  errors: readonly Cause[]
  /** Blocked by something that is not in this result: left out by a filter, or another shard's. */
  blockedElsewhere: readonly RequirementResult[]
  absences: readonly Absence[]
  noted: readonly RequirementResult[]
}

export function causesOf(result: RunResult): Causes {
  const blocks = groupBy(
    result.requirements.filter(({ verdict }) => verdict === 'blocked'),
    ({ blockedBy }) => blockedBy ?? '',
  )
  const observed = observedIn(result)
  const causes = (verdict: Verdict): Cause[] =>
    result.requirements
      .filter((requirement) => requirement.verdict === verdict)
      .map((requirement) => ({
        requirement,
        blocks: blocks.get(requirement.id) ?? [],
        observed: observed.get(requirement.id) ?? [],
      }))
  const [failed, warned, errors] = [causes('fail'), causes('warn'), causes('error')]
  const reported = new Set([...failed, ...warned, ...errors].map(({ requirement }) => requirement.id))
  const expected = new Set(result.expectations?.expected)
  const isExpected = ({ requirement }: Cause) => expected.has(requirement.id)
  return {
    failed: failed.filter((cause) => !isExpected(cause)),
    warned: warned.filter((cause) => !isExpected(cause)),
    expected: [...failed, ...warned].filter(isExpected),
    errors,
    blockedElsewhere: [...blocks].flatMap(([by, blocked]) => (reported.has(by) ? [] : blocked)),
    absences: absencesOf(result),
    noted: result.requirements.filter(({ notes }) => notes.length > 0),
  }
}

/** Findings that follow from a failure, by the requirement that failed. */
export const observedIn = ({ requirements }: RunResult): ReadonlyMap<string, Finding[]> =>
  groupBy(
    requirements.flatMap(({ consequences = [] }) => consequences),
    ({ followsFrom = '' }) => followsFrom,
  )

function absencesOf(result: RunResult): Absence[] {
  const absent = result.requirements.filter(({ verdict }) => verdict === 'unsupported')
  return [...groupBy(absent, ({ capability }) => capability ?? '')].flatMap(
    ([name, requirements]): Absence[] => {
      if (name === '')
        return requirements.map((requirement) => ({
          title: requirement.title,
          ...withoutUndefined({ reason: requirement.reason }),
          requirements: [requirement],
        }))
      const capability = result.capabilities.find((each) => each.name === name)
      const reason = capability?.detail ?? requirements[0]?.reason
      return [
        {
          capability: name,
          title: capability?.title ?? name,
          ...withoutUndefined({ reason }),
          requirements,
        },
      ]
    },
  )
}

/** Groups in the order in which the keys are first met. */
export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Exchanges by their number. */
export type Exchanges = ReadonlyMap<number, ExchangeRecord>

export const exchangesOf = (result: RunResult): Exchanges =>
  new Map(result.evidence.filter(isExchange).map((record) => [record.id, record]))

/** A client follows ten redirects; in a forged result the chain may be of any length, and contain a loop. */
const longestWay = 100

/** An exchange with those that led to it (challenges, redirects, retries), in the order of sending. */
export function withVia(id: number, exchanges: ReadonlyMap<number, ExchangeRecord>): ExchangeRecord[] {
  const found = new Map<number, ExchangeRecord>()
  const waiting = [id]
  for (let each = waiting.pop(); each !== undefined && found.size < longestWay; each = waiting.pop()) {
    const record = exchanges.get(each)
    if (!record || found.has(each)) continue
    found.set(each, record)
    waiting.push(...record.via.slice(0, longestWay).toReversed())
  }
  return [...found.values()].toSorted((one, other) => one.id - other.id)
}

const isRedirect = ({ response }: ExchangeRecord): boolean =>
  response !== undefined &&
  [301, 302, 303, 307, 308].includes(response.status) &&
  response.headers.some(([name]) => name.toLowerCase() === 'location')

/** A redirect, or the request that followed one. */
const isHop = (record: ExchangeRecord, exchanges: Exchanges): boolean =>
  isRedirect(record) || redirectsTo(record, exchanges).length > 0

const redirectsTo = ({ via }: ExchangeRecord, exchanges: Exchanges): ExchangeRecord[] =>
  via.flatMap((id) => exchanges.get(id) ?? []).filter(isRedirect)

/** The redirects that led to an exchange, in the order of sending, and itself; nothing where it is not stored. */
export function hopsTo(id: number, exchanges: Exchanges): ExchangeRecord[] {
  const record = exchanges.get(id)
  return record ? [...redirectsTo(record, exchanges), record] : []
}

/** Numbers of all exchanges that the findings of these causes rest on. */
export const exchangesSeenIn = (causes: readonly Cause[]): ReadonlySet<number> =>
  new Set(
    causes.flatMap(({ requirement }) =>
      requirement.findings.flatMap(({ evidence }) =>
        evidence.flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : [])),
      ),
    ),
  )

/** The response, in a few words: `200`, `503, then truncated`, `timeout`. */
export function responseOf({ response, error }: ExchangeRecord): string {
  if (!response) return error?.code ?? 'no response'
  return error ? `${response.status}, then ${error.code}` : String(response.status)
}

/**
 * An exchange in one line: `GET /v2/a/tags/list?n=0 → 200`; with its host where it is a hop of a redirect, since
 * hops are distinguished by their hosts. Text of the target is not escaped yet.
 */
export const lineOf = (record: ExchangeRecord, exchanges?: Exchanges): string => {
  const { method, url } = record.request
  return `${method} ${exchanges && isHop(record, exchanges) ? url : pathOf(url)} → ${responseOf(record)}`
}

/** Path and query as they were sent; a URL object would normalise them. */
const pathOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*(?<path>.*)$/is.exec(url)?.groups?.['path'] || url
