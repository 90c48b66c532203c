import { bodiesByDigest } from '../text/differing-bodies.ts'
import { causesOf, exchangesOf, exchangesSeenIn, type Cause } from '../../results/causes/causes.ts'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { errorCauses } from '../../results/causes/error-causes.ts'
import { cut } from '../../results/text/printable.ts'
import { waysIn } from '../text/image-ways.ts'
import type { RunResult } from '../../results/result.ts'
import { exchangeList } from './archive.ts'
import { script, style } from './assets.ts'
import { changeSection } from './changes.ts'
import { contentTable } from './content.ts'
import { contents } from './contents.ts'
import { documentText } from '../page/document.ts'
import { errorSection } from './errors.ts'
import { createExhibit } from './exchange.ts'
import { expectationSection } from './expectations.ts'
import { causeArticle } from './cause.ts'
import type { PageContext } from './context.ts'
import { html, type Content, type Markup } from '../page/markup.ts'
import { packed } from './packed.ts'
import { imageSection } from './image.ts'
import { imagesSection } from './images.ts'
import { logSection } from './log.ts'
import { overview } from './overview.ts'
import { notTestable } from './not-testable.ts'
import { coverageTable } from './coverage.ts'
import { measurementTable } from './measurements.ts'
import { invocationsOf } from '../../results/invocations.ts'
import { requirementTables } from './requirements.ts'
import { capabilityTable, disturbanceList, leftoverTable, noteList } from './tables.ts'
import { timingSection } from './timings.ts'
import { reproductionsOf } from '../../results/reproduction/reproduction.ts'

/** A page is attached to reports and opened on phones: it has to stay small. What is left of this is for exchanges. */
const mostCharacters = 370_000
const leastArchive = 30_000

/** A result as one page that needs nothing else: no server, no network, and no script for what matters. */
export function page(result: RunResult, options: ConclusionOptions = {}): string {
  const causes = causesOf(result)
  const errors = errorCauses(result)
  const exchanges = exchangesOf(result)
  const exhibit = createExhibit(exchanges, waysIn(result))
  const context: PageContext = {
    exchanges,
    reproductions: reproductionsOf(result),
    scripts: new Map(),
    exhibit,
    bodies: bodiesByDigest(exchanges.values()),
    log: result.log,
    invocations: invocationsOf(result),
  }
  const seen = exchangesSeenIn(causes.failed)
  const { target, profile } = result
  // The list of exchanges comes last: it leaves out what the sections before it have shown in full.
  const main = html`${changeSection(result)}
  ${causeSection('failures', 'Failures', 'MUST requirements that the target violates.', causes.failed, context)}
  ${causeSection('warnings', 'Warnings', 'SHOULD requirements that the target does not follow, and requirements whose text is ambiguous.', causes.warned, context)}
  ${errorSection(errors, context)} ${expectationSection(result, causes, context)} ${imagesSection(result)}
  ${imageSection(result)} ${noteList(causes, context)} ${capabilityTable(result, causes)}
  ${contentTable(result, context)} ${coverageTable(result)} ${measurementTable(result)}
  ${disturbanceList(result)} ${leftoverTable(result)} ${logSection(result)} ${requirementTables(result)}
  ${notTestable(result)} ${timingSection(result, seen, exhibit)}`
  const scripts = scriptTemplate(context)
  const rest = main.text.length + (scripts?.text.length ?? 0) + style.length + script.length
  const list = exchangeList(exchanges, exhibit, seen, Math.max(leastArchive, mostCharacters - rest))
  return documentText({
    title: `${cut(target.name, 100)}: ${profile.specification} ${profile.spec}, oci-assay`,
    style,
    script,
    body: html`<a class="skip" href="#main">Skip to the findings</a>
      ${overview(result, options)}
      <div class="columns">
        ${contents(result, causes, errors)}
        <main id="main" tabindex="-1">${main} ${list} ${scripts}</main>
      </div>`,
  })
}

/** The scripts that reproduce findings: packed together, since they share most of their lines. */
const scriptTemplate = ({ scripts }: PageContext): Markup | undefined =>
  scripts.size === 0
    ? undefined
    : html`<template id="packed-scripts">${packed(Object.fromEntries(scripts))}</template>`

const causeSection = (
  id: string,
  title: string,
  lead: string,
  causes: readonly Cause[],
  context: PageContext,
): Content =>
  causes.length > 0 &&
  html`<section id="${id}">
    <h2>${title}</h2>
    <p class="lead">${lead}</p>
    ${causes.map((cause) => causeArticle(cause, context))}
  </section>`
