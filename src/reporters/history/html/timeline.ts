import type { Point, Series } from '../../../results/history/history.ts'
import { verdicts } from '../../../engine/verdict.ts'
import { cut } from '../../../results/text/printable.ts'
import { plural } from '../../../results/text/words.ts'
import { html, type Markup } from '../../page/markup.ts'
import { conclusionWords, dayOf } from '../words.ts'
import { resultAnchor, stepAnchor } from './links.ts'

/** Consecutive results of one version of the product, judged by one list of requirements. */
interface Stretch {
  first: Point
  /** Positions in the series. */
  results: number[]
}

function stretchesOf({ results }: Series): Stretch[] {
  const stretches: Stretch[] = []
  for (const [at, point] of results.entries()) {
    const last = stretches.at(-1)
    if (last && conditionsOf(last.first) === conditionsOf(point)) last.results.push(at)
    else stretches.push({ first: point, results: [at] })
  }
  return stretches
}

const conditionsOf = ({ version, tool, requirements }: Point): string =>
  JSON.stringify([version, tool, requirements])

/** One mark a result, oldest first, by the version of the product and of what judges it. */
export const timeline = (series: Series): Markup =>
  html`<dl class="timeline">
    ${stretchesOf(series).map((stretch, at, all) => row(series, stretch, all[at - 1]))}
  </dl>`

const row = (series: Series, { first, results }: Stretch, before: Stretch | undefined): Markup =>
  html`<dt>
      ${cut(first.version ?? 'no version', 60)}
      <span class="quiet">${daysOf(series, results)}</span>
      <span class="quiet"
        >${judgedBy(first)}${before !== undefined && before.first.requirements !== first.requirements && ', changed'}</span
      >
    </dt>
    <dd>${results.map((at) => mark(series, at))}</dd>`

function daysOf({ results }: Series, positions: readonly number[]): string {
  const [first = '', last = ''] = [positions.at(0), positions.at(-1)].map((at) =>
    dayOf(results[at ?? 0]?.startedAt ?? ''),
  )
  return first === last ? first : `${first} to ${last}`
}

const judgedBy = ({ tool, totals }: Point): string =>
  `${cut(tool, 60)}, ${plural(
    verdicts.reduce((sum, verdict) => sum + totals[verdict], 0),
    'requirement',
  )}`

function mark(series: Series, at: number): Markup {
  const point = series.results[at]
  if (!point) return html``
  const { name } = point.conclusion
  const { symbol, word } = conclusionWords[name]
  const step = series.steps.find(({ to }) => to === at)
  const title = `${dayOf(point.startedAt)}: ${word}, ${point.totals.fail} failed${step ? ', changed' : ''}`
  const anchor = step ? stepAnchor(series, step) : resultAnchor(series, at)
  return html`<a class="mark ${name}${step && ' changed'}" href="#${anchor}" title="${title}"
    ><span aria-hidden="true">${symbol}</span><span class="spoken">${title}</span></a
  > `
}
