import { describe, expect, it } from 'vitest'
import { registries } from '../mutation/campaign.ts'
import { rotations, sampleOf } from './sample.ts'

const all = registries(() => true).mutants.map(({ fault }) => ({
  fault: fault.id,
  requirement: fault.violates,
}))
const samples = Array.from({ length: rotations }, (_, day) =>
  sampleOf(all, { size: 150, rotation: 100 + day }),
)

describe('the samples of a week', () => {
  it('have the size that was requested, and no fault twice', () => {
    for (const sample of samples) expect(new Set(sample.map(({ fault }) => fault)).size).toBe(150)
  })

  it('cover every requirement that has a fault', () => {
    const covered = new Set(samples.flat().map(({ requirement }) => requirement))
    expect(all.filter(({ requirement }) => !covered.has(requirement))).toEqual([])
  })

  it('are others each day, and the same on one day', () => {
    expect(sampleOf(all, { size: 150, rotation: 100 })).toEqual(samples[0])
    expect(samples[1]).not.toEqual(samples[0])
  })

  it('take all that have their turn where they are to be fewer', () => {
    const few = sampleOf(all, { size: 1, rotation: 3 })
    expect(few.length).toBeGreaterThan(20)
    expect(new Set(few.map(({ requirement }) => requirement)).size).toBe(few.length)
  })
})
