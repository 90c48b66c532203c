import { outcomesOf } from '../../results/conclusion/images.ts'
import { disturbanceSentences } from '../../results/text/disturbances.ts'
import { exchangesOf, groupBy, type Causes } from '../../results/causes/causes.ts'
import { changeCount } from '../../results/comparison/changes.ts'
import { coverageOf, coverageSum } from '../text/coverage.ts'
import { measurementsOf } from '../text/measurements.ts'
import { contentMatrix } from '../text/content-matrix.ts'
import { imageTree } from '../text/image-tree.ts'
import type { ErrorCause } from '../../results/causes/error-causes.ts'
import { fit } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { namedErrors } from './errors.ts'
import { html, pageLink, type Content, type Markup } from '../page/markup.ts'
import { titleOf } from '../../results/text/finding-title.ts'

/** The way through the page; the rail on wide screens. */
export function contents(result: RunResult, causes: Causes, open: readonly ErrorCause[]): Markup {
  const { failed, warned, expected, errors, noted } = causes
  const untested = result.requirements.filter(({ verdict }) => verdict === 'skipped').length
  const kinds = contentMatrix(result).flatMap(({ kinds }) => kinds).length
  const exchanges = exchangesOf(result).size
  return html`<nav aria-label="Contents">
    <ul>
      ${entry('changes', 'What changed', result.changes ? changeCount(result.changes) : 0)}
      ${entry('failures', 'Failures', failed.length, named(failed))}
      ${entry('warnings', 'Warnings', warned.length, named(warned))}
      ${entry('not-evaluated', 'Not evaluated', errors.length, namedErrors(open))}
      ${entry('expectations', 'Known failures', result.expectations?.entries.length ?? 0, named(expected))}
      ${entry('images', 'Images', outcomesOf(result).length)}
      ${entry('image', 'Image', imageTree(result)?.record.nodes.length ?? 0)}
      ${entry('notes', 'Notes', noted.length)}
      ${entry('capabilities', 'Capabilities', result.capabilities.length)}
      ${entry('content', 'Artifact types', kinds)}
      ${entry('coverage', 'Generated sequences', coverageSum(coverageOf(result)).covered)}
      ${entry('measurements', 'Measurements', measurementsOf(result).length)}
      ${entry('disturbances', 'Disturbances', disturbanceSentences(result).length)}
      ${entry('not-cleaned-up', 'Not cleaned up', result.leftovers.length)}
      ${entry('log', 'Log of the container', result.log?.lines.length ?? 0)}
      ${entry('requirements', 'All requirements', result.requirements.length)}
      ${entry('not-testable', 'Not testable', untested)}
      ${exchanges > 0 && html`<li>${pageLink('timings', 'Timings')}</li>`}
      ${entry('exchanges', 'Exchanges', exchanges)}
    </ul>
  </nav>`
}

const entry = (anchor: string, words: string, number: number, list?: Markup): Content =>
  number > 0 &&
  html`<li>${pageLink(anchor, html`${words} <span class="quiet">${number}</span>`)} ${list}</li>`

/** What was found, in short; with the requirement where two entries would be the same. */
function named(list: Causes['failed']): Markup {
  const entries = list
    .slice(0, 30)
    .map(({ requirement: { id, title, findings } }) => ({ id, words: fit(titleOf({ findings, title }), 90) }))
  const times = groupBy(entries, ({ words }) => words)
  return html`<ul>
    ${entries.map(
      ({ id, words }) =>
        html`<li>
          ${pageLink(id, (times.get(words)?.length ?? 0) > 1 ? html`${words} <code>${id}</code>` : words)}
        </li>`,
    )}
    ${list.length > entries.length && html`<li class="quiet">and ${list.length - entries.length} more</li>`}
  </ul>`
}
