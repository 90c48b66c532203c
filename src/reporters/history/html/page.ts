import type { History, Series } from '../../../results/history/history.ts'
import { latestOf } from '../../../results/history/latest.ts'
import { cut } from '../../../results/text/printable.ts'
import { plural, verdictWords } from '../../../results/text/words.ts'
import type { Verdict } from '../../../engine/verdict.ts'
import { documentText } from '../../page/document.ts'
import { lengthClass } from '../../page/heading.ts'
import { html, pageLink, type Content, type Markup } from '../../page/markup.ts'
import { conclusionWords, dayOf, extentOf, headlineOf, modeOf, nameAt, stepInWords } from '../words.ts'
import { style } from './assets.ts'
import { failingPart } from './failing.ts'
import { resultTable } from './results.ts'
import { stepSections } from './steps.ts'
import { timeline } from './timeline.ts'

/** A history as one page that needs nothing else, and no script. */
export const historyPage = (history: History): string =>
  documentText({
    title: `${cut(headlineOf(history), 150)}, oci-assay`,
    style,
    body: html`<a class="skip" href="#main">To the results</a>
      ${head(history)}
      <main id="main">${history.series.map(seriesSection)} ${unreadSection(history)}</main>`,
  })

const head = (history: History): Markup =>
  html`<header class="overview">
    <p class="product">oci-assay <span class="quiet">${history.tool.version}</span></p>
    <h1 class="${hasNewFailures(history) && 'failed'}${lengthClass(headlineOf(history))}">
      ${headlineOf(history)}
    </h1>
    ${history.series.length > 0 && html`<p class="target">${extentOf(history.series)}</p>`}
    ${
      history.unread.length > 0 &&
      html`<p class="note">
        ${pageLink('unread', `${plural(history.unread.length, 'file was', 'files were')} not read`)}
      </p>`
    }
    ${history.series.length > 0 && latestTable(history.series)}
  </header>`

const hasNewFailures = ({ series }: History): boolean => series.some((each) => latestOf(each).newFailures > 0)

const latestTable = (series: readonly Series[]): Markup =>
  html`<div class="sideways" tabindex="0" role="region" aria-label="Latest results">
    <table class="latest">
      <thead>
        <tr>
          <th scope="col">latest result</th>
          <th scope="col">conclusion</th>
          <th scope="col" class="count">passed</th>
          <th scope="col" class="count">failed</th>
          <th scope="col" class="count">warnings</th>
          <th scope="col">tested on</th>
          <th scope="col">since the result before</th>
        </tr>
      </thead>
      <tbody>
        ${series.map(latestRow)}
      </tbody>
    </table>
  </div>`

function latestRow(series: Series): Markup {
  const { point, step, newFailures } = latestOf(series)
  const { name } = point.conclusion
  const { symbol, word } = conclusionWords[name]
  const { pass, fail, warn } = point.totals
  const since = step
    ? stepInWords(step)
    : series.results.length === 1
      ? 'the first result'
      : 'nothing changed'
  return html`<tr>
    <th scope="row">
      ${pageLink(series.slug, cut(nameAt(series, point), 100))} <span class="quiet">${modeOf(series)}</span>
    </th>
    <td class="conclusion ${name}"><span aria-hidden="true">${symbol}</span> ${word}</td>
    ${count(pass, 'pass')} ${count(fail, 'fail')} ${count(warn, 'warn')}
    <td class="quiet">${day(point.startedAt)}</td>
    <td class="${newFailures > 0 && 'failed'}">${since}</td>
  </tr>`
}

/** With its word, which is shown where there is not enough room for the head of the table. */
const count = (number: number, verdict: Verdict): Markup =>
  html`<td class="count ${number === 0 ? 'none' : verdict}" data-word="${verdictWords[verdict].many}">
    ${number}
  </td>`

const day = (time: string): Markup => html`<time datetime="${time}">${dayOf(time)}</time>`

const seriesSection = (series: Series): Markup =>
  html`<section id="${series.slug}">
    <h2>${cut(series.product, 100)} <span class="quiet">${modeOf(series)}</span></h2>
    <p class="lead">${cut(latestOf(series).point.conclusion.headline, 500)}</p>
    ${timeline(series)} ${failingPart(series)} ${stepSections(series)} ${resultTable(series)}
  </section>`

const unreadSection = ({ unread }: History): Content =>
  unread.length > 0 &&
  html`<section id="unread">
    <h2>Files that were not read</h2>
    <ul>
      ${unread.map(({ file, why }) => html`<li><code>${cut(file, 200)}</code>: ${cut(why, 500)}</li>`)}
    </ul>
  </section>`
