import { wrap } from '../../results/text/printable.ts'
import { rowText, type Row, type Seen } from '../text/finding-text.ts'
import type { Sheet } from './paint.ts'

/** What the parts of the details have in common. */
export interface Page extends Sheet, Omit<Seen, 'reproductions'> {}

const labelWidth = 10
/** Before what is below a heading. */
export const indent = '  '

/** Columns beside a label. */
export const roomOf = (width: number): number => width - indent.length - labelWidth - 1

/** Rows under a heading: label in one column, wrapped text in the other. */
export function rows(list: readonly Row[], { paint, width }: Page): string[] {
  const room = roomOf(width)
  return list.flatMap(([label, lines]) => {
    if (label === '' && lines[0] === '') return ['']
    const wrapped = lines.flatMap((line) => wrap(line, room))
    return rowText([label, wrapped], labelWidth).map(
      (line) => indent + paint.quiet(line.slice(0, labelWidth)) + line.slice(labelWidth),
    )
  })
}

/** Names requirements; of many the first ones. */
export function ids(requirements: readonly { id: string }[]): string {
  const named = requirements.slice(0, 12).map(({ id }) => id)
  const more = requirements.length - named.length
  return `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
