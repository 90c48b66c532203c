import { expect, it } from 'vitest'
import { baseEffects } from '../../../../../suites/distribution/generated-faults/effects/index.ts'
import {
  generatedFault,
  generateFaults,
} from '../../../../../suites/distribution/generated-faults/generate.ts'
import { states } from '../../../../../suites/distribution/generated-faults/states.ts'
import { requirements } from '../../../../../suites/distribution/requirements.ts'

const faults = generateFaults()

it('has enough base effects and combinations', () => {
  expect(baseEffects.length).toBeGreaterThanOrEqual(60)
  expect(faults.filter(({ condition, state }) => condition.id !== 'always' && state.id !== 'anytime').length)
    // Those that strike always or at any time are not counted.
    .toBeGreaterThanOrEqual(5000)
})

it('gives each fault an id of its own, made of its parts', () => {
  const ids = faults.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { id, effect, condition, state } of faults)
    expect(id).toBe(`${effect.id}~${condition.id}~${state.id}`)
  expect(ids.filter((id) => !/^[a-z0-9-]+~[a-z0-9-]+~[a-z-]+$/.test(id))).toEqual([])
})

it.each([
  ['effects', baseEffects.map(({ id }) => id)],
  ['states', states.map(({ id }) => id)],
])('names %s once', (_, ids) => {
  expect(new Set(ids).size).toBe(ids.length)
})

it('has the same faults in the same order each time', () => {
  expect(generateFaults().map(({ id }) => id)).toEqual(faults.map(({ id }) => id))
})

// Sequences and reports name them.
it.each([
  'head-serves-former~tag-longest~after-second-move',
  'put-loses-former~of-index~moving-back',
  'put-again-409~by-digest~again',
  'blob-head-finds-deleted~always~after-deletion',
  'push-500~in-chunks~after-cancel',
  'tags-stale~n-below-total~after-removal',
])('still has %s', (id) => {
  expect(generatedFault(id)?.id).toBe(id)
})

it('finds no fault that does not exist', () => {
  expect(generatedFault('get-404~by-tag~mounted')).toBeUndefined()
  expect(generatedFault('no-effect~always~anytime')).toBeUndefined()
})

it('leaves no base effect without conditions and states', () => {
  for (const { id } of baseEffects) {
    const own = faults.filter(({ effect }) => effect.id === id)
    expect(own[0]?.id).toBe(`${id}~always~anytime`)
    expect(own.length, id).toBeGreaterThanOrEqual(10)
  }
})

it('violates requirements that exist in the newest version', () => {
  const known = new Set(
    requirements.flatMap(({ id, at, unobservable }) => (at.dev && unobservable === undefined ? [id] : [])),
  )
  for (const { id, violates } of baseEffects)
    expect(
      violates.filter((requirement) => !known.has(requirement)),
      id,
    ).toEqual([])
})

it('combines nothing that contradicts itself', () => {
  for (const { id, effect, condition, state } of faults) {
    const presence = new Set([effect, condition, state].flatMap(({ present }) => present ?? []))
    expect(presence.size, id).toBeLessThan(2)
  }
})
