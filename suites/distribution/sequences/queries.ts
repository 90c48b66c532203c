import type { Sequence, Step } from './sequence.ts'

/** Steps that put what has reserved characters into a query: digests, repositories, media types. */
type Queried = Extract<Step, { query?: 'escaped' }>

const queried: ReadonlySet<Step['do']> = new Set<Queried['do']>([
  'push-blob',
  'push-wrong-digest',
  'close',
  'close-wrong-digest',
  'mount',
  'list-referrers',
])

export const isQueried = (step: Step): step is Queried =>
  queried.has(step.do) && (step.do !== 'list-referrers' || step.artifactType !== undefined)

const parameters = /([?&](?:digest|digest-algorithm|mount|from|artifactType)=)([^&]*)/g

const escaped = (value: string): string => value.replaceAll(':', '%3A').replaceAll('/', '%2F')

/** A URL whose parameters of the specification are written with escapes; what the registry has put into it stays as it is. */
export function escapedQuery(url: string): string {
  if (url.startsWith('/'))
    return url.replace(parameters, (_, name: string, value: string) => `${name}${escaped(value)}`)
  // What closes an upload comes after all that the registry has put into its URL.
  const at = Math.max(url.lastIndexOf('?'), url.lastIndexOf('&')) + 1
  const [start, last] = [url.slice(0, at), url.slice(at)]
  return last.startsWith('digest=') ? `${start}${escaped(last)}` : url
}

/** Steps whose query has two parameters. */
type OfTwo = Extract<Step, { order?: 'reversed' }>

const hasTwo = (step: Step): step is OfTwo =>
  step.do === 'mount' ||
  (step.do === 'list-tags' &&
    step.pages?.n !== undefined &&
    (step.pages.by === 'last' || step.pages.after !== undefined))

/** A path with its parameters in reverse order; a URL that the registry has made stays as it is. */
export function reversedQuery(path: string): string {
  const [start = '', query] = path.split('?', 2)
  return query === undefined || !path.startsWith('/')
    ? path
    : `${start}?${query.split('&').toReversed().join('&')}`
}

/** What is of account for a request beside its own form: what the sequence did last with the blob, upload or subject. */
function subjectOf(step: Queried): string {
  if ('blob' in step) return `${step.at} ${step.blob}`
  if ('upload' in step) return step.upload
  return `${step.at} ${step.subject === 'missing' ? 'missing' : step.subject.manifest}`
}

const formOf = (step: Queried): string => `${step.do} ${'way' in step ? step.way : ''}`

/** Every other value of each kind is true; the first ones too. */
function alternating(): (kind: string) => boolean {
  const values = new Map<string, boolean>()
  let first = false
  return (kind) => {
    const known = values.get(kind)
    if (known === undefined) first = !first
    const value = known === undefined ? first : !known
    values.set(kind, value)
    return value
  }
}

/**
 * Writes every other query of the same kind of request with escapes: of requests that follow the same kind of request about the same
 * thing, and where there is only one of these, of all. Every other one that has two parameters has them in reverse order.
 */
export function withQueries(sequences: readonly Sequence[]): Sequence[] {
  const [isNextEscaped, isNextReversed] = [alternating(), alternating()]
  const ordered = (step: Step): Step =>
    hasTwo(step) && isNextReversed(step.do === 'mount' ? step.do : `${step.do} by ${step.pages?.by}`)
      ? { ...step, order: 'reversed' }
      : step
  return sequences.map((sequence) => {
    const last = new Map<string, string>()
    const written = (step: Step): Step => {
      if (step.do === 'at-once') return { ...step, steps: step.steps.map(written) }
      if (!isQueried(step)) return ordered(step)
      const subject = subjectOf(step)
      const isEscaped = isNextEscaped(`${formOf(step)} after ${last.get(subject) ?? 'nothing'}`)
      last.set(subject, formOf(step))
      return ordered(isEscaped ? { ...step, query: 'escaped' } : step)
    }
    return { ...sequence, steps: sequence.steps.map(written) }
  })
}
