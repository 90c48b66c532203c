import type { RequirementResult } from '../../engine/events.ts'
import type { Level } from '../../engine/requirement.ts'
import { count } from '../../engine/verdict.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { levelText } from '../../results/text/level.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { countOf, verdictOrder, verdictWords } from '../../results/text/words.ts'
import { placeOf } from '../text/place.ts'
import { html, pageLink, webLink, type Content, type Markup } from '../page/markup.ts'

const textLimit = 600
const levels = ['MUST', 'SHOULD', 'MAY'] as const satisfies readonly Level[]

/** Every requirement, by suite; the filter is put to work by the page's script. */
export function requirementTables(result: RunResult): Markup {
  const suites = groupBy(result.requirements, ({ suite }) => suite)
  return html`<section id="requirements">
    <h2>All requirements</h2>
    ${filter(result, [...suites.keys()])}
    ${[...suites].map(
      ([suite, list]) =>
        html`<table class="requirements" data-suite="${suite}">
          <caption>
            ${suite}
            <span class="quiet">${tally(list)}</span>
          </caption>
          <thead class="spoken">
            <tr>
              <th scope="col">verdict</th>
              <th scope="col">requirement</th>
              <th scope="col">level and section</th>
            </tr>
          </thead>
          <tbody>
            ${list.map(row)}
          </tbody>
        </table>`,
    )}
  </section>`
}

function filter({ requirements }: RunResult, suites: readonly string[]): Markup {
  const totals = count(requirements.map(({ verdict }) => verdict))
  const ofLevel = (level: Level): number => requirements.filter((each) => each.level === level).length
  return html`<div class="filter" id="requirement-filter" hidden>
    <input
      type="search"
      aria-label="Find requirements by their text"
      placeholder="Find a word, id or section"
    />
    <select aria-label="Suite to show">
      <option value="">all suites</option>
      ${suites.map((suite) => html`<option>${suite}</option>`)}
    </select>
    <fieldset data-by="verdict">
      <legend class="spoken">Verdicts to show</legend>
      ${verdictOrder
        .filter((verdict) => totals[verdict] > 0)
        .map((verdict) =>
          choice(verdict, verdictWords[verdict].many, totals[verdict], verdictWords[verdict].meaning),
        )}
    </fieldset>
    <fieldset data-by="level">
      <legend class="spoken">Levels to show</legend>
      ${levels.filter((level) => ofLevel(level) > 0).map((level) => choice(level, level, ofLevel(level)))}
    </fieldset>
    <p class="quiet" role="status"></p>
  </div>`
}

const choice = (value: string, words: string, number: number, meaning?: string): Markup =>
  html`<label title="${meaning ?? ''}"
    ><input type="checkbox" value="${value}" /> ${words} <span class="quiet">${number}</span></label
  >`

const tally = (list: readonly RequirementResult[]): string => {
  const totals = count(list.map(({ verdict }) => verdict))
  return verdictOrder
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => countOf(verdict, totals[verdict]))
    .join(', ')
}

/** Requirements that have an article of their own are linked to it; the others are their own anchor. */
const hasArticle = ({ verdict }: RequirementResult): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'

function row(requirement: RequirementResult): Markup {
  const { id, verdict, title } = requirement
  const { word } = verdictWords[verdict]
  const name = html`<code>${id}</code>`
  const anchor = hasArticle(requirement) ? undefined : html`id="${id}" `
  return html`<tr ${anchor}class="${verdict}">
    <td>${word}</td>
    <th>${title} ${hasArticle(requirement) ? pageLink(id, name) : name} ${why(requirement)}</th>
    <td>${levelText(requirement)} ${webLink(requirement.link, placeOf(requirement))}</td>
  </tr>`
}

const why = ({ verdict, reason, blockedBy }: RequirementResult): Content =>
  verdict !== 'pass' &&
  reason !== undefined &&
  html`<span class="quiet reason"
    >${blockedBy !== undefined && ['by ', pageLink(blockedBy, html`<code>${blockedBy}</code>`), ': ']}${cut(reason, textLimit)}</span
  >`
