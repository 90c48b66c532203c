import type { RunResult } from '../../results/result.ts'
import { lineOf } from '../../results/causes/causes.ts'
import { brief } from '../text/finding-text.ts'
import { cut, fit } from '../../results/text/printable.ts'
import { ticksOf, timingsOf, type Bar, type Timings } from '../text/timings.ts'
import { durationInWords, plural } from '../../results/text/words.ts'
import { html, pageLink, Markup, type Content } from '../page/markup.ts'

/** The chart's own units; it is stretched to the width of the page. */
const width = 1000
const lane = 5
/** Lanes beyond these are drawn in the last one. */
const mostLanes = 48

/** When requests were sent, and what took long. `seen` are those that failures were seen in. */
export function timingSection(result: RunResult, seen: ReadonlySet<number>): Content {
  const timings = timingsOf(result)
  if (!timings) return undefined
  const { bars, lanes, median, ninetyFifth, slowest, slowestTests } = timings
  const sums = `${plural(bars.length, 'request')}, at most ${lanes} at once; median ${inMs(median)}, p95 ${inMs(ninetyFifth)}`
  return html`<section id="timings">
    <h2>Timings</h2>
    <p class="lead">${sums}. Those of failures are highlighted.</p>
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
                  ${pageLink(`exchange-${record.id}`, html`#${record.id} <code>${fit(brief(lineOf(record)), 110)}</code>`)}
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

function chart({ bars, lanes, end }: Timings, seen: ReadonlySet<number>, words: string): Markup {
  const height = Math.min(lanes, mostLanes) * lane
  const scale = width / Math.max(end, 1)
  const usual = bars.filter(({ exchange }) => !seen.has(exchange.id))
  const marked = bars.filter(({ exchange }) => seen.has(exchange.id))
  return html`<svg class="chart" role="img" aria-label="Requests over time: ${words}" height="${height + 22}">
    ${ticksOf(end).map((tick) => {
      const x = `${((tick / Math.max(end, 1)) * 100).toFixed(2)}%`
      return html`<line x1="${x}" x2="${x}" y1="0" y2="${height + 4}" />
        <text x="${x}" y="${height + 17}">${tick === 0 ? '0' : durationOf(tick)}</text>`
    })}
    <svg viewBox="0 0 ${width} ${height}" width="100%" height="${height}" preserveAspectRatio="none">
      <path class="usual" d="${path(usual, scale)}" />
      <path class="seen" d="${path(marked, scale)}" />
    </svg>
  </svg>`
}

/** One rectangle a request, all in one path: a few bytes each. */
const path = (bars: readonly Bar[], scale: number): string =>
  bars
    .map(({ exchange, lane: at }) => {
      const x = tenth(exchange.startedAt * scale)
      const wide = Math.max(1, tenth(exchange.duration * scale))
      return `M${x} ${Math.min(at, mostLanes - 1) * lane}h${wide}v${lane - 1}h-${wide}z`
    })
    .join('')

const tenth = (value: number): number => Math.round(value * 10) / 10

const inMs = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : durationInWords(milliseconds)

const durationOf = (milliseconds: number): string =>
  milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`
