import { describe, expect, it } from 'vitest'
import { violatedBy, type Knowledge, type Sent } from './exchanges.ts'

/** A small history, and the requirements that its responses violate. */
export type Row = readonly [title: string, sent: readonly Sent[], requirements: readonly string[]]

export function vectors(name: string, rows: readonly Row[], known: Knowledge = {}): void {
  describe(name, () => {
    it.each(rows)('%s', (_, sent, requirements) => {
      expect(violatedBy(sent, known)).toEqual(requirements)
    })
  })
}
