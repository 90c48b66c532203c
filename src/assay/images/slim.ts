import { withoutUndefined } from '../../engine/optional.ts'
import type { Shown } from '../../results/images/gathering.ts'

/** Different statements, and different lists of them, that are kept: images that make up more are written out. */
const mostKept = 10_000

/** Values by their texts, each with its number. */
function createNumbers() {
  const numbers = new Map<string, number>()
  const texts: string[] = []
  return {
    /** Undefined where there are too many. */
    of(text: string): number | undefined {
      const found = numbers.get(text)
      if (found !== undefined || texts.length === mostKept) return found
      numbers.set(text, texts.length)
      return texts.push(text) - 1
    },
    text: (number: number): string => texts[number] ?? '',
  }
}

/** What images show as short texts, and what these stand for. */
export interface Slimming {
  textOf(requirements: readonly Shown[]): string
  of(text: string): Shown[]
}

/** Most images show the same of all requirements, and ten thousand copies of that would take a gigabyte. */
export function createSlimming(): Slimming {
  const statements = createNumbers()
  const lists = createNumbers()
  return {
    textOf(requirements) {
      const parts = requirements.map(({ id, verdict, findings, reason, blockedBy }) => {
        const shown: Shown = { id, verdict, findings, ...withoutUndefined({ reason, blockedBy }) }
        const number = findings.length > 0 ? undefined : statements.of(JSON.stringify(shown))
        return number ?? shown
      })
      const text = JSON.stringify(parts)
      const number = parts.every((part) => typeof part === 'number') ? lists.of(text) : undefined
      return number === undefined ? text : String(number)
    },
    of(text) {
      const parts = JSON.parse(text.startsWith('[') ? text : lists.text(Number(text))) as (number | Shown)[]
      return parts.map((part) =>
        typeof part === 'number' ? (JSON.parse(statements.text(part)) as Shown) : part,
      )
    },
  }
}
