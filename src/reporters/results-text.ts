import type { AssayResult } from './reporter.ts'

/** The text of results.json: one requirement, test or exchange a line, so that it can be read and compared. */
export function resultsText(result: AssayResult): string {
  const lines = Object.entries(result).map(([key, value]) => `  ${JSON.stringify(key)}: ${textOf(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}

const textOf = (value: unknown): string =>
  Array.isArray(value) && value.length > 0
    ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
    : JSON.stringify(value)
