import { documentText } from '../../src/reporters/page/document.ts'
import { sourceOf, styleSheet } from '../../src/reporters/page/read-assets.ts'
import { html, type Content } from '../../src/reporters/page/markup.ts'
import type { Matrix, Row } from './matrix.ts'
import { isPrecise, type Kill } from './verdict.ts'

const style = styleSheet(new URL('page.css', sourceOf(import.meta.url)))

const number = (value: Content): Content => html`<td class="number">${value}</td>`

const share = (part: number, whole: number): Content =>
  html`<td class="number ${part === whole ? 'good' : 'bad'}">${part} of ${whole}</td>`

const rowOf = ({ suite, requirements, violated, faults, caught, precise }: Row): Content =>
  html`<tr>
    <th scope="row">${suite}</th>
    ${share(violated, requirements)} ${number(faults)} ${share(caught, faults)} ${share(precise, faults)}
  </tr>`

function killRow(kill: Kill): Content {
  const { fault, spec, expected, reported, caught, others } = kill
  const verdict = reported?.verdict ?? 'pass'
  const also = fault.also ?? []
  return html`<tr>
    <td>
      <code>${fault.id}</code><br />${fault.title}
      ${fault.seenIn !== undefined && html`<br /><span class="dim">seen in ${fault.seenIn}</span>`}
    </td>
    <td><code>${fault.violates}</code> <span class="dim">${spec}</span></td>
    <td class="${caught ? 'good' : 'bad'}">${caught ? expected : `${expected} expected, ${verdict}`}</td>
    <td>${(reported?.tests ?? []).map((test) => html`<code>${test}</code><br />`)}</td>
    <td class="${isPrecise(kill) ? 'dim' : 'bad'}">
      ${others.map(({ requirement, reported: other }) => html`${other.verdict} <code>${requirement}</code><br />`)}
      ${also.map((id) => html`<code>${id}</code><br />`)} ${also.length > 0 && fault.because}
    </td>
  </tr>`
}

const list = (title: string, entries: readonly Content[]): Content =>
  entries.length > 0 &&
  html`<h2 class="bad">${title}</h2>
    <ul>
      ${entries.map((entry) => html`<li>${entry}</li>`)}
    </ul>`

/**
 * The kill matrix as one page that needs nothing else: each fault, and the tests that caught it; behind it what became of
 * generated faults, where some were tried.
 */
export function page(matrix: Matrix, rows: readonly Row[], generated?: Content): string {
  const { kills, falseAlarms, unproven } = matrix
  const inOrder = kills.toSorted(
    (one, other) => Number(one.caught && isPrecise(one)) - Number(other.caught && isPrecise(other)),
  )
  return documentText({
    title: 'Mutation run, oci-assay',
    style,
    body: html`<h1>Each test has been seen to fail</h1>
      <p>
        Each line below is the embedded registry with one fault built in, or an image layout with one defect,
        and all suites run against it. It is caught where the requirement that it violates failed, and precise
        where no other one did.
      </p>
      <table>
        <tr>
          <th>suite</th>
          <th class="number">requirements with a fault</th>
          <th class="number">faults</th>
          <th class="number">caught</th>
          <th class="number">precise</th>
        </tr>
        ${rows.map(rowOf)}
      </table>
      ${list(
        'False alarms',
        falseAlarms.map(
          ({ where, requirement, text }) => html`${where}: <code>${requirement}</code>: ${text}`,
        ),
      )}
      ${list(
        'Requirements without a fault',
        unproven.map((id) => html`<code>${id}</code>`),
      )}
      <h2>Faults</h2>
      <table>
        <tr>
          <th>fault</th>
          <th>requirement</th>
          <th>verdict</th>
          <th>caught by</th>
          <th>with it</th>
        </tr>
        ${inOrder.map(killRow)}
      </table>
      ${generated ?? ''}`,
  })
}
