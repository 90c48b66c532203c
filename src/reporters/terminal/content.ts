import { contentMatrix, outcomeWords, refusalOf } from '../text/content-matrix.ts'
import { printableValue } from '../text/finding-text.ts'
import { wrap } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { Page } from './page.ts'

/** Which kinds of content the registry accepts, and why it rejects the others. */
export function contentLines(result: RunResult, page: Page): string[] {
  const kinds = contentMatrix(result).flatMap((group) => group.kinds)
  if (kinds.length === 0) return []
  const accepted = kinds.filter(({ outcome }) => outcome === 'accepted').length
  return [
    `${accepted} of ${kinds.length} artifact types accepted`,
    ...kinds.flatMap((kind) => {
      const taken = kind.outcome === 'accepted'
      const why = refusalOf(kind)
      return [
        `${page.paint.verdict(taken ? 'pass' : 'warn', taken ? '✓' : '✗')} ${kind.what}${taken ? '' : `: ${outcomeWords[kind.outcome]}`}`,
        ...(why === undefined
          ? []
          : wrap(printableValue(why), page.width - 4).map((line) => `    ${page.paint.quiet(line)}`)),
      ]
    }),
  ]
}
