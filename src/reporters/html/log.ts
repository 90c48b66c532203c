import type { LogLine } from '../../results/log/target-log.ts'
import type { Evidence } from '../../engine/verdict.ts'
import { logBeside } from '../../results/log/log-beside.ts'
import { cut } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import type { PageContext } from './context.ts'
import { html, type Content } from '../page/markup.ts'

/** Lines of the log in the page, and characters of each; the rest is in results.json. */
const lineLimit = 300
const characters = 600

/** What the target wrote at the time of a finding's exchanges; for the list of a finding. */
export function logOfFinding(evidence: readonly Evidence[], { exchanges, log }: PageContext): Content {
  const lines = logBeside(evidence, exchanges, log)
  return (
    lines.length > 0 &&
    html`<dt>log</dt>
      <dd><pre class="log" tabindex="0">${lines.join('\n')}</pre></dd>`
  )
}

/** What the target wrote, where the run started it. */
export function logSection({ log }: RunResult): Content {
  if (!log) return undefined
  const shown = log.lines.slice(-lineLimit)
  const left = log.omitted + log.lines.length - shown.length
  return html`<section id="log">
    <h2>Log of the container</h2>
    <p class="lead">
      Output of ${log.source}: the lines around each finding, and the
      last${left > 0 && html`; ${left} more lines are left out`}.
    </p>
    ${log.ended !== undefined && html`<p class="failure">The container exited during the run: ${cut(log.ended, 300)}</p>`}
    ${shown.length === 0 ? html`<p class="quiet">nothing</p>` : html`<pre class="log" tabindex="0">${shown.map(line).join('\n')}</pre>`}
  </section>`
}

/** Seconds since the run started, and the text. */
const line = ({ at, text }: LogLine): string =>
  `${(at / 1000).toFixed(3).padStart(8)}  ${cut(text, characters)}`
