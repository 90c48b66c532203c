import { isSafe } from '../record/operation.ts'
import type { ExchangeRecord } from '../record/exchange.ts'
import { addition, locationOf, nextOf } from './locations.ts'
import { operationOf, type Operation } from './operation.ts'

/** One request as a test sent it, with what it led to: challenges, redirects and retries on the way are one with it. */
export interface Step {
  /** The exchange that ended it. */
  id: number
  test: string
  /** As it was sent at first. */
  first: ExchangeRecord
  /** With the response that it led to. */
  last: ExchangeRecord
  /** It was redirected. */
  redirected: boolean
  operation: Operation
  /** The earlier response that led to its URL. */
  source?: Source
  /** The step that began its upload session. */
  session?: Step
}

export interface Source {
  step: Step
  by: 'location' | 'next'
  /** What the request added to it, such as `&digest=…`. */
  added: string
}

/** All that tests sent, in the order of sending. */
export interface Steps {
  all: readonly Step[]
  /** The step that an exchange is part of. */
  of(exchange: number): Step | undefined
}

const isRedirect = ({ response }: ExchangeRecord): boolean =>
  response !== undefined && response.status >= 300 && response.status < 400 && response.status !== 304

/** A chain of a forged result may be of any length. */
const longestWay = 100

export const succeeded = ({ last: { response, error } }: Pick<Step, 'last'>): boolean =>
  response !== undefined && !error && response.status < 300

/** Milliseconds: times in results are rounded to tenths, so that what was sent next may look as if it overlapped. */
const rounding = 0.2

/** When a step had certainly not ended yet. */
export const endOf = ({ last }: Pick<Step, 'last'>): number => last.startedAt + last.duration - rounding

export const isChange = ({ first }: Step): boolean => !isSafe(first.request.method)

export function stepsOf(exchanges: ReadonlyMap<number, ExchangeRecord>): Steps {
  const onTheWay = new Set([...exchanges.values()].flatMap(({ via }) => via))
  const ends = [...exchanges.values()]
    .filter(({ id, test }) => test !== undefined && !onTheWay.has(id))
    .map((last) => ({ last, ...begin(last, exchanges) }))
    .toSorted((one, other) => one.first.id - other.first.id)
  const known = createPlaces()
  const byExchange = new Map<number, Step>()
  const all = ends.map(({ last, first, way, redirected }): Step => {
    const source = known.sourceOf(first)
    const session = source && sessionOf(source)
    const operation = operationOf(first, session?.operation.repository)
    const step: Step = {
      id: last.id,
      test: last.test ?? '',
      first,
      last,
      redirected,
      operation,
      ...(source ? { source } : {}),
      ...(session ? { session } : {}),
    }
    known.add(step)
    for (const each of [last, ...way]) byExchange.set(each.id, step)
    return step
  })
  return { all, of: (exchange) => byExchange.get(exchange) }
}

/** The exchange with which a request began. Of challenges and retries the last try is that of all. */
function begin(
  last: ExchangeRecord,
  exchanges: ReadonlyMap<number, ExchangeRecord>,
): { first: ExchangeRecord; way: readonly ExchangeRecord[]; redirected: boolean } {
  const way = last.via
    .slice(0, longestWay)
    .flatMap((id) => exchanges.get(id) ?? [])
    .filter(({ test }) => test !== undefined)
  const redirect = way.find(isRedirect)
  return { first: redirect ?? last, way, redirected: redirect !== undefined }
}

/** The step that began the session which a Location leads to. */
function sessionOf({ step, by }: Source): Step | undefined {
  if (by !== 'location') return undefined
  if (step.session) return succeeded(step) && step.first.request.method === 'PUT' ? undefined : step.session
  return step.first.request.method === 'POST' && step.last.response?.status === 202 ? step : undefined
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url

/** Where responses have led so far. */
function createPlaces() {
  const places = new Map<string, { step: Step; url: string; by: Source['by'] }[]>()
  const add = (step: Step, url: string | undefined, by: Source['by']) => {
    if (url === undefined) return
    const known = places.get(pathOf(url))
    if (known) known.push({ step, url, by })
    else places.set(pathOf(url), [{ step, url, by }])
  }

  return {
    add(step: Step) {
      if (isRedirect(step.last)) return
      // A session that was canceled leads nowhere, whatever the response says.
      if (step.first.request.method !== 'DELETE') add(step, locationOf(step.last), 'location')
      add(step, nextOf(step.last), 'next')
    },
    /** The latest response of the same test that led there, else of any: one that had arrived when the request was sent. */
    sourceOf({ request, test, startedAt }: ExchangeRecord): Source | undefined {
      const found = (places.get(pathOf(request.url)) ?? []).flatMap(({ step, url, by }) => {
        if (startedAt < endOf(step)) return []
        const added = addition(request.url, url)
        // A next page is a URL of its own: what adds something to it is another request.
        return added === undefined || (by === 'next' && added !== '') ? [] : [{ step, by, added }]
      })
      return found.findLast(({ step }) => step.test === test) ?? found.at(-1)
    },
  }
}
