import { describe, expect, it } from 'vitest'
import { layouts } from '../../scripts/mutation/campaign.ts'
import { saidIn } from '../../scripts/mutation/outcome.ts'
import { killOf } from '../../scripts/mutation/verdict.ts'
import { assess } from './assess.ts'
import { groundless } from './blocks.ts'
import { defects } from '../../suites/image/defects.ts'

const { mutants, unbroken } = layouts(() => true)

// The mutation run judges the same corpus; here each finding is looked at as well.
describe('layouts with one defect', () => {
  it('are told apart by their ids', () => {
    const ids = defects.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(150)
  })

  // A requirement that nobody has seen broken may be one that no image can break.
  it('break every requirement that can be decided', () => {
    expect(unbroken).toEqual([])
  })

  it.concurrent.each(defects)('$id: $title', async (defect) => {
    const mutant = mutants.find(({ fault }) => fault === defect)
    const results = await assess(defect)
    const kill = mutant && killOf(mutant, { said: saidIn(results), duration: 0 }, undefined)
    expect(kill).toMatchObject({ caught: true, others: [], needless: [] })
    const own = results.find(({ id }) => id === defect.breaks)
    expect(own?.findings.map(({ title }) => title)).toHaveLength(
      defect.findings ?? (defect.verdict === 'error' ? 0 : 1),
    )
    if (defect.verdict === 'error') expect(own?.reason).toBeTruthy()
    for (const { title, expected, received, evidence } of own?.findings ?? []) {
      expect(title).toMatch(/^[a-z]+s\b/)
      expect(expected.join()).not.toBe('')
      expect(received).not.toBe('')
      expect(evidence.length).toBeGreaterThan(0)
    }
    expect(groundless(results)).toEqual([])
    // What follows from the defect is blocked by it and by nothing else.
    for (const { id, verdict: other, blockedBy } of results) {
      if (other === 'blocked') expect([defect.breaks, ...(defect.also ?? [])], id).toContain(blockedBy)
    }
  })
})
