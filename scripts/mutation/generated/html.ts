import { html, type Content } from '../../../src/reporters/page/markup.ts'
import { cellsOf, dimensions, type Cell, type DimensionName } from './fate.ts'
import { generatedSum } from './report.ts'
import type { Generated } from './run.ts'

const number = (value: number, isBad: boolean): Content =>
  html`<td class="number ${isBad ? 'bad' : ''}">${String(value)}</td>`

const cellRow = ({ value, faults, caught, warned, missed, untriggered }: Cell): Content =>
  html`<tr>
    <th scope="row"><code>${value}</code></th>
    ${number(faults, false)} ${number(caught, caught === 0)} ${number(warned, warned > 0)}
    ${number(missed, missed > 0)} ${number(untriggered, untriggered > 0)}
  </tr>`

const table = (dimension: DimensionName, { fates }: Generated): Content =>
  html`<h3>By ${dimension}</h3>
    <table>
      <tr>
        <th>${dimension}</th>
        <th class="number">faults</th>
        <th class="number">caught</th>
        <th class="number">warned of</th>
        <th class="number">missed</th>
        <th class="number">never happened</th>
      </tr>
      ${cellsOf(fates, dimension).map(cellRow)}
    </table>`

/** The kill matrix of generated faults by dimension, and the faults that survived. */
export function section(generated: Generated): Content {
  const survivors = generated.fates.filter(({ ending }) => ending !== 'caught')
  return html`<h2>Generated faults</h2>
    <p>
      A base effect under a condition, in a state, each in a registry of its own. ${generatedSum(generated)}.
    </p>
    ${dimensions.map((dimension) => table(dimension, generated))}
    <h3>Survivors</h3>
    <ul>
      ${survivors.map(
        ({ fault, ending, fired }) =>
          html`<li>
            <code>${fault.id}</code>: ${fault.title}
            <span class="dim">${ending === 'missed' ? `missed, happened ${fired} times` : ending}</span>
          </li>`,
      )}
    </ul>`
}
