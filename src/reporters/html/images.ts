import type { ImageOutcome } from '../../image/model/outcome.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { imageCounts, imagesInWords, outcomesOf } from '../../results/conclusion/images.ts'
import type { RunResult } from '../../results/result.ts'
import { cut } from '../../results/text/printable.ts'
import { plural, sizeInWords } from '../../results/text/words.ts'
import { html, pageLink, type Content } from '../page/markup.ts'

/** Rows of images with something wrong; all are in images.csv and results.json. */
const mostRows = 1000

/** Names of images with nothing wrong. */
const mostNames = 20_000

const isSound = ({ conclusion, warned }: ImageOutcome): boolean =>
  conclusion === 'conformant' && warned.length === 0

/** What became of each image of many: those with something wrong in a table, the names of the others below it. */
export function imagesSection(result: RunResult): Content {
  const outcomes = outcomesOf(result)
  if (outcomes.length === 0) return undefined
  const troubled = outcomes.filter((each) => !isSound(each))
  const sound = outcomes.filter((each) => isSound(each))
  const { warned, earlier } = imageCounts(outcomes)
  const more = [
    ...(warned > 0 ? [`${warned} with warnings`] : []),
    ...(earlier > 0 ? [`${earlier} unchanged since the earlier run`] : []),
  ]
  return html`<section id="images">
    <h2>Images</h2>
    <p class="lead">${[imagesInWords(result), ...more].join(', ')}.</p>
    ${
      troubled.length > 0 &&
      html`<table>
        <thead>
          <tr>
            <th scope="col">Image</th>
            <th scope="col">Conclusion</th>
            <th scope="col">Failed, and why it is not evaluated</th>
            <th scope="col">Warnings</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          ${troubled.slice(0, mostRows).map(rowOf)}
        </tbody>
      </table>`
    }
    ${
      troubled.length > mostRows &&
      html`<p class="quiet">and ${plural(troubled.length - mostRows, 'more image')} in results.json</p>`
    }
    ${
      sound.length > 0 &&
      html`<details>
        <summary>${plural(sound.length, 'image')} without findings</summary>
        <ul>
          ${[...groupBy(sound.slice(0, mostNames), ({ name }) => placeOf(name))].map(
            ([place, images]) =>
              html`<li>${cut(place, 300)}: ${images.map(({ name }) => tagOf(name)).join(', ')}</li>`,
          )}
        </ul>
        ${
          sound.length > mostNames &&
          html`<p class="quiet">and ${plural(sound.length - mostNames, 'more image')} in results.json</p>`
        }
      </details>`
    }
  </section>`
}

/** `registry.example/team/app` and `1.0` of a tag; of a path its folder and its name. */
const division = (name: string): number => Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'))
const placeOf = (name: string): string => name.slice(0, Math.max(0, division(name)))
const tagOf = (name: string): string => cut(name.slice(division(name) + 1), 200)

const rowOf = ({ name, conclusion, failed, warned, reason, size }: ImageOutcome): Content =>
  html`<tr>
    <th scope="row">${cut(name, 300)}</th>
    <td>${conclusion}</td>
    <td>${failed.map((id) => [pageLink(id, id), ' '])} ${reason !== undefined && cut(reason, 300)}</td>
    <td>${warned.map((id) => [pageLink(id, id), ' '])}</td>
    <td>${size !== undefined && sizeInWords(size)}</td>
  </tr>`
