import { describe, expect, it } from 'vitest'
import type { ValidLayout } from '../../suites/image/layouts/case.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'
import { problemsIn } from '../table.ts'
import { assess, describeResult, troubled } from './assess.ts'
import { groundless } from './blocks.ts'

/** What is reported of a valid layout beyond the warnings and the note that it expects. */
async function* problemsOf({ warns = [], note, ...layoutCase }: ValidLayout): AsyncGenerator<string> {
  const results = await assess(layoutCase)
  yield* groundless(results)
  for (const result of results) {
    const { id, verdict, checks } = result
    const isExpected = verdict === 'warn' && warns.some((each) => each === id)
    // What follows from a warning is blocked by it.
    const isBlocked = verdict === 'blocked' && warns.length === 0
    if ((troubled(result) && !isExpected) || isBlocked) yield describeResult(result)
    if (verdict === 'pass' && checks === 0) yield `${id} passes without a check`
  }
  for (const id of warns) {
    if (!results.some((result) => result.id === id && troubled(result))) yield `does not warn of ${id}`
  }
  const notes = results.flatMap((result) => result.notes.map(({ text }) => text))
  if (note !== undefined && !notes.some((text) => text.includes(note))) yield `lacks the note ${note}`
}

describe('valid layouts', () => {
  it('have ids of their own', () => {
    const ids = valid.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(60)
  })

  it('pass, and every requirement that passes was checked', { timeout: 300_000 }, async () => {
    expect(await problemsIn(valid, ({ id }) => id, problemsOf)).toEqual([])
  })
})
