/** What crossed the wire. */
export const exchangeStyle = `
.evidence > li { padding: 0.05rem 0; }
.number { display: inline-block; min-width: 2.6em; color: var(--soft); }
.status { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.status::before { content: '→ '; color: var(--soft); font-weight: 400; }
.evidence.before a { text-decoration: none; }
.evidence.before a:hover { text-decoration: underline; }
.evidence code { overflow-wrap: anywhere; }
.time, .test { margin-left: 0.75rem; font-size: 0.8125rem; white-space: nowrap; }
.exchange summary { list-style: none; }
.exchange summary::-webkit-details-marker { display: none; }
.exchange summary .number::before { content: '+'; display: inline-block; width: 1em; }
.exchange[open] > summary .number::before { content: '–'; }
.exchange.telling > summary .status { color: var(--broken); }
.wire {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 2rem;
  margin: 0.4rem 0 0.9rem; padding: 0.8rem 1rem; border: 1px solid var(--rule); background: var(--sheet);
}
.wire section { min-width: 0; font-size: 0.8125rem; }
.wire .label { color: var(--soft); }
.wire pre { max-height: 18rem; margin-top: 0.5rem; padding: 0.5rem 0.75rem; }
.wire .quiet { margin-top: 0.25rem; }
.wire .broken { margin-top: 0.25rem; color: var(--broken); }
.digest { overflow-wrap: anywhere; }
.fields { margin-top: 0.3rem; }
.fields div { display: grid; grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr); gap: 0.75rem; padding: 0.05rem 0; }
.fields dt { color: var(--soft); overflow-wrap: anywhere; }
.fields dd { font-family: var(--mono); font-size: 0.92em; }
#exchange-list { margin-top: 0.75rem; }
#exchange-list > li { content-visibility: auto; contain-intrinsic-size: auto 1.4rem; }
`
