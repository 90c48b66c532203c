import { describe, expect, it } from 'vitest'
import { assess, told, troubled } from './assess.ts'
import { groundless } from './blocks.ts'
import { valid } from '../../suites/image/layouts/valid/index.ts'

describe('valid layouts', () => {
  it('are told apart by their ids', () => {
    const ids = valid.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(60)
  })

  it.concurrent.each(valid)('$id: $title', async ({ warns = [], note, ...each }) => {
    const requirements = await assess(each)
    expect(groundless(requirements)).toEqual([])
    const trouble = requirements.filter(troubled)
    expect(trouble.filter(({ id, verdict }) => verdict !== 'warn' || !warns.includes(id)).map(told)).toEqual(
      [],
    )
    expect(trouble.map(({ id }) => id).toSorted()).toEqual(warns.toSorted())
    if (warns.length === 0)
      expect(requirements.filter(({ verdict }) => verdict === 'blocked').map(told)).toEqual([])
    // No silent pass: what passes was compared with something.
    expect(
      requirements.filter(({ verdict, checks }) => verdict === 'pass' && checks === 0).map(told),
    ).toEqual([])
    const notes = requirements.flatMap(({ notes }) => notes.map(({ text }) => text))
    if (note !== undefined) expect(notes.join('\n')).toContain(note)
  })
})
