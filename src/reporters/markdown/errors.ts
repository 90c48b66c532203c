import type { ErrorCause } from '../../results/causes/error-causes.ts'
import { evidenceLines, exchangeEvidence } from '../text/finding-text.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import { ids, type Part } from './causes.ts'
import { code, prose } from './escape.ts'

/** At most this many of the requests that ended for one reason are shown. */
const seenLimit = 3

/** Why requirements could not be evaluated: the sentence, then which ones and in which requests. */
export function errorBlock(cause: ErrorCause, { exchanges: known }: Part): string {
  const { requirements, blocks, exchanges } = cause
  const more = exchanges.length - seenLimit
  const seen = evidenceLines(exchangeEvidence(exchanges.slice(0, seenLimit)), known).map(
    (line) => `- request: ${code(line)}`,
  )
  return [
    `### ${verdictWords.error.symbol} ${plural(requirements.length, 'requirement')} could not be evaluated`,
    [
      `- reason: ${prose(cause.reason)}`,
      ...seen,
      ...(more > 0 ? [`- and ${plural(more, 'more request')}`] : []),
    ].join('\n'),
    `Concerns: ${ids(requirements)}`,
    ...(blocks.length > 0 ? [`Blocks: ${ids(blocks)}`] : []),
  ].join('\n\n')
}
