import { errorSentence, type ErrorCause } from '../../results/causes/error-causes.ts'
import { exchangeEvidence } from '../text/finding-text.ts'
import { cut, fit } from '../../results/text/printable.ts'
import { plural, verdictWords } from '../../results/text/words.ts'
import type { PageContext } from './context.ts'
import { placeOf } from '../text/place.ts'
import { html, pageLink, webLink, type Content, type Markup } from '../page/markup.ts'

/** At most this many requirements are listed in the open; the rest unfolds. */
const openLimit = 5

/** What could not be evaluated: one article for each reason, with all requirements that it concerns. */
export const errorSection = (causes: readonly ErrorCause[], context: PageContext): Content =>
  causes.length > 0 &&
  html`<section id="not-evaluated">
    <h2>Not evaluated</h2>
    <p class="lead">Requirements that could not be evaluated: they count neither as passed nor as failed.</p>
    ${causes.map((cause) => errorArticle(cause, context))}
  </section>`

function errorArticle(cause: ErrorCause, { exhibit }: PageContext): Markup {
  const { requirements, blocks, exchanges } = cause
  const { symbol, word } = verdictWords.error
  return html`<article class="cause error">
    <header>
      <p class="mark"><span aria-hidden="true">${symbol}</span> ${word}</p>
      <h3>${cut(errorSentence(cause), 1500)}</h3>
    </header>
    ${
      exchanges.length > 0 &&
      html`<dl class="comparison">
        <dt>request</dt>
        <dd>${exhibit.evidence(exchangeEvidence(exchanges))}</dd>
      </dl>`
    }
    ${concerned(requirements)}
    ${
      blocks.length > 0 &&
      html`<details class="blocks">
        <summary>Blocks ${plural(blocks.length, 'other requirement')}</summary>
        <ul>
          ${blocks.map(({ id, title }) => html`<li>${pageLink(id, html`<code>${id}</code>`)} ${title}</li>`)}
        </ul>
      </details>`
    }
  </article>`
}

/** An anchor, since other parts of the page link to the requirement. */
const item = (requirement: ErrorCause['requirements'][number]): Markup =>
  html`<li id="${requirement.id}">
    <code>${requirement.id}</code> ${requirement.title} ${webLink(requirement.link, placeOf(requirement))}
  </li>`

function concerned(requirements: ErrorCause['requirements']): Markup {
  const list = html`<ul>
    ${requirements.map(item)}
  </ul>`
  return requirements.length <= openLimit
    ? html`<div class="blocks">${list}</div>`
    : html`<details class="blocks">
        <summary>Affects ${requirements.length} requirements</summary>
        ${list}
      </details>`
}

/** The reasons in the way through the page: each leads to its first requirement. */
export const namedErrors = (causes: readonly ErrorCause[]): Markup =>
  html`<ul>
    ${causes
      .slice(0, 30)
      .map(({ reason, requirements: [first] }) =>
        first ? html`<li>${pageLink(first.id, fit(reason, 90))}</li>` : undefined,
      )}
  </ul>`
