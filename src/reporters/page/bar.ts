import type { Verdict } from '../../engine/verdict.ts'
import { verdictOrder } from '../../results/text/words.ts'
import { html, type Markup } from './markup.ts'

/** How many requirements have each verdict, at a glance; the numbers are beside it. */
export function bar(totals: Readonly<Record<Verdict, number>>): Markup {
  const present = verdictOrder.filter((verdict) => totals[verdict] > 0)
  let x = 0
  const segments = present.map((verdict) => {
    const start = x
    x += totals[verdict]
    return html`<rect class="${verdict}" x="${start}" width="${totals[verdict]}" height="1" />`
  })
  return html`<svg
    class="bar"
    viewBox="0 0 ${Math.max(1, x)} 1"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${segments}
  </svg>`
}
