import type { RequirementResult } from '../../engine/events.ts'
import { count } from '../../engine/results.ts'
import { groupBy, type Causes } from '../causes.ts'
import { cut } from '../printable.ts'
import type { AssayResult } from '../reporter.ts'
import { countOf, tellingOrder, verdictWords } from '../verdict-words.ts'
import type { Case } from './finding.ts'
import { placeOf } from './finding.ts'
import { html, pageLink, webLink, type Content, type Markup } from './html.ts'

const textLimit = 600

/** Optional features, and what their absence excuses. */
export const capabilityTable = (result: AssayResult, { absences }: Causes): Content =>
  result.capabilities.length > 0 &&
  html`<section id="capabilities">
    <h2>Capabilities</h2>
    <table class="capabilities">
      <thead>
        <tr>
          <th scope="col">optional feature</th>
          <th scope="col">state</th>
          <th scope="col">what was found</th>
        </tr>
      </thead>
      <tbody>
        ${result.capabilities.map(({ name, title, state, detail = '' }) => {
          const excused = absences.find(({ capability }) => capability === name)?.requirements ?? []
          return html`<tr class="${state}">
            <th scope="row">${title} <code>${name}</code></th>
            <td class="state">${state}</td>
            <td>
              ${cut(detail, textLimit)}
              ${excused.length > 0 && html`<span class="quiet">excuses ${idLinks(excused)}</span>`}
            </td>
          </tr>`
        })}
      </tbody>
    </table>
  </section>`

const idLinks = (list: readonly RequirementResult[]): Content =>
  list.map(({ id }, index) => [index > 0 && ', ', pageLink(id, html`<code>${id}</code>`)])

/** What is worth telling although nothing is broken. */
export const noteList = ({ noted }: Causes, { exhibit }: Case): Content =>
  noted.length > 0 &&
  html`<section id="notes">
    <h2>Notes</h2>
    <dl class="comparison wide">
      ${noted.map(
        ({ id, notes }) =>
          html`<dt>${pageLink(id, html`<code>${id}</code>`)}</dt>
            <dd>
              ${notes.slice(0, 5).map(
                ({ text, evidence }) =>
                  html`<p>${cut(text, textLimit)}</p>
                    ${exhibit.evidence(evidence)}`,
              )}
            </dd>`,
      )}
    </dl>
  </section>`

/** What the run could not remove from the target. */
export const leftoverTable = ({ leftovers }: AssayResult): Content =>
  leftovers.length > 0 &&
  html`<section id="left-behind">
    <h2>Left behind on the target</h2>
    <dl class="comparison wide">
      ${leftovers.slice(0, 200).map(
        ({ kind, repository, reference, reason }) =>
          html`<dt>${kind}</dt>
            <dd>
              <code>${cut(`${repository} ${reference}`, 300)}</code><br /><span class="quiet"
                >${cut(reason, textLimit)}</span
              >
            </dd>`,
      )}
    </dl>
  </section>`

/** Every requirement, by suite; the filter is put to work by the page's script. */
export function requirementTables(result: AssayResult): Markup {
  const totals = count(result.requirements.map(({ verdict }) => verdict))
  return html`<section id="requirements">
    <h2>All requirements</h2>
    <div class="filter" hidden>
      <input
        type="search"
        aria-label="Find requirements by their text"
        placeholder="Find: a word, an id, a level"
      />
      <fieldset>
        <legend class="spoken">Verdicts to show</legend>
        ${tellingOrder
          .filter((verdict) => totals[verdict] > 0)
          .map(
            (verdict) =>
              html`<label title="${verdictWords[verdict].meaning}"
                ><input type="checkbox" value="${verdict}" /> ${verdictWords[verdict].many}
                <span class="quiet">${totals[verdict]}</span></label
              >`,
          )}
      </fieldset>
      <p class="quiet" role="status"></p>
    </div>
    ${[...groupBy(result.requirements, ({ suite }) => suite)].map(
      ([suite, list]) =>
        html`<table class="requirements">
          <caption>
            ${suite}
            <span class="quiet">${tally(list)}</span>
          </caption>
          <thead class="spoken">
            <tr>
              <th scope="col">verdict</th>
              <th scope="col">requirement</th>
              <th scope="col">level and place</th>
            </tr>
          </thead>
          <tbody>
            ${list.map(row)}
          </tbody>
        </table>`,
    )}
  </section>`
}

const tally = (list: readonly RequirementResult[]): string => {
  const totals = count(list.map(({ verdict }) => verdict))
  return tellingOrder
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => countOf(verdict, totals[verdict]))
    .join(', ')
}

/** Requirements that have an article of their own are linked to it; the others are their own anchor. */
export const hasArticle = ({ verdict }: RequirementResult): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'

function row(requirement: RequirementResult): Markup {
  const { id, verdict, level, title, reason, blockedBy } = requirement
  const { symbol, word } = verdictWords[verdict]
  const name = html`<code>${id}</code>`
  const anchor = hasArticle(requirement) ? undefined : html`id="${id}" `
  return html`<tr ${anchor}class="${verdict}" data-verdict="${verdict}">
    <td class="verdict"><span aria-hidden="true">${symbol}</span> ${word}</td>
    <th scope="row">
      <span class="title">${title}</span> ${hasArticle(requirement) ? pageLink(id, name) : name}
      ${
        verdict !== 'pass' &&
        reason !== undefined &&
        html`<span class="quiet reason"
          >${blockedBy !== undefined && ['by ', pageLink(blockedBy, html`<code>${blockedBy}</code>`), ': ']}${cut(reason, textLimit)}</span
        >`
      }
    </th>
    <td class="place">${level} ${webLink(requirement.link, placeOf(requirement))}</td>
  </tr>`
}
