/** The page: its measure, its rail, its headings; what every page and part shares. */
export const layoutStyle = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 clamp(1rem, 4vw, 3.5rem) 5rem; max-width: 92rem;
  background: var(--paper); color: var(--ink); font: 400 0.875rem/1.5 var(--sans);
}
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, table, fieldset { margin: 0; padding: 0; }
ul, ol { list-style: none; }
code, pre, .digest, .number { font-family: var(--mono); font-size: 0.9em; font-variant-ligatures: none; }
code, dd, .reason, h1, h3, h4 { overflow-wrap: anywhere; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--held); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, pre:focus-visible {
  outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px;
}
main:focus { outline: none; }
.quiet { color: var(--soft); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: 0.5rem 1rem; background: var(--sheet); }

.overview { padding: 1.75rem 0 1.5rem; }
.product { font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.01em; }
.product .quiet { font-weight: 400; }
h1 {
  max-width: 26ch; margin-top: 1.5rem; font-size: clamp(1.8rem, 4vw, 2.9rem); font-weight: 640; line-height: 1.08;
  letter-spacing: -0.028em; text-wrap: balance;
}
h1.broken { color: var(--broken); }
.target { margin-top: 0.6rem; font-size: 1rem; color: var(--soft); overflow-wrap: anywhere; }
.target strong { color: var(--ink); font-weight: 600; }

nav { font-size: 0.8125rem; }
nav > ul { display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; padding: 0.75rem 0; border-block: 1px solid var(--rule); }
nav ul ul { display: none; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }

h2 { padding: 2.75rem 0 0.5rem; font-size: 1.25rem; font-weight: 640; letter-spacing: -0.015em; line-height: 1.2; }
main > section:first-child > h2 { padding-top: 1.75rem; }
.lead { max-width: 80ch; margin: -0.25rem 0 0.9rem; color: var(--soft); }
table { width: 100%; border-collapse: collapse; text-align: left; }
th { font-weight: inherit; }
th, td { padding: 0.35rem 1rem 0.35rem 0; border-top: 1px solid var(--rule); vertical-align: top; }
thead th { padding-bottom: 0.3rem; border-top: 0; color: var(--soft); font-size: 0.8125rem; }
summary { cursor: pointer; }
summary::marker { color: var(--held); }
pre {
  max-height: 24rem; overflow: auto; padding: 0.7rem 0.9rem; background: var(--tint); line-height: 1.5; tab-size: 2; white-space: pre-wrap; overflow-wrap: anywhere;
}

@media (min-width: 75rem) {
  .columns { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 4rem; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.9rem 0 2rem; }
  nav > ul { display: block; padding: 0; border: 0; }
  nav li { padding: 0.15rem 0; }
  nav ul ul { display: block; padding: 0 0 0.4rem; }
  nav ul ul li { padding: 0.15rem 0; line-height: 1.35; }
  nav ul ul a { display: block; color: var(--soft); overflow-wrap: anywhere; }
}
@media print {
  nav, .filter, .skip, button { display: none !important; }
  body { max-width: none; padding: 0; background: none; font-size: 9.5pt; }
}
`
