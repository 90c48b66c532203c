import { columns, figuresOf, measurementsOf, type Figures } from '../text/measurements.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { html, type Content } from '../page/markup.ts'

const numbers = ['count', 'size', 'median', 'p95', 'rate', 'throughput'] as const satisfies (keyof Figures)[]

/** How long operations took, and how much they moved. */
export function measurementTable(result: RunResult): Content {
  const rows = measurementsOf(result).map(figuresOf)
  if (rows.length === 0) return undefined
  return html`<section id="measurements">
    <h2>Measurements</h2>
    <p class="lead">
      Content of realistic size, one operation at a time. Times include the network and this machine; no
      requirement depends on them.
    </p>
    <table class="measurements">
      <thead>
        <tr>
          <th scope="col">${columns.operation}</th>
          ${numbers.map((name) => html`<th scope="col" class="amount">${columns[name]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">
                ${cut(row.operation, 160)}
                ${row.remark !== '' && html`<span class="quiet">${cut(row.remark, 300)}</span>`}
              </th>
              ${numbers.map((name) => html`<td class="amount">${row[name]}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}
