/** Verdicts as a bar: what is broken has the accent. */
export const barStyle = `
.bar { display: block; grid-column: 1 / -1; width: 100%; height: 0.4rem; background: var(--absent); }
.bar rect { fill: var(--absent); }
.bar .pass { fill: var(--held); }
.bar .fail { fill: var(--broken); }
.bar .warn { fill: var(--broken); opacity: 0.45; }
.bar .error { fill: var(--ink); }
`

/** The top of the page: the verdict, what was assayed, and how many requirements came out how. */
export const overviewStyle = `
.overview { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1.5rem 3.5rem; align-items: end; }
.overview .more { overflow-wrap: anywhere; margin-top: 0.75rem; max-width: 60rem; font-weight: 600; }
.overview .conclusion { margin-top: 0.75rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.75rem; margin-top: 1.25rem; font-size: 0.8125rem; }
.facts div { display: flex; gap: 0.5rem; min-width: 0; }
.facts dt { color: var(--soft); white-space: nowrap; }
.facts dd { min-width: 0; }

.levels { width: auto; font-variant-numeric: tabular-nums; line-height: 1.3; }
.levels th, .levels td { vertical-align: baseline; padding: 0.22rem 0 0.22rem 1.5rem; text-align: right; }
.levels thead th { font-size: 0.75rem; }
.levels thead td { border: 0; }
.levels th[scope='row'] { padding-left: 0; text-align: left; color: var(--soft); }
.levels td:nth-child(2) { font-size: 1.0625rem; font-weight: 600; }
.levels .nil, .levels .none th { color: var(--soft); font-weight: 400; }
.levels .fail:not(.none) th, .levels .fail td { color: var(--broken); font-weight: 600; }
.levels .warn:not(.none) th, .levels .error:not(.none) th { color: var(--ink); }
`
