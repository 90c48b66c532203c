import { html, Markup, type Content } from '../../src/reporters/page/markup.ts'
import type { Matrix, Row } from './matrix.ts'
import { isPrecise, type Kill } from './verdict.ts'

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9de, #3a4048); --bad: light-dark(#b3261e, #ff8a80);
  --good: light-dark(#1b6e3c, #7bd89f); --dim: light-dark(#59616b, #a4adb8) }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line) }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
code { font-size: .9em; overflow-wrap: anywhere }
.bad { color: var(--bad); font-weight: 600 } .good { color: var(--good) } .dim { color: var(--dim) }
`

const policy = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`

const number = (value: Content): Content => html`<td class="number">${value}</td>`

const share = (part: number, whole: number): Content =>
  html`<td class="number ${part === whole ? 'good' : 'bad'}">${part} of ${whole}</td>`

const rowOf = ({ suite, requirements, broken, faults, caught, precise }: Row): Content =>
  html`<tr>
    <th scope="row">${suite}</th>
    ${share(broken, requirements)} ${number(faults)} ${share(caught, faults)} ${share(precise, faults)}
  </tr>`

function killRow(kill: Kill): Content {
  const { fault, spec, expected, said, caught, others } = kill
  const told = said?.verdict ?? 'pass'
  const also = fault.also ?? []
  return html`<tr>
    <td>
      <code>${fault.id}</code><br />${fault.title}
      ${fault.seenIn !== undefined && html`<br /><span class="dim">seen in ${fault.seenIn}</span>`}
    </td>
    <td><code>${fault.violates}</code> <span class="dim">${spec}</span></td>
    <td class="${caught ? 'good' : 'bad'}">${caught ? expected : `${expected} expected, ${told}`}</td>
    <td>${(said?.tests ?? []).map((test) => html`<code>${test}</code><br />`)}</td>
    <td class="${isPrecise(kill) ? 'dim' : 'bad'}">
      ${others.map(({ requirement, said: other }) => html`${other.verdict} <code>${requirement}</code><br />`)}
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

/** The kill matrix as one page that needs nothing else: each fault, and the tests that caught it. */
export function page(matrix: Matrix, rows: readonly Row[]): string {
  const { kills, falseAlarms, unbroken } = matrix
  const inOrder = kills.toSorted(
    (one, other) => Number(one.caught && isPrecise(one)) - Number(other.caught && isPrecise(other)),
  )
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mutation run, oci-assay</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <h1>Each test has been seen to fail</h1>
        <p>
          Each line below is the embedded registry with one fault built in, or an image layout with one
          defect, and all suites run against it. It is caught where the broken requirement was told as broken,
          and precise where nothing else was.
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
          unbroken.map((id) => html`<code>${id}</code>`),
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
      </body>
    </html> `.text
}
