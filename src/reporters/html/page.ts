import { createHash } from 'node:crypto'
import { causesOf, exchangesOf, type Cause } from '../causes.ts'
import type { ExitOptions } from '../exit-code.ts'
import { cut } from '../printable.ts'
import type { AssayResult } from '../reporter.ts'
import { createExhibit } from './exchange.ts'
import { expectationSection } from './expectations.ts'
import { causeArticle, type Case } from './finding.ts'
import { html, Markup, type Content } from './html.ts'
import { logSection } from './log.ts'
import { contents, notWithinReach, overview } from './overview.ts'
import { script } from './script.ts'
import { style } from './style.ts'
import { capabilityTable, leftoverTable, noteList, requirementTables } from './tables.ts'

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded, nothing runs and nothing styles but what stands in the page itself. */
const policy = [
  `default-src 'none'`,
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ')

/** Not written as templates: a formatter that moved a blank would change what the policy allows. */
const sheet = new Markup(`<style>${style}</style>`)
const behaviour = new Markup(`<script>${script}</script>`)

/** A result as one page that needs nothing else: no server, no network, no script. */
export function page(result: AssayResult, options: ExitOptions = {}): string {
  const causes = causesOf(result)
  const exchanges = exchangesOf(result)
  const about: Case = { exchanges, exhibit: createExhibit(exchanges), log: result.log }
  const { target, profile } = result
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${cut(target.name, 100)}: ${profile.specification} ${profile.spec}, oci-assay</title>
        ${sheet}
      </head>
      <body>
        <a class="skip" href="#main">To the findings</a>
        ${overview(result, options)}
        <div class="columns">
          ${contents(result, causes)}
          <main id="main">
            ${causeSection('broken', 'Broken', 'What the specification demands, and the target does not do.', causes.failed, about)}
            ${causeSection('warnings', 'Warnings', 'What the specification recommends, or leaves contested, and the target does otherwise.', causes.warned, about)}
            ${causeSection('not-decided', 'Not decided', 'Where the harness could not tell; this speaks neither for nor against the target.', causes.errors, about)}
            ${expectationSection(result, causes, about)} ${noteList(causes, about)}
            ${capabilityTable(result, causes)} ${leftoverTable(result)} ${logSection(result)}
            ${requirementTables(result)} ${notWithinReach(result)}
          </main>
        </div>
        ${behaviour}
      </body>
    </html> `.text
}

const causeSection = (
  id: string,
  title: string,
  lead: string,
  causes: readonly Cause[],
  about: Case,
): Content =>
  causes.length > 0 &&
  html`<section id="${id}">
    <h2>${title}</h2>
    <p class="lead">${lead}</p>
    ${causes.map((cause) => causeArticle(cause, about))}
  </section>`
