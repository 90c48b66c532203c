import { describe, expect, it } from 'vitest'
import type { Judge, Judgement } from '../../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { exchangeOf, type Answer } from '../exchange.ts'

/** `notes`: it holds, with a note. */
export type Outcome = 'holds' | 'notes' | 'warns' | 'violated'

/**
 * What a judgement amounts to where the requirement is a MUST. A reader of a finding has to learn what was
 * done, what would have been right and what was seen, so a violation that leaves any of it out is refused here.
 */
export const verdict = (judgement: Judgement): Outcome => {
  if (judgement.holds) {
    if (judgement.note === undefined) return 'holds'
    expect(judgement.note).toMatch(/[a-z]+s? /)
    return 'notes'
  }
  const { title, expected, received, severity } = judgement
  // What happened.
  expect(title).toMatch(/^(?:[a-z]+ed|cut|kept|left|lost|broke|did not)\b.*\S/)
  expect(expected.length).toBeGreaterThan(0)
  for (const each of expected) expect(each).not.toBe('')
  expect(received).toEqual(expect.any(String))
  return severity === 'warn' ? 'warns' : 'violated'
}

/** Tries a judge on answers. */
export const cases = (
  name: string,
  judge: Judge<Exchange>,
  rows: readonly (readonly [answer: Answer, wanted: Outcome])[],
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
