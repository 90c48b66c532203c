/** On paper everything that is folded up is open, and what only works on a screen is gone. */
export const printStyle = `
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --sheet: #fff; --tint: #f5f5f2; --ink: #000; --soft: #444; --rule: #ccc; --held: #888;
    --absent: #ddd; --broken: #a31f05; --broken-tint: #fbece7;
  }
  #exchanges, noscript { display: none !important; }
  #requirements { content-visibility: visible; }
  details::details-content { display: block; content-visibility: visible; height: auto; }
  pre { max-height: none; overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
  .cause header, tr, h2, h3, .finding > dl > dt { break-inside: avoid; break-after: avoid-page; }
  tr { break-after: auto; }
  a { text-decoration: none; }
  .origin a[href^='http']::after { content: ' ' attr(href); color: var(--soft); font-size: 0.85em; overflow-wrap: anywhere; }
}
`
