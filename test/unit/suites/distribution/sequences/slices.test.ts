import { describe, expect, it } from 'vitest'
import { partsOf } from '../../../../../suites/distribution/sequences/parts.ts'
import type { ManifestRecipe, Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'
import { isWhole, slicesOf } from '../../../../../suites/distribution/sequences/slices.ts'

const image = (blob: string, more: Partial<ManifestRecipe> = {}): ManifestRecipe => ({
  kind: 'image',
  written: 'compact',
  algorithm: 'sha256',
  mediaType: true,
  config: { blob },
  layers: [blob],
  manifests: [],
  ...more,
})
const blob = (name: string): Step => ({ do: 'push-blob', blob: name, at: 'home', way: 'post-put' })
const push = (manifest: string, tag: string): Step => ({
  do: 'push-manifest',
  manifest,
  at: 'home',
  by: { tag },
})
const read = (by: { tag: string } | { digest: string }): Step => ({
  do: 'read-manifest',
  method: 'GET',
  at: 'home',
  by,
  accept: 'list',
})

const of = (...steps: Step[]): Sequence => ({
  id: '1',
  blobs: {},
  manifests: {
    m1: image('b1'),
    m2: image('b2'),
    m3: image('b1'),
    r1: image('b2', { subject: { manifest: 'm1' } }),
  },
  tags: {},
  steps,
})
const slices = (sequence: Sequence, step: Step) =>
  slicesOf(partsOf(sequence), step, sequence).map((slice) => slice.map((part) => part.step))

describe('slices of a sequence', () => {
  it('are the step, what changes what it names with what that needs, and all of the same content', () => {
    const deletion: Step = { do: 'delete-manifest', at: 'home', manifest: 'm1' }
    const last = read({ digest: 'm1' })
    const sharing = push('m3', 't3')
    const steps = [blob('b1'), blob('b2'), push('m1', 't1'), push('m2', 't2'), sharing, deletion, last]
    expect(slices(of(...steps), last)).toEqual([
      [last],
      [blob('b1'), push('m1', 't1'), deletion, last],
      [blob('b1'), push('m1', 't1'), sharing, deletion, last],
    ])
  })

  it('begin with the last read of what a change names', () => {
    const deletion: Step = { do: 'delete-blob', at: 'home', blob: 'b9' }
    const before: Step = { do: 'read-blob', method: 'HEAD', at: 'home', blob: 'b9' }
    expect(slices(of(blob('b1'), before, deletion), deletion)).toEqual([[deletion], [before, deletion]])
  })

  it('have the referrers of what a step names, and their content', () => {
    const list: Step = { do: 'list-referrers', at: 'home', subject: { manifest: 'm1' } }
    const steps = [blob('b1'), blob('b2'), push('r1', 't1'), read({ tag: 't1' }), list]
    expect(slices(of(...steps), list)[1]).toEqual([blob('b2'), push('r1', 't1'), list])
  })

  it('have the whole upload that a step goes on with', () => {
    const start: Step = { do: 'start', upload: 'u1', blob: 'b1', at: 'home' }
    const close: Step = { do: 'close', upload: 'u1' }
    expect(slices(of(start, blob('b2'), close), close)[0]).toEqual([start, close])
  })

  it('are none where all before the step is needed', () => {
    const last = read({ digest: 'm1' })
    const sequence = of(blob('b1'), push('m1', 't1'), last)
    expect(slices(sequence, last)).toEqual([[last]])
  })
})

describe('steps that are left over', () => {
  const sequence = of(blob('b1'), push('m1', 't1'), push('r1', 't2'))
  const parts = partsOf(sequence)

  it.each([
    ['lack content that a manifest among them refers to', [1, 2], false],
    ['lack nothing where that is left out too', [2], true],
    ['lack nothing without the subject of a referrer', [0, 2], true],
  ])('%s', (_, kept, expected) => {
    const rest = parts.filter((__, at) => kept.includes(at))
    expect(isWhole(rest, parts, sequence)).toBe(expected)
  })
})
