import type { RunResult } from '../../results/result.ts'
import { lineOf } from '../../results/causes/causes.ts'
import { brief } from '../text/finding-text.ts'
import { cut, fit } from '../../results/text/printable.ts'
import { inFlight, requestsInWords, ticksOf, timingsOf, type Timings } from '../text/timings.ts'
import { durationInWords } from '../../results/text/words.ts'
import type { Exhibit } from './exchange.ts'
import { html, type Markup, type Content } from '../page/markup.ts'

/** Pixels; the chart is stretched to the width of the page. */
const height = 90
/** Columns of the chart: each shows the most requests that were in flight at once in its time. */
const columns = 500

/** When requests were sent, and what took long. `seen` are those that failures were seen in. */
export function timingSection(result: RunResult, seen: ReadonlySet<number>, exhibit: Exhibit): Content {
  const timings = timingsOf(result)
  if (!timings) return undefined
  const { most, median, ninetyFifth, slowest, slowestTests } = timings
  const sums = `${requestsInWords(timings)}; at most ${most} at once; median ${inMs(median)}, p95 ${inMs(ninetyFifth)}`
  return html`<section id="timings">
    <h2>Timings</h2>
    <p class="lead">${sums}. The chart shows the requests in flight; red lines mark those of failures.</p>
    ${chart(timings, seen, sums)}
    <div class="slowest">
      <table>
        <caption>
          slowest requests
        </caption>
        <tbody>
          ${slowest.map(
            (record) =>
              html`<tr>
                <td class="amount">${inMs(record.duration)}</td>
                <th scope="row">
                  ${exhibit.link(record.id, html`#${record.id} <code>${fit(brief(lineOf(record)), 110)}</code>`)}
                </th>
              </tr>`,
          )}
        </tbody>
      </table>
      <table>
        <caption>
          slowest tests
        </caption>
        <tbody>
          ${slowestTests.map(
            ({ id, title, duration }) =>
              html`<tr>
                <td class="amount">${inMs(duration)}</td>
                <th scope="row">${cut(title, 160)} <code class="quiet">${id}</code></th>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

/** How many requests were in flight, over time; where a failure was seen is marked. */
function chart(timings: Timings, seen: ReadonlySet<number>, words: string): Markup {
  const { exchanges, most, end } = timings
  const marks = exchanges.filter(({ id }) => seen.has(id))
  return html`<svg
    class="chart"
    role="img"
    aria-label="Requests in flight over time: ${words}"
    height="${height + 22}"
  >
    ${ticksOf(end).map((tick) => {
      const x = `${((tick / Math.max(end, 1)) * 100).toFixed(2)}%`
      return html`<line x1="${x}" x2="${x}" y1="0" y2="${height + 4}" />
        <text x="${x}" y="${height + 17}">${tick === 0 ? '0' : durationOf(tick)}</text>`
    })}
    <svg viewBox="0 0 ${columns} ${height}" width="100%" height="${height}" preserveAspectRatio="none">
      <path class="usual" d="${area(inFlight(timings, columns), most)}" />
      <path
        class="seen"
        d="${marks.map(({ startedAt }) => `M${tenth((startedAt / Math.max(end, 1)) * columns)} 0v${height}`).join('')}"
      />
    </svg>
  </svg>`
}

/** An area as one path: steps to the right, and up or down where the number changes. */
function area(counts: readonly number[], most: number): string {
  const heights = counts.map((count) => tenth(height - (count / most) * height))
  const steps = heights.map((each, at) => (each === heights[at - 1] ? '' : `H${at}V${each}`))
  return `M0 ${height}${steps.join('')}H${counts.length}V${height}z`
}

const tenth = (value: number): number => Math.round(value * 10) / 10

const inMs = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : durationInWords(milliseconds)

const durationOf = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`
