import { expect, it } from 'vitest'
import { inCompany } from '../../../../../suites/distribution/sequences/company.ts'
import { partsOf } from '../../../../../suites/distribution/sequences/parts.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'

const list: Step = { do: 'list-tags', at: 'other', pages: { n: 1, by: 'last' } }
const start: Step = { do: 'start', upload: 'u1', blob: 'b1', at: 'home' }
const status: Step = { do: 'status', upload: 'u1' }
const read: Step = { do: 'read-blob', method: 'GET', at: 'home', blob: 'b1' }
const sequence = (...steps: Step[]): Sequence => ({
  id: '1',
  blobs: { b1: { size: 10, bytes: 'text', algorithm: 'sha256' } },
  manifests: {},
  tags: {},
  steps,
})

const doing = (each: Sequence): string[] => partsOf(each).map(({ step }) => step.do)

it('changes another tag before a list of tags, and lets it be read before', () => {
  const variants = inCompany(sequence(start, list, status), list, true)
  expect(variants).toHaveLength(12)
  for (const each of variants) {
    expect(each.steps[0]).toBe(start)
    expect(each.steps.at(-1)).toBe(list)
  }
  expect(doing(variants[0]!)).toEqual(['start', 'push-blob', 'push-manifest', 'list-tags'])
  expect(variants.map((each) => doing(each).filter((step) => step === 'list-tags').length)).toEqual([
    1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3,
  ])
  const where = variants.flatMap(({ steps }) => steps.flatMap((step) => ('at' in step ? [step.at] : [])))
  expect(new Set(where.slice(1))).toEqual(new Set(['other', 'home']))
})

it('deletes no tag where that is not possible', () => {
  const variants = inCompany(sequence(list), list, false)
  expect(variants).toHaveLength(9)
  expect(variants.flatMap(doing)).not.toContain('delete-tag')
})

it('opens, cancels or starts another upload beside one', () => {
  expect(inCompany(sequence(start, status), start, true).map(doing)).toEqual([
    ['start', 'start'],
    ['start', 'cancel', 'start'],
    ['start', 'start'],
  ])
})

it('keeps what overlaps with the step', () => {
  const both: Step = { do: 'at-once', steps: [start, read] }
  const [open, , beside] = inCompany(sequence(both), start, true)
  expect(open?.steps.at(-1)).toBe(both)
  expect(beside?.steps).toHaveLength(1)
  expect(doing(beside!)).toEqual(['start', 'start', 'read-blob'])
})

it('declares all that the added steps name', () => {
  for (const step of [list, start])
    for (const { steps, blobs, manifests, tags } of inCompany(sequence(step), step, true))
      for (const each of steps) {
        if (each.do === 'push-blob') expect(blobs).toHaveProperty(each.blob)
        if (each.do === 'push-manifest') {
          expect(manifests).toHaveProperty(each.manifest)
          if ('tag' in each.by) expect(tags).toHaveProperty(each.by.tag)
        }
        if (each.do === 'delete-tag') expect(tags).toHaveProperty(each.tag)
      }
})

it('has nothing for what depends on its own sequence alone', () => {
  expect(inCompany(sequence(read), read, true)).toEqual([])
})
