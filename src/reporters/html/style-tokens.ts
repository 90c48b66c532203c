/**
 * Ink on paper with one accent, which is kept for what is broken. Everything else is told by
 * weight, place and rules, so that the eye goes where work is to be done. Each colour of text has
 * at least 4.5 to 1 against each ground that it stands on.
 */
export const tokens = `
:root {
  color-scheme: light dark;
  --paper: #fbfbf9; --sheet: #fff; --tint: #f3f3ee; --ink: #17191d; --soft: #5b616b; --rule: #dfdfd8;
  --held: #8d939c; --absent: #d5d6d0; --broken: #b92a0b; --broken-tint: #fbece7; --focus: #1f5fbf;
  --sans: system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121417; --sheet: #181b1f; --tint: #1e2227; --ink: #e7e7e3; --soft: #a2a8b1; --rule: #2d3238;
    --held: #767d87; --absent: #343a41; --broken: #ff7d5c; --broken-tint: #2b1a15; --focus: #8ab4ff;
  }
}
`
