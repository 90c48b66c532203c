import { changeStyle } from '../../html/changes.ts'
import { tokens } from '../../html/style-tokens.ts'
import { layoutStyle } from '../../html/style-layout.ts'
import { barStyle } from '../../html/style-overview.ts'

/** More columns than this have their names written upwards, and cells as wide as a symbol. */
const roomy = 5

/** The style of a comparison with so many columns: the page's own, and the grid. */
export const styleFor = (columns: number): string =>
  `${tokens}${layoutStyle}${barStyle}${changeStyle}${partsStyle}${columns > roomy ? crowdedStyle : roomyStyle}:root { --columns: ${columns}; }`

const partsStyle = `
body { max-width: 110rem; }
.overview { padding-bottom: 0.5rem; }
h1 { max-width: 34ch; font-size: clamp(1.6rem, 3.4vw, 2.5rem); margin-top: 1.25rem; }
h3, h4 { font-size: inherit; font-weight: 640; }
.note { max-width: 80ch; margin-top: 0.6rem; padding-left: 0.8rem; border-left: 2px solid var(--held); }
.sideways { position: relative; overflow-x: auto; margin-top: 1.5rem; }
.targets th, .targets td { padding: 0.3rem 1.25rem 0.3rem 0; white-space: nowrap; }
.targets tbody th { font-weight: 600; }
.targets tbody th .quiet { margin-left: 0.6rem; font-weight: 400; font-size: 0.8125rem; }
.targets .count { text-align: right; font-variant-numeric: tabular-nums; }
.targets .none { color: var(--held); }
.targets .fail:not(.none) { color: var(--broken); font-weight: 640; }
.targets .share { width: 22rem; min-width: 8rem; }
.bar { margin-top: 0.45rem; }

nav.across { position: static; padding: 0; max-height: none; overflow: visible; }
nav.across > ul { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; padding: 0.6rem 0; border-block: 1px solid var(--rule); }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem; padding: 0.75rem 0; font-size: 0.8125rem; }
.filter input[type='search'], .filter select {
  padding: 0.35rem 0.6rem; border: 1px solid var(--held); border-radius: 3px; background: var(--sheet); color: inherit; font: inherit; font-size: 0.875rem;
}
.filter input[type='search'] { flex: 1 1 14rem; max-width: 24rem; }
.filter fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 0.9rem; border: 0; }
.filter label { display: inline-flex; align-items: center; gap: 0.35rem; cursor: pointer; }
.filter input[type='checkbox'] { margin: 0; accent-color: var(--ink); }
select:focus-visible, .sideways:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

#requirements > h2 { padding-top: 1.75rem; }
summary { cursor: pointer; }
summary::marker { color: var(--held); }
.suite { margin-top: 0.35rem; }
.suite[open] { margin-block: 1.25rem; }
.suite > summary { padding: 0.3rem 0; }
.suite > summary h3 { display: inline; font-size: 1.0625rem; }
.suite > summary .quiet { margin-left: 0.6rem; font-size: 0.8125rem; }
.fold > summary { padding: 0.45rem 0; border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.8125rem; }

table.grid { table-layout: fixed; }
.grid thead { position: sticky; top: 0; z-index: 1; background: var(--paper); box-shadow: inset 0 -1px var(--held); }
.grid thead th { padding: 0.35rem 0.25rem; border: 0; color: var(--ink); font-size: 0.8125rem; line-height: 1.25; vertical-align: bottom; overflow-wrap: anywhere; }
.grid .column { font-weight: 600; text-align: center; }
.grid tbody th { padding: 0.3rem 1rem 0.35rem 0; }
.grid .title { display: inline-block; margin-right: 0.4rem; }
.grid .title::first-letter { text-transform: uppercase; }
.grid .row a { text-decoration: none; }
.grid .row a:hover { text-decoration: underline; }
.grid .row code, .grid .about .quiet { font-size: 0.75rem; }
.about > p > .quiet { display: block; }
.shortly { font-size: 0.8125rem; line-height: 1.4; }
.shortly .fail { color: var(--broken); }
.shortly .warn { color: var(--ink); }
.cell { padding: 1px; border-top: 1px solid var(--rule); text-align: center; font-size: 0.8125rem; line-height: 1.5; height: 1px; }
.cell a, .cell:not(:has(a)) { color: var(--held); }
.cell a { display: flex; align-items: center; justify-content: center; gap: 0.3rem; height: 100%; min-height: 1.9rem; }
.cell:not(:has(a)) { vertical-align: middle; }
.cell.pass .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.cell.fail a { background: var(--broken); color: var(--sheet); font-weight: 640; }
.cell.warn a { background: var(--broken-tint); color: var(--broken); font-weight: 640; box-shadow: inset 0 0 0 1px var(--broken); }
.cell.error a { background: var(--ink); color: var(--sheet); }
.cell.blocked a { background: var(--absent); color: var(--ink); }
.cell.unsupported a { background: var(--tint); color: var(--soft); }
.cell.fail:not(:has(a)) { background: var(--broken); color: var(--sheet); }
.cell.unsupported:not(:has(a)) { background: var(--tint); color: var(--soft); }
.cell a:focus-visible { outline-offset: -2px; outline-width: 3px; }

.why { display: none; }
.why.open, html:not(.scripted) .why:target, html:not(.scripted) .why:has(:target) { display: table-row; }
.why[hidden] { display: none; }
.why > td { padding: 0 0 1rem; border: 0; }
.why article { padding: 0.35rem 1.1rem 1rem; border: 1px solid var(--rule); background: var(--sheet); font-size: 0.875rem; }
.outcome { margin: 0.5rem -0.6rem 0; padding: 0.25rem 0.6rem; overflow-wrap: anywhere; }
.outcome h4 { font-weight: 600; }
.outcome .mark { display: inline-block; min-width: 7.5rem; }
.outcome.fail .mark, .outcome.warn .mark { color: var(--broken); }
.outcome.here, .outcome:target { background: var(--broken-tint); }
.outcome > :not(h4), .passed { margin-left: 7.75rem; }
.passed { margin-top: 0.7rem; color: var(--soft); }
.comparison, .explanation { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0.15rem 0.75rem; margin-top: 0.25rem; }
.explanation { max-width: 84ch; margin: 0.8rem 0 0 7.75rem; }
dt { color: var(--soft); }
.comparison ul > li + li::before { content: 'or '; color: var(--soft); }
.outcome.fail .received { color: var(--broken); }
.reports { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.3rem; font-size: 0.8125rem; }

.step { padding: 0.9rem 0 1.1rem; border-top: 1px solid var(--rule); }
.step h3 { font-size: 1.0625rem; }
@media (min-width: 80rem) {
  .about { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 1.5rem; }
}
@media (max-width: 47.99rem) {
  .targets .share { display: none; }
  table.grid, .grid thead, .grid tbody, .why.open > td { display: block; }
  .why.open, html:not(.scripted) .why:target, html:not(.scripted) .why:has(:target) { display: block; }
  .grid tr.row, .grid thead tr { display: grid; grid-template-columns: repeat(var(--columns), minmax(2rem, 1fr)); }
  .grid tr.row[hidden] { display: none; }
  .grid tbody tr.row > th { grid-column: 1 / -1; padding-bottom: 0.1rem; }
  .grid thead th:not(.column) { display: none; }
  .grid .cell { border: 0; height: auto; }
  .cell a { min-height: 1.5rem; }
  .outcome > :not(h4), .passed, .explanation { margin-left: 0; }
  .outcome .mark { min-width: 0; margin-right: 0.5rem; }
  .comparison, .explanation { grid-template-columns: minmax(0, 1fr); }
  .suite { overflow-x: clip; }
}
@media print {
  .grid thead { position: static; }
  .why { display: none !important; }
}
`

/** Names that are written upwards, for columns as wide as a symbol. */
const upwards = `
.grid .column span { display: inline-block; max-height: 11rem; writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; }
.why, .outcome { scroll-margin-top: 17rem; }
`

const wordless = `.cell .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }`

const roomyStyle = `
.grid .column { width: 6.5rem; }
.why, .outcome { scroll-margin-top: 9rem; }
@media (min-width: 80rem) { .grid .column { width: 8rem; } }
@media (max-width: 63.99rem) { .grid .column { width: 5.5rem; } ${wordless} }
@media (max-width: 47.99rem) { .grid .column { width: auto; } ${upwards} }
`

const crowdedStyle = `
.grid .column { width: 2.4rem; }
${upwards} ${wordless}
@media (max-width: 47.99rem) { .grid .column { width: auto; } }
`
