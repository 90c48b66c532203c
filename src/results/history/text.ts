import { jsonText } from '../file/json-text.ts'
import type { History, Series } from './history.ts'

/** The text of history.json: one result and one step a line, so that it can be read and compared. */
export function historyText({ series, unread, ...head }: History): string {
  const members = [
    ...Object.entries(head).map(([key, value]) => `  ${jsonText(key)}: ${jsonText(value)}`),
    `  "series": ${listed(series.map(seriesText), '  ')}`,
    `  "unread": ${listed(
      unread.map((each) => jsonText(each)),
      '  ',
    )}`,
  ]
  return `{\n${members.join(',\n')}\n}\n`
}

function seriesText({ results, steps, ...head }: Series): string {
  const members = [
    ...Object.entries(head).map(([key, value]) => `      ${jsonText(key)}: ${jsonText(value)}`),
    `      "results": ${listed(
      results.map((each) => jsonText(each)),
      '      ',
    )}`,
    `      "steps": ${listed(
      steps.map((each) => jsonText(each)),
      '      ',
    )}`,
  ]
  return `{\n${members.join(',\n')}\n    }`
}

const listed = (items: readonly string[], indentation: string): string =>
  items.length === 0
    ? '[]'
    : `[\n${items.map((item) => `${indentation}  ${item}`).join(',\n')}\n${indentation}]`
