import type { RunResult } from '../result.ts'
import {
  conclusionOf,
  staleEntries,
  unevaluated,
  unfinishedTests,
  unseenEssentials,
  type ConclusionOptions,
} from './conclusion.ts'
import { unexpected } from '../expectations/unexpected.ts'
import { notSelected } from '../../engine/plan.ts'
import type { RequirementResult } from '../../engine/events.ts'
import { errorCauses } from '../causes/error-causes.ts'
import { isImageRecord } from '../record.ts'
import { imagesInWords } from './images.ts'
import { countOf, plural } from '../text/words.ts'

/** A part of the sentence, and a reason that may repeat what the target sent. */
export interface HeadlinePart {
  text: string
  because?: string
}

/**
 * The outcome of a run, in one sentence without full stop: what failed, of how many requirements that were evaluated, and
 * why the others were not. The same sentence heads every report; it is not escaped.
 */
export const headlineOf = (result: RunResult, options: ConclusionOptions = {}): string =>
  headlineParts(result, options)
    .map(({ text, because }) => (because === undefined ? text : `${text}: ${because}`))
    .join('; ')

/** The parts of the headline, for formats that quote what comes from the target. */
export function headlineParts(result: RunResult, options: ConclusionOptions = {}): HeadlinePart[] {
  const { name, evaluated } = conclusionOf(result, options)
  const open = [...givenUp(result), ...openIn(result), ...unseen(result), ...unfinished(result)]
  if (!result.complete && result.aborted !== undefined)
    return [{ text: 'The run did not finish', because: result.aborted }]
  const among = `in the ${plural(evaluated, 'requirement')} evaluated`
  const images = imagesInWords(result)
  const known = knownIn(result) > 0
  switch (name) {
    case 'interrupted':
      return plain(
        ...(result.complete && images !== undefined ? [images] : []),
        result.complete
          ? `The run was interrupted; ${evaluated} requirements were evaluated`
          : 'The run did not finish: it was killed, or it crashed',
      )
    case 'not-tested':
      return [
        ...plain(...(images === undefined ? [] : [images]), 'Nothing was evaluated'),
        ...open,
        ...untestable(result),
      ]
    case 'nonconformant':
      return [
        ...plain(...(images === undefined ? [] : [images])),
        ...failures(result, options, evaluated),
        ...stale(result),
        ...open,
      ]
    default:
      return [
        ...plain(
          ...(images === undefined
            ? [
                `${known ? 'No new failures' : 'No failures'}${ofLevel(result, options)} ${among}${besides(result, options)}`,
              ]
            : [
                `${images}${ofLevel(result, options)} (${plural(evaluated, 'requirement')} evaluated)${besides(result, options)}`,
              ]),
        ),
        ...stale(result),
        ...open,
        ...sparse(result),
        ...untestable(result),
      ]
  }
}

const plain = (...texts: readonly string[]): HeadlinePart[] => texts.map((text) => ({ text }))

const knownIn = ({ expectations }: RunResult): number => (expectations?.expected ?? []).length

function failures(result: RunResult, options: ConclusionOptions, evaluated: number): HeadlinePart[] {
  const { fail, warn } = unexpected(result, options)
  const isNew = knownIn(result) > 0 ? 'new ' : ''
  const among = `in the ${plural(evaluated, 'requirement')} evaluated`
  if (fail > 0 && isNew !== '')
    return plain(`${plural(fail, 'new failure')} ${among}${besides(result, options)}`)
  if (fail > 0)
    return plain(
      `${fail} of the ${plural(evaluated, 'requirement')} evaluated failed${besides(result, options)}`,
    )
  if (warn > 0) return plain(`${plural(warn, `${isNew}warning`)} ${among}, which --strict counts as failures`)
  return []
}

/** In brackets, what else a reader needs to know. */
function besides(result: RunResult, options: ConclusionOptions): string {
  const { uncounted } = unexpected(result, options)
  const { warn } = result.totals.requirements
  const parts = [
    ...(uncounted > 0 ? [`${plural(uncounted, 'failure')} not counted by --level ${options.level}`] : []),
    ...(knownIn(result) > 0 ? [plural(knownIn(result), 'known failure')] : []),
    ...(warn > 0 ? [countOf('warn', warn)] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** Which requirements a run without failures covers, where others failed. */
function ofLevel(result: RunResult, options: ConclusionOptions): string {
  if (unexpected(result, options).uncounted === 0) return ''
  return ` of requirements whose level is ${options.level === 'stated' ? 'stated' : 'stated or in a table'}`
}

const givenUp = ({ aborted }: RunResult): HeadlinePart[] =>
  aborted === undefined ? [] : [{ text: 'the run was aborted', because: aborted }]

/** What could not be evaluated, with the most frequent reason. */
function openIn(result: RunResult): HeadlinePart[] {
  const open = unevaluated(result)
  if (open.length === 0) return []
  const knockOn = blockedBy(result, open).length
  const [most, ...others] = errorCauses(result, open)
  const more = others.length > 0 ? ` (and ${plural(others.length, 'other reason')})` : ''
  const text = `${open.length + knockOn} could not be evaluated`
  return [most ? { text, because: `${most.reason}${more}` } : { text }]
}

/** Why nothing was evaluated of what each implementation supports; what is in error already has its reason. */
function unseen(result: RunResult): HeadlinePart[] {
  const unexplained = unseenEssentials(result).filter(
    ({ verdict }) => verdict === 'unsupported' || verdict === 'skipped',
  )
  // The last one is about all of them.
  const last = unexplained.at(-1)
  if (!last) return []
  const advice = canOnlyBeRead(result) ? ' (use --read-only where nothing can be pushed)' : ''
  const text = `no requirement that applies to every implementation could be evaluated${advice}`
  return [last.reason === undefined ? { text } : { text, because: last.reason }]
}

/** Pushing is not supported, and the run has tried it. */
const canOnlyBeRead = ({ capabilities, profile }: RunResult): boolean =>
  !profile.readOnly && capabilities.some(({ name, state }) => name === 'push' && state === 'unsupported')

/** Generated sequences that did not come to their end, with the reason of the first. */
function unfinished(result: RunResult): HeadlinePart[] {
  const tests = unfinishedTests(result)
  const [first] = tests
  if (first?.unfinished === undefined) return []
  const text = tests.length === 1 ? `${first.id} did not finish` : `${tests.length} tests did not finish`
  const others = new Set(tests.map((each) => each.unfinished)).size - 1
  const more = others > 0 ? ` (and ${plural(others, 'other reason')})` : ''
  return [{ text, because: `${first.unfinished}${more}` }]
}

/** What is blocked by requirements that could not be evaluated themselves. */
function blockedBy({ requirements }: RunResult, open: readonly RequirementResult[]): RequirementResult[] {
  const ids = new Set(open.map(({ id }) => id))
  return requirements.filter(
    ({ id, verdict, blockedBy: by = '' }) => verdict === 'blocked' && ids.has(by) && !ids.has(id),
  )
}

/** What is not testable in the mode of the run, or with its options. */
function untestable({ requirements, profile }: RunResult): HeadlinePart[] {
  const { length } = requirements.filter(
    ({ verdict, reason, unobservable }) =>
      verdict === 'skipped' && unobservable === undefined && reason !== notSelected,
  )
  if (length === 0 || profile.shard !== undefined || profile.specification === 'image') return []
  return plain(`${length} not testable in ${profile.readOnly ? 'read-only mode' : 'this run'}`)
}

/** Manifests that sparse indexes leave out, which the specification allows. */
function sparse({ evidence }: RunResult): HeadlinePart[] {
  const found = evidence.find(isImageRecord)?.sparse
  return found
    ? plain(`${found.missing} of ${found.entries} manifests of sparse indexes are not in the image`)
    : []
}

function stale(result: RunResult): HeadlinePart[] {
  if (staleEntries(result) === 0) return []
  const { passing = 0, expired = 0 } = result.expectations?.totals ?? {}
  return plain(
    ...(passing > 0 ? [`${plural(passing, 'expected failure passes', 'expected failures pass')} now`] : []),
    ...(expired > 0 ? [`${plural(expired, 'expectation has', 'expectations have')} expired`] : []),
  )
}
