import { catalogue } from '../../src/cli/commands/catalogue.ts'
import { link, words } from '../../src/reporters/markdown/escape.ts'
import { causeText } from './causes.ts'
import type { Looked } from './grid.ts'

const pages = new Map(
  catalogue.flatMap(({ suite }) => suite.requirements.map(({ id }) => [id, suite.name] as const)),
)

/** The causes of all cells that fail, each once, with a link to the requirement that is violated. */
export function causesInMarkdown(looked: readonly Looked[]): string {
  const cells = new Map<string, { requirement?: string; cells: string[] }>()
  for (const { cell, cause } of looked) {
    if (!cause) continue
    const known = cells.get(causeText(cause)) ?? {
      cells: [],
      ...(cause.requirement === undefined ? {} : { requirement: cause.requirement }),
    }
    known.cells.push(cell)
    cells.set(causeText(cause), known)
  }
  const items = [...cells].map(([cause, { requirement, cells: all }]) => {
    const where = all.map((cell) => `\`${cell}\``).join(', ')
    return `- ${words(cause)}${requirement === undefined ? '' : ` (${requirementLink(requirement)})`}: ${where}`
  })
  return items.length === 0 ? '' : `\n## Causes\n\n${items.join('\n')}\n`
}

function requirementLink(id: string): string {
  const page = pages.get(id)
  if (page === undefined) throw new Error(`a cause names ${id}, which is not a requirement`)
  return link(id, `../../docs/requirements/${page}.md#${id}`)
}
