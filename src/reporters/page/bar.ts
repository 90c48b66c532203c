import type { Verdict } from '../../engine/verdict.ts'
import { tellingOrder } from '../../results/text/words.ts'
import { html, type Markup } from './markup.ts'

/** How many requirements have each verdict, for the eye; the numbers stand beside it. */
export function bar(totals: Readonly<Record<Verdict, number>>): Markup {
  const present = tellingOrder.filter((verdict) => totals[verdict] > 0)
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
