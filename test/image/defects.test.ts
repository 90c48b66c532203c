import { describe, expect, it } from 'vitest'
import { requirements } from '../../suites/image/requirements/index.ts'
import { assess, told, troubled } from './assess.ts'
import { defects } from './defects/index.ts'

const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]))

describe('layouts with one defect', () => {
  it('are told apart by their ids', () => {
    const ids = defects.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(150)
  })

  // A requirement that nobody has seen broken may be one that no image can break.
  it('break every requirement that can be decided', () => {
    const broken = new Set(defects.map(({ breaks }) => breaks))
    const decidable = requirements.filter(({ undecidable }) => undecidable === undefined)
    expect(decidable.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([])
  })

  it.concurrent.each(defects)('$id: $title', async ({ breaks, verdict, findings = 1, ...each }) => {
    const level = byId.get(breaks)?.at[each.spec ?? '1.1']?.level
    const results = await assess(each)
    const trouble = results.filter(troubled)
    expect(trouble.filter(({ id }) => id !== breaks).map(told)).toEqual([])
    const own = results.find(({ id }) => id === breaks)
    expect(own && told(own)).toMatch(new RegExp(`^${verdict ?? (level === 'MUST' ? 'fail' : 'warn')} `))
    expect(own?.findings.map(({ title }) => title)).toHaveLength(findings)
    for (const { title, expected, received, evidence } of own?.findings ?? []) {
      expect(title).toMatch(/^[a-z]+s\b/)
      expect(expected.join()).not.toBe('')
      expect(received).not.toBe('')
      expect(evidence.length).toBeGreaterThan(0)
    }
    // What follows from the defect is blocked by it and by nothing else.
    for (const { id, verdict: other, blockedBy } of results) {
      if (other === 'blocked') expect(`${id} by ${blockedBy}`).toBe(`${id} by ${breaks}`)
    }
  })
})
