/** What is broken: the causes, expected against received, the script, what it blocks. */
export const findingStyle = `
.cause { position: relative; padding: 1.15rem 0 1.4rem; border-top: 1px solid var(--rule); }
.cause:first-of-type { border-top: 2px solid var(--ink); }
.cause .mark { font-size: 0.8125rem; font-weight: 600; }
.cause.fail .mark { color: var(--broken); }
.cause h3 { font-size: 1.0625rem; font-weight: 640; line-height: 1.35; letter-spacing: -0.008em; }
.cause h3::first-letter, .cause h4::first-letter { text-transform: uppercase; }
.origin { margin-top: 0.1rem; color: var(--soft); font-size: 0.8125rem; }
.origin .demand { display: block; color: var(--ink); font-size: 0.875rem; }
.origin code { margin-right: 0.75rem; font-size: 0.96em; }
.cause > .reason { margin-top: 0.6rem; }
.finding { margin-top: 0.8rem; }
.finding h4 { font-size: inherit; font-weight: 600; }
.comparison { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.2rem 1rem; margin-top: 0.3rem; }
.comparison.wide { grid-template-columns: minmax(6rem, 16rem) minmax(0, 1fr); gap: 0.5rem 1.5rem; padding-top: 0.6rem; border-top: 1px solid var(--rule); }
.comparison > dt { color: var(--soft); }
.cause.fail .received { color: var(--broken); font-weight: 500; }
.expected mark, .received mark { background: var(--broken-tint); color: inherit; font-weight: 600; box-shadow: 0 1px 0 var(--held); }
.received mark { box-shadow: 0 1px 0 var(--broken); }
.explanation { max-width: 84ch; margin-top: 0.8rem; }

.difference pre { max-height: 20rem; margin: 0.15rem 0 0.3rem; padding: 0.5rem 0; }
.difference pre > span { display: block; padding: 0 0.75rem; min-height: 1.5em; white-space: pre-wrap; overflow-wrap: anywhere; }
.difference .expected { background: var(--sheet); color: var(--ink); }
.difference .received { background: var(--broken-tint); color: var(--broken); font-weight: 500; }
.difference .both { color: var(--soft); }

.by-hand, .blocks, .others { margin-top: 0.7rem; }
.by-hand > summary, .blocks > summary, .others > summary { display: list-item; }
.blocks ul, .others ul { padding: 0.4rem 0 0 1.1rem; }
.blocks li, .others li { padding: 0.1rem 0; overflow-wrap: anywhere; }
.script { position: relative; margin-top: 0.5rem; }
.script pre { padding-right: 6rem; white-space: pre; overflow-wrap: normal; }
button {
  padding: 0.2rem 0.7rem; border: 1px solid var(--held); border-radius: 3px; background: var(--sheet);
  color: var(--ink); font: 500 0.8125rem var(--sans); cursor: pointer;
}
button:hover { border-color: var(--ink); }
button.copy { position: absolute; top: 0.5rem; right: 0.9rem; }
tr:target, article:target { background: var(--broken-tint); box-shadow: -0.9rem 0 var(--broken-tint), 0.9rem 0 var(--broken-tint); }
tr:target { box-shadow: none; }
`
