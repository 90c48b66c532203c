import { expect, it } from 'vitest'
import { expand } from '../../../../../suites/distribution/sequences/expand.ts'
import { partsOf, withParts } from '../../../../../suites/distribution/sequences/parts.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'

const sequence = (...steps: Step[]): Sequence => ({
  id: '1',
  blobs: { b1: { size: 10, bytes: 'random', algorithm: 'sha256' } },
  manifests: {
    m1: {
      kind: 'image',
      written: 'compact',
      algorithm: 'sha256',
      mediaType: true,
      config: 'empty',
      layers: [],
      manifests: [],
      subject: 'missing',
    },
  },
  tags: { t1: { form: 'plain' }, t2: { form: 'extends', tag: 't1' } },
  steps,
})
const push: Step = { do: 'push-manifest', manifest: 'm1', at: 'home', by: { tag: 't1' }, tags: ['t2'] }
const look: Step = { do: 'look-around' }

const reads = (steps: readonly Step[]): string[] =>
  steps.flatMap((step) =>
    step.do === 'at-once'
      ? step.steps.map(({ do: what, ...about }) => `${what} ${JSON.stringify(about)}`)
      : [],
  )

it('reads all that was touched so far, where it was touched', () => {
  const { steps } = expand(
    sequence(
      { do: 'push-blob', blob: 'b1', at: 'home', way: 'post-put' },
      { do: 'mount', blob: 'b1', from: 'home', at: 'other' },
      push,
      look,
    ),
    true,
  )
  const found = reads(steps).join('\n')
  for (const part of [
    '"digest":"m1"',
    '"tag":"t1"',
    '"tag":"t2"',
    '"at":"home","blob":"b1"',
    '"at":"other","blob":"b1"',
    'list-tags',
    'list-referrers',
  ])
    expect(found).toContain(part)
  expect(reads(expand(sequence(push, look), false).steps).join()).not.toContain('list-referrers')
})

const method = (of: readonly Step[] | undefined) =>
  of?.flatMap((step) => (step.do === 'read-manifest' ? [step.method] : []))

it('reads by GET and HEAD in turn', () => {
  const { steps } = expand(sequence(push, look, look), true)
  const [first, second] = steps.flatMap((step) => (step.do === 'at-once' ? [step.steps] : []))
  expect(method(first)).not.toEqual(method(second))
  expect(new Set([...(method(first) ?? []), ...(method(second) ?? [])])).toEqual(new Set(['GET', 'HEAD']))
})

/** How the blob is read after these steps. */
const methods = (...steps: Step[]) =>
  expand(sequence(...steps), true).steps.flatMap((step) =>
    step.do === 'at-once' ? step.steps.map((each) => (each.do === 'read-blob' ? each.method : '')) : [],
  )

it('reads a deleted blob by both, until it is pushed again', () => {
  const pushed: Step = { do: 'push-blob', blob: 'b1', at: 'home', way: 'post-put' }
  const remove: Step = { do: 'delete-blob', blob: 'b1', at: 'home' }
  expect(methods(pushed, remove, look)).toEqual(['GET', 'HEAD'])
  expect(methods(pushed, remove, pushed, look)).toHaveLength(1)
})

it('looks at nothing where nothing was touched', () => {
  expect(expand(sequence(look), true).steps).toEqual([])
})

it('takes a sequence apart and puts it together again', () => {
  const whole = sequence(push, { do: 'at-once', steps: [look, push] }, look)
  const parts = partsOf(whole)
  expect(parts).toHaveLength(4)
  expect(withParts(whole, parts)).toEqual(whole)
  expect(
    withParts(
      whole,
      parts.filter((_, at) => at !== 1),
    ).steps,
  ).toEqual([push, push, look])
})

it('reads at once what another manifest has of one that is deleted, in whatever role', () => {
  const image = {
    kind: 'image',
    written: 'compact',
    algorithm: 'sha256',
    mediaType: true,
    manifests: [],
  } as const
  const shared: Sequence = {
    ...sequence(
      { do: 'push-manifest', manifest: 'm1', at: 'home', by: { digest: 'm1' } },
      { do: 'push-manifest', manifest: 'm2', at: 'home', by: { digest: 'm2' } },
      { do: 'push-manifest', manifest: 'm3', at: 'other', by: { digest: 'm3' } },
      { do: 'delete-manifest', at: 'home', manifest: 'm1' },
      { do: 'delete-manifest', at: 'home', manifest: 'm2' },
    ),
    manifests: {
      m1: { ...image, config: 'empty', layers: ['b1', 'b2', 'b3', 'b1'] },
      m2: { ...image, config: { blob: 'b1' }, layers: ['b2'] },
      m3: { ...image, config: 'empty', layers: ['b3'] },
    },
  }
  const [, , , first, ...rest] = expand(shared, false).steps
  expect(first?.do).toBe('delete-manifest')
  expect(rest).toEqual([
    { do: 'read-blob', method: 'GET', at: 'home', blob: 'b1' },
    { do: 'read-blob', method: 'GET', at: 'home', blob: 'b2' },
    { do: 'delete-manifest', at: 'home', manifest: 'm2' },
  ])
})
