import { describe, expect, it } from 'vitest'
import type { Judge, Judgement } from '../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../src/registry/exchange.ts'
import { exchangeOf, type Answer } from '../exchange.ts'

export type Told = 'holds' | 'warns' | 'broken'

/** What a judgement amounts to where the requirement is a MUST. */
export const verdict = (judgement: Judgement): Told => {
  if (judgement.holds) return 'holds'
  return judgement.severity === 'warn' ? 'warns' : 'broken'
}

/** Tries a judge on answers. */
export const cases = (
  name: string,
  judge: Judge<Exchange>,
  rows: readonly (readonly [answer: Answer, wanted: Told])[],
): void => {
  describe(name, () => {
    it.each(rows)('%o: %s', (answer, wanted) => {
      expect(verdict(judge(exchangeOf(answer)))).toBe(wanted)
    })
  })
}

export const json = (document: unknown, more: Partial<Answer> = {}): Answer => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(document),
  ...more,
})
