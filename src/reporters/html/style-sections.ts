/** Capabilities, kinds of content, the image, timings, requirements. */
export const sectionStyle = `
.capabilities th[scope='row'] { width: 15rem; }
.capabilities th code { display: block; color: var(--soft); }
.capabilities td { overflow-wrap: anywhere; }
.capabilities .state { width: 8rem; white-space: nowrap; }
.capabilities .broken .state { color: var(--broken); font-weight: 600; }
.capabilities .unsupported .state, .capabilities .unknown .state { color: var(--soft); }
.capabilities td .quiet { display: block; }

caption { padding: 0 0 0.35rem; text-align: left; font-weight: 640; }
.kinds td:first-child { width: 9rem; padding-right: 0.6rem; color: var(--soft); font-size: 0.8125rem; line-height: 1.6; }
.kinds th[scope='row'] { width: 21rem; }
.kinds th[scope='row']::first-letter { text-transform: uppercase; }
.kinds th, .kinds td { padding-block: 0.22rem; }
.kinds .group th { padding-top: 0.8rem; border: 0; font-weight: 640; }
.kinds .group th::first-letter { text-transform: uppercase; }
.kinds .trait { display: inline-block; margin-right: 0.9rem; font-size: 0.8125rem; overflow-wrap: anywhere; }
.kinds .reason { display: block; }
.kinds .refused td:first-child, .kinds .refused th, .kinds .refused-for { color: var(--ink); font-weight: 640; }
.kinds .altered td:first-child, .kinds .altered th { color: var(--broken); font-weight: 640; }

.tree { font-size: 0.875rem; }
.tree ul { margin-left: 0.45rem; padding-left: 1.1rem; border-left: 1px solid var(--rule); }
.tree p { padding: 0.1rem 0; overflow-wrap: anywhere; }
.tree p > span { margin-right: 0.5rem; }
.tree .mark { font-weight: 700; }
.tree .fail > p, .tree .fail > p .mark { color: var(--broken); font-weight: 600; }
.tree summary { padding: 0.1rem 0; color: var(--soft); cursor: pointer; }
.tree .findings { display: block; margin-left: 1.1rem; font-weight: 400; }

.chart { display: block; width: 100%; overflow: visible; margin-top: 0.5rem; }
.chart line { stroke: var(--rule); }
.chart text { fill: var(--soft); font: 0.75rem var(--sans); font-variant-numeric: tabular-nums; }
.chart .usual { fill: var(--held); }
.chart .telling { fill: var(--broken); stroke: var(--broken); stroke-width: 2; vector-effect: non-scaling-stroke; }
.slowest { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.25rem 2.5rem; margin-top: 1.5rem; }
.slowest .amount { width: 1%; white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.slowest th { overflow-wrap: anywhere; }

.filter {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1.25rem;
  padding: 0.6rem 0; border-bottom: 1px solid var(--rule); background: var(--paper); font-size: 0.8125rem;
}
.filter input[type='search'], .filter select {
  padding: 0.35rem 0.6rem; border: 1px solid var(--held); border-radius: 3px; background: var(--sheet);
  color: inherit; font: inherit;
}
.filter input[type='search'] { flex: 1 1 14rem; min-width: 0; max-width: 24rem; }
.filter fieldset { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; min-width: 0; border: 0; }
.filter label { display: inline-flex; align-items: center; gap: 0.35rem; min-height: 1.5rem; cursor: pointer; }
.filter input[type='checkbox'] { margin: 0; accent-color: var(--ink); }
/* Hundreds of rows that nobody sees yet are laid out when somebody comes to them. */
#requirements { content-visibility: auto; contain-intrinsic-size: auto 700rem; }
.requirements caption { padding-top: 1.4rem; }
.requirements caption .quiet { margin-left: 0.6rem; font-size: 0.8125rem; font-weight: 400; }
.requirements td, .requirements th { padding-block: 0.28rem; }
.requirements td:first-child { width: 7.25rem; white-space: nowrap; color: var(--soft); font-size: 0.8125rem; line-height: 1.6; }
.requirements td:first-child::before { display: inline-block; width: 1.1em; }
.requirements .fail td:first-child { color: var(--broken); font-weight: 600; }
.requirements .warn td:first-child, .requirements .error td:first-child { color: var(--ink); font-weight: 600; }
.requirements th::first-letter { text-transform: uppercase; }
.requirements th code { color: var(--soft); }
.requirements .reason { display: block; font-size: 0.8125rem; }
.requirements td:last-child { width: 17rem; padding-right: 0; color: var(--soft); font-size: 0.8125rem; line-height: 1.6; text-align: right; }
`
