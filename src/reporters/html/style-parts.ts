/** The parts of the page: counts, causes, exchanges, tables. */
export const partsStyle = `
.bar { display: block; width: 100%; height: 0.5rem; margin-top: 2rem; background: var(--absent); }
.bar rect { fill: var(--absent); }
.bar .pass { fill: var(--held); }
.bar .fail { fill: var(--broken); }
.bar .warn { fill: var(--broken); opacity: 0.45; }
.bar .error { fill: var(--ink); }
.counts { display: flex; flex-wrap: wrap; gap: 0.75rem 2.25rem; margin-top: 0.9rem; }
.counts div { display: flex; flex-direction: column-reverse; }
.counts dd { font-size: 1.5rem; font-weight: 600; line-height: 1.15; font-variant-numeric: tabular-nums; letter-spacing: -0.02em; }
.counts dt { color: var(--soft); font-size: 0.8125rem; }
.counts .fail dd { color: var(--broken); }
.counts .none dd { color: var(--held); font-weight: 400; }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 2.25rem; margin-top: 1.75rem; font-size: 0.8125rem; }
.facts div { display: flex; gap: 0.6rem; min-width: 0; }
.facts dt { color: var(--soft); white-space: nowrap; }
.facts dd { min-width: 0; }

.cause { position: relative; padding: 1.4rem 0 1.9rem; border-top: 1px solid var(--rule); }
.cause:first-of-type { border-top: 2px solid var(--ink); }
.cause .mark { font-size: 0.8125rem; font-weight: 600; }
.cause.fail .mark { color: var(--broken); }
.cause h3 { font-size: 1.125rem; font-weight: 640; line-height: 1.35; letter-spacing: -0.008em; }
.cause h3::first-letter, .cause h4::first-letter, .requirements th::first-letter { text-transform: uppercase; }
.origin { margin-top: 0.15rem; color: var(--soft); font-size: 0.8125rem; }
.origin code { margin-right: 0.75rem; color: var(--ink); font-size: 0.96em; }
.cause > .reason { margin-top: 0.75rem; }
.finding { margin-top: 1.1rem; }
.finding h4 { font-size: inherit; font-weight: 600; }
.comparison { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.3rem 1rem; margin-top: 0.45rem; }
.comparison.wide { grid-template-columns: minmax(6.5rem, 16rem) minmax(0, 1fr); gap: 0.75rem 1.5rem; padding-top: 0.75rem; border-top: 1px solid var(--rule); }
.comparison > dt { color: var(--soft); }
.comparison li + li { margin-top: 0.15rem; }
.comparison ul:not(.evidence) > li + li::before { content: 'or '; color: var(--soft); }
#not-within-reach ul > li + li::before { content: none; }
.cause.fail .received { color: var(--broken); font-weight: 500; }
.explanation { max-width: 80ch; margin-top: 1.1rem; }

summary { cursor: pointer; }
summary::marker { color: var(--held); }
.by-hand, .blocks { margin-top: 0.9rem; }
.by-hand > summary, .blocks > summary { display: list-item; color: var(--ink); }
.blocks ul { padding: 0.5rem 0 0 1.1rem; }
.blocks li { padding: 0.15rem 0; }
pre {
  max-height: 26rem; overflow: auto; padding: 0.8rem 1rem; background: var(--tint); line-height: 1.5; tab-size: 2;
}
.script { position: relative; margin-top: 0.6rem; }
.script pre { padding-right: 6rem; }
button.copy {
  position: absolute; top: 0.5rem; right: 0.9rem; padding: 0.2rem 0.7rem; border: 1px solid var(--rule);
  border-radius: 3px; background: var(--sheet); color: var(--ink); font: 500 0.8125rem var(--sans); cursor: pointer;
}
button.copy:hover { border-color: var(--held); }
.evidence > li { padding: 0.05rem 0; }
.number { display: inline-block; min-width: 2.4em; color: var(--soft); }
.status { font-weight: 600; font-variant-numeric: tabular-nums; }
.status::before { content: '→ '; color: var(--soft); font-weight: 400; }
.time { margin-left: 0.75rem; font-size: 0.8125rem; }
.exchange summary { list-style: none; }
.exchange summary::-webkit-details-marker { display: none; }
.exchange summary .number::before { content: '+'; display: inline-block; width: 1em; }
.exchange[open] summary .number::before { content: '–'; }
.wire {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.25rem 2rem;
  margin: 0.6rem 0 1.1rem; padding: 1rem 1.1rem 1.1rem; border: 1px solid var(--rule); background: var(--sheet);
}
.wire section { min-width: 0; font-size: 0.875rem; }
.wire .label { color: var(--soft); font-size: 0.8125rem; }
.wire pre { max-height: 20rem; margin-top: 0.7rem; padding: 0.6rem 0.8rem; }
.wire .quiet { margin-top: 0.35rem; font-size: 0.8125rem; }
.wire .broken { margin-top: 0.35rem; color: var(--broken); }
.digest { font-size: 0.75rem; overflow-wrap: anywhere; }
.fields { margin-top: 0.4rem; font-size: 0.8125rem; }
.fields div { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: 0.75rem; padding: 0.1rem 0; }
.fields dt { color: var(--soft); overflow-wrap: anywhere; }
.fields dd { font-family: var(--mono); font-size: 0.92em; }

.capabilities th[scope='row'] { width: 15rem; }
.capabilities th code { display: block; color: var(--soft); }
.capabilities td { overflow-wrap: anywhere; }
.capabilities .state { width: 8rem; white-space: nowrap; }
.capabilities .broken .state { color: var(--broken); font-weight: 600; }
.capabilities .unsupported .state, .capabilities .unknown .state { color: var(--soft); }
.capabilities td .quiet { display: block; }

.filter {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.5rem;
  padding: 0.75rem 0; border-bottom: 1px solid var(--rule); background: var(--paper);
}
.filter input[type='search'] {
  flex: 1 1 16rem; max-width: 26rem; padding: 0.4rem 0.7rem; border: 1px solid var(--held); border-radius: 3px;
  background: var(--sheet); color: inherit; font: inherit;
}
.filter fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; border: 0; font-size: 0.8125rem; }
.filter label { display: inline-flex; align-items: center; gap: 0.35rem; cursor: pointer; }
.filter input[type='checkbox'] { margin: 0; accent-color: var(--ink); }
.filter p { font-size: 0.8125rem; }
.requirements caption { padding: 1.75rem 0 0.45rem; text-align: left; font-weight: 640; }
.requirements caption .quiet { margin-left: 0.6rem; font-size: 0.8125rem; font-weight: 400; }
.requirements td, .requirements th { padding-block: 0.4rem; }
.requirements .verdict { width: 7.5rem; white-space: nowrap; color: var(--soft); font-size: 0.8125rem; line-height: 1.75; }
.requirements .verdict span { display: inline-block; width: 1.1em; }
.requirements .fail .verdict { color: var(--broken); font-weight: 600; }
.requirements .warn .verdict, .requirements .error .verdict { color: var(--ink); font-weight: 600; }
.requirements .title { margin-right: 0.4rem; }
.requirements th code { color: var(--soft); }
.requirements .reason { display: block; font-size: 0.8125rem; }
.requirements .place { width: 17rem; padding-right: 0; color: var(--soft); font-size: 0.8125rem; line-height: 1.75; text-align: right; }
tr:target, article:target { background: var(--broken-tint); box-shadow: -0.9rem 0 var(--broken-tint), 0.9rem 0 var(--broken-tint); }
tr:target { box-shadow: none; }

@media (min-width: 48rem) {
  .cause { padding-left: 8rem; }
  .cause .mark { position: absolute; left: 0; top: 1.65rem; }
}
@media (max-width: 47.99rem) {
  .cause .mark { margin-bottom: 0.2rem; }
  .comparison, .comparison.wide { grid-template-columns: minmax(0, 1fr); gap: 0 1rem; }
  .comparison > dd + dt { margin-top: 0.5rem; }
  .requirements, .requirements tbody, .requirements tr, .requirements td, .requirements th,
  .capabilities, .capabilities tbody, .capabilities tr, .capabilities td, .capabilities th { display: block; width: auto; }
  .capabilities thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .requirements caption { display: block; }
  .requirements tr, .capabilities tr { padding: 0.55rem 0; border-top: 1px solid var(--rule); }
  .requirements td, .requirements th, .requirements .place, .capabilities td, .capabilities th {
    width: auto; padding: 0; border: 0; text-align: left;
  }
  .fields div { display: block; padding: 0.2rem 0; }
  .filter { position: static; }
  .facts div { flex-wrap: wrap; gap: 0 0.6rem; }
}
`
