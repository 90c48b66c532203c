import { extentName } from '../../results/text/extent.ts'
import { headlineParts, type HeadlinePart } from '../../results/conclusion/headline.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import type { RunResult } from '../../results/result.ts'
import { cut } from '../../results/text/printable.ts'
import { durationInWords, plural, textOf } from '../../results/text/words.ts'
import { bar } from '../page/bar.ts'
import { lengthClass } from '../page/heading.ts'
import { html, pageLink, type Content, type Markup } from '../page/markup.ts'
import { levelTable } from './levels.ts'

/** The top of the page: what was tested, and the headline of the result. */
export function overview(result: RunResult, options: ConclusionOptions): Markup {
  const { name, exitCode } = conclusionOf(result, options)
  const [first, ...others] = headlineParts(result, options)
  const { heading, rest } = headingOf(first?.text ?? '')
  const more = [rest, first?.because, ...others.map(partText)].flatMap((text) => (text ? cut(text, 400) : []))
  const { target, profile } = result
  return html`<header class="overview">
    <div class="heading">
      <p class="product">oci-assay <span class="quiet">${result.tool.version}</span></p>
      <h1 class="${exitCode === 0 ? 'conformant' : 'failed'}${lengthClass(heading)}">${heading}</h1>
      ${more.length > 0 && html`<p class="more">${sentence(more.join('; '))}</p>`}
    </div>
    <div class="verdict">
      <p class="conclusion">Conclusion: <strong>${name}</strong></p>
      <p class="target">
        <strong>${cut(target.name, 300)}</strong> against version ${profile.spec} of
        ${textOf(profile.specification)}
      </p>
      ${facts(result)}
    </div>
    ${levelTable(result)} ${bar(result.totals.requirements)}
  </header>`
}

/** A headline without what it has in brackets at its end, which is below it. */
function headingOf(text: string): { heading: string; rest: string } {
  const { heading = text, rest = '' } = /^(?<heading>[^(]+) \((?<rest>[^()]+)\)$/.exec(text)?.groups ?? {}
  return { heading, rest }
}

const partText = ({ text, because }: HeadlinePart): string =>
  because === undefined ? text : `${text}: ${cut(because, 400)}`

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function facts({ target, profile, seed, startedAt, duration, requirements }: RunResult): Markup {
  const untested = requirements.filter(({ verdict }) => verdict === 'skipped').length
  const rows: [string, Content][] = [
    ['started', `${startedAt.replace('T', ' ').replace(/\.\d+Z$|Z$/, '')} UTC`],
    ['took', durationInWords(duration)],
    ['seed', seed !== '' && html`<code>${seed}</code>`],
    ['not testable', untested > 0 && pageLink('not-testable', plural(untested, 'requirement'))],
    ['mode', profile.readOnly && target.kind === 'registry' && 'read only: nothing was pushed'],
    ['depth', profile.depth !== undefined && extentName(profile)],
    ['shard', profile.shard],
    ...Object.entries(target.details).map(([name, value]): [string, Content] => [name, cut(value, 120)]),
    ['suites', profile.suites.join(', ')],
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
