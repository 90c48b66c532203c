import { changeCount } from '../../compare/changes.ts'
import type { Causes } from '../causes.ts'
import { groupBy } from '../causes.ts'
import { exitOf, type ExitOptions } from '../exit-code.ts'
import type { AssayResult } from '../reporter.ts'
import { cut } from '../printable.ts'
import { durationInWords, plural, tellingOrder, verdictWords } from '../verdict-words.ts'
import { html, pageLink, type Content, type Markup } from './html.ts'

/** The top of the page: what was assayed, and what it amounts to. */
export function overview(result: AssayResult, options: ExitOptions): Markup {
  const { code, why } = exitOf(result, options)
  const { target, profile } = result
  return html`<header class="overview">
    <p class="product">oci-assay <span class="quiet">${result.tool.version}</span></p>
    <h1 class="${code === 0 ? 'sound' : 'broken'}">${capital(cut(why, 300))}</h1>
    <p class="target">
      <strong>${cut(target.name, 300)}</strong> against version ${profile.spec} of the
      ${profile.specification} specification
    </p>
    ${counts(result)} ${facts(result)}
  </header>`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** How many requirements have each verdict: a bar for the eye, and the numbers. */
function counts({ totals: { requirements } }: AssayResult): Markup {
  const present = tellingOrder.filter((verdict) => requirements[verdict] > 0)
  const all = present.reduce((sum, verdict) => sum + requirements[verdict], 0)
  let x = 0
  const segments = present.map((verdict) => {
    const start = x
    x += requirements[verdict]
    return html`<rect class="${verdict}" x="${start}" width="${requirements[verdict]}" height="1" />`
  })
  return html`<svg
      class="bar"
      viewBox="0 0 ${Math.max(1, all)} 1"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${segments}
    </svg>
    <dl class="counts">
      ${tellingOrder.map(
        (verdict) =>
          html`<div class="${verdict}${requirements[verdict] === 0 ? ' none' : ''}">
            <dt>${requirements[verdict] === 1 ? verdictWords[verdict].one : verdictWords[verdict].many}</dt>
            <dd>${requirements[verdict]}</dd>
          </div>`,
      )}
    </dl>`
}

function facts({ target, profile, seed, startedAt, duration, requirements }: AssayResult): Markup {
  const unreached = requirements.filter(({ verdict }) => verdict === 'skipped').length
  const rows: [string, Content][] = [
    ...Object.entries(target.details).map(([name, value]): [string, Content] => [name, cut(value, 120)]),
    ['suites', profile.suites.join(', ')],
    [
      'started',
      `${startedAt.replace('T', ' ').replace(/\.\d+Z$|Z$/, '')} UTC, took ${durationInWords(duration)}`,
    ],
    ['seed', html`<code>${seed}</code>`],
    ['mode', profile.readOnly ? 'read only: nothing was pushed' : undefined],
    ['shard', profile.shard],
    ['not within reach', unreached > 0 && pageLink('not-within-reach', plural(unreached, 'requirement'))],
  ]
  return html`<dl class="facts">
    ${rows
      .filter(([, value]) => value !== undefined && value !== false && value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`
}

/** What the run does not speak of, grouped by why. */
export function notWithinReach(result: AssayResult): Content {
  const skipped = result.requirements.filter(({ verdict }) => verdict === 'skipped')
  if (skipped.length === 0) return undefined
  const hidden = skipped.filter(({ undecidable }) => undecidable !== undefined)
  const left = skipped.filter(({ undecidable }) => undecidable === undefined)
  const named = (list: typeof skipped): Content =>
    list.map(({ id }, index) => [index > 0 && ', ', pageLink(id, html`<code>${id}</code>`)])
  return html`<section id="not-within-reach">
    <h2>Not within reach</h2>
    <dl class="comparison wide">
      ${[...groupBy(left, ({ reason }) => reason ?? 'skipped')].map(
        ([reason, list]) =>
          html`<dt>${cut(reason, 300)}</dt>
            <dd>${named(list)}</dd>`,
      )}
      ${
        hidden.length > 0 &&
        html`<dt>cannot be seen from outside</dt>
          <dd>
            <ul>
              ${hidden.map(
                ({ id, undecidable = '' }) =>
                  html`<li>${pageLink(id, html`<code>${id}</code>`)}: ${cut(undecidable, 500)}</li>`,
              )}
            </ul>
          </dd>`
      }
    </dl>
  </section>`
}

/** The way through the page; the rail on wide screens. */
export function contents(result: AssayResult, causes: Causes): Markup {
  const { failed, warned, foreseen, errors, noted } = causes
  const unreached = result.requirements.filter(({ verdict }) => verdict === 'skipped').length
  return html`<nav aria-label="Contents">
    <ul>
      ${entry('changes', 'What changed', result.changes ? changeCount(result.changes) : 0)}
      ${entry('broken', 'Broken', failed.length, named(failed))}
      ${entry('warnings', 'Warnings', warned.length, named(warned))}
      ${entry('not-decided', 'Not decided', errors.length, named(errors))}
      ${entry('expectations', 'Known failures', result.expectations?.entries.length ?? 0, named(foreseen))}
      ${entry('notes', 'Notes', noted.length)}
      ${entry('capabilities', 'Capabilities', result.capabilities.length)}
      ${entry('left-behind', 'Left behind', result.leftovers.length)}
      ${entry('log', 'Log of the container', result.log?.lines.length ?? 0)}
      ${entry('requirements', 'All requirements', result.requirements.length)}
      ${entry('not-within-reach', 'Not within reach', unreached)}
    </ul>
  </nav>`
}

const entry = (anchor: string, words: string, number: number, list?: Markup): Content =>
  number > 0 &&
  html`<li>${pageLink(anchor, html`${words} <span class="quiet">${number}</span>`)} ${list}</li>`

const named = (list: Causes['failed']): Markup =>
  html`<ul>
    ${list
      .slice(0, 30)
      .map(({ requirement: { id } }) => html`<li>${pageLink(id, html`<code>${id}</code>`)}</li>`)}
  </ul>`
