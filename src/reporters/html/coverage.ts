import { coverageOf, coverageSentence, reasonText } from '../text/coverage.ts'
import { cut } from '../../results/text/printable.ts'
import type { CoverageRecord } from '../../registry/record/coverage.ts'
import type { RunResult } from '../../results/result.ts'
import { html, type Content } from '../page/markup.ts'

/** Pairs that are listed of a group and reason; results.json has all. */
const most = 40

const reasonCell = ({ missing }: CoverageRecord): Content =>
  missing.map(
    ({ reason, pairs }) =>
      html`<details>
        <summary>${pairs.length}: ${reasonText(reason)}</summary>
        ${cut(pairs.slice(0, most).join('; '), 4000)}${pairs.length > most && ' …'}
      </details>`,
  )

/** What generated sequences have brought together, and what they have not and why. */
export function coverageTable(result: RunResult): Content {
  const records = coverageOf(result)
  if (records.length === 0) return undefined
  return html`<section id="coverage">
    <h2>Generated sequences</h2>
    <p class="lead">${coverageSentence(records)}.</p>
    <table class="measurements">
      <thead>
        <tr>
          <th scope="col">Pairs of</th>
          <th scope="col" class="amount">occurred</th>
          <th scope="col">did not occur</th>
        </tr>
      </thead>
      <tbody>
        ${records.map(
          (record) =>
            html`<tr>
              <th scope="row">${cut(record.group, 160)}</th>
              <td class="amount">${String(record.covered)}</td>
              <td>${reasonCell(record)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}
