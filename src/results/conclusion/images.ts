import type { ImageOutcome } from '../../image/model/outcome.ts'
import { isImageOutcome } from '../record.ts'
import type { RunResult } from '../result.ts'
import { plural } from '../text/words.ts'

const placeOf = ({ place = Number.MAX_SAFE_INTEGER }: ImageOutcome): number => place

/** What became of the images of a run, the gravest first, then in the order of the list; empty where it was about one image or a registry. */
export function outcomesOf({ evidence }: Pick<RunResult, 'evidence'>): readonly ImageOutcome[] {
  const order = ['nonconformant', 'not-tested', 'incomplete', 'conformant'] as const
  const rank = ({ conclusion, failed }: ImageOutcome) => order.indexOf(conclusion) * 1000 - failed.length
  return evidence
    .filter(isImageOutcome)
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) || placeOf(one) - placeOf(other) || (one.name < other.name ? -1 : 1),
    )
}

/** Numbers of images by what became of them. */
export interface ImageCounts {
  all: number
  failed: number
  /** Not all of them, or nothing, could be evaluated. */
  open: number
  conformant: number
  warned: number
  /** Taken over from an earlier result. */
  earlier: number
}

export function imageCounts(outcomes: readonly ImageOutcome[]): ImageCounts {
  const of = (matches: (outcome: ImageOutcome) => boolean) => outcomes.filter((each) => matches(each)).length
  return {
    all: outcomes.length,
    failed: of(({ conclusion }) => conclusion === 'nonconformant'),
    open: of(({ conclusion }) => conclusion === 'incomplete' || conclusion === 'not-tested'),
    conformant: of(({ conclusion }) => conclusion === 'conformant'),
    warned: of(({ warned }) => warned.length > 0),
    earlier: of(({ earlier }) => earlier === true),
  }
}

/** `12 of 1000 images failed, 2 could not be evaluated`; undefined where the run was not about many. */
export function imagesInWords(result: RunResult): string | undefined {
  const outcomes = outcomesOf(result)
  const planned = Number(result.target.details['images'] ?? 0)
  if (outcomes.length === 0 && planned === 0) return undefined
  const { failed, open, all } = imageCounts(outcomes)
  const total = Math.max(planned, all)
  const parts = [
    ...(failed > 0
      ? [`${failed} of ${plural(total, 'image')} failed`]
      : [`No failures in ${plural(all, 'image')}`]),
    ...(open > 0 ? [`${open} could not be evaluated`] : []),
    ...(all < total ? [`${total - all} were not reached`] : []),
  ]
  return parts.join(', ')
}
