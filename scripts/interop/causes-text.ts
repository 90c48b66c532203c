import { catalogue } from '../../src/cli/commands/catalogue.ts'
import { code, words } from '../../src/reporters/markdown/escape.ts'
import { causeText, type Cause } from './causes.ts'
import type { Looked } from './grid.ts'

const pages = new Map(
  catalogue.flatMap(({ suite }) => suite.requirements.map(({ id }) => [id, suite.name] as const)),
)

/** The causes of all cells that fail, each once: what was seen by hand, and the requirement that is violated, or why there is none. */
export function causesInMarkdown(looked: readonly Looked[]): string {
  const cells = new Map<string, { cause: Cause; cells: string[] }>()
  for (const { cell, cause } of looked) {
    if (!cause) continue
    const known = cells.get(causeText(cause)) ?? { cause, cells: [] }
    known.cells.push(cell)
    cells.set(causeText(cause), known)
  }
  const items = [...cells].map(([text, { cause, cells: all }]) =>
    [
      `- ${words(text)}.`,
      `  - Repeated by hand: ${cause.seen}`,
      `  - ${'requirement' in cause ? `Requirement: ${requirementLink(cause.requirement)}` : `No requirement: ${words(cause.none)}`}.`,
      `  - Cells: ${all.map((cell) => `\`${cell}\``).join(', ')}.`,
    ].join('\n'),
  )
  return items.length === 0 ? '' : `\n## Causes\n\n${items.join('\n')}\n`
}

function requirementLink(id: string): string {
  const page = pages.get(id)
  if (page === undefined) throw new Error(`a cause names ${id}, which is not a requirement`)
  return `[${code(id)}](../../docs/requirements/${page}.md#${id})`
}
