import { conclusionOf, type ConclusionOptions } from '../conclusion/conclusion.ts'
import { headlineOf } from '../conclusion/headline.ts'
import { jsonText } from './json-text.ts'
import type { RunResult } from '../result.ts'

/** The text of results.json: the result, and the conclusion that is drawn from it. */
export const resultsText = (result: RunResult, options: ConclusionOptions = {}): string =>
  [...resultsParts(result, options)].join('')

/** The same in parts: of ten thousand images the text would take more memory than the images. */
export function resultsParts(result: RunResult, options: ConclusionOptions = {}): Iterable<string> {
  const { formatVersion, tool, target, profile, ...rest } = result
  const conclusion = { ...conclusionOf(result, options), headline: headlineOf(result, options) }
  return partsInLines({ formatVersion, tool, target, profile, conclusion, ...rest })
}

/** JSON with one item of each list a line (a requirement, a test, an exchange), so that it can be read and compared. */
export const inLines = (value: object): string => [...partsInLines(value)].join('')

function* partsInLines(value: object): Generator<string> {
  yield '{\n'
  let between = ''
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    yield `${between}  ${jsonText(key)}: `
    yield* partsOf(item)
    between = ',\n'
  }
  yield '\n}\n'
}

function* partsOf(value: unknown): Generator<string> {
  if (!Array.isArray(value) || value.length === 0) {
    yield jsonText(value)
    return
  }
  let between = '[\n'
  for (const item of value as unknown[]) {
    yield `${between}    ${jsonText(item)}`
    between = ',\n'
  }
  yield '\n  ]'
}
