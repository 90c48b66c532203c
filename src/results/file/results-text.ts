import { conclusionOf, type ConclusionOptions } from '../conclusion/conclusion.ts'
import { headlineOf } from '../conclusion/headline.ts'
import { jsonText } from './json-text.ts'
import type { RunResult } from '../result.ts'

/** The text of results.json: the result, and the conclusion that is drawn from it. */
export function resultsText(result: RunResult, options: ConclusionOptions = {}): string {
  const { formatVersion, tool, target, profile, ...rest } = result
  const conclusion = { ...conclusionOf(result, options), headline: headlineOf(result, options) }
  return inLines({ formatVersion, tool, target, profile, conclusion, ...rest })
}

/** JSON with one item of each list a line (a requirement, a test, an exchange), so that it can be read and compared. */
export function inLines(value: object): string {
  const lines = Object.entries(value).map(
    ([key, item]: [string, unknown]) => `  ${jsonText(key)}: ${textOf(item)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}

const textOf = (value: unknown): string =>
  Array.isArray(value) && value.length > 0
    ? `[\n${value.map((item) => `    ${jsonText(item)}`).join(',\n')}\n  ]`
    : jsonText(value)
