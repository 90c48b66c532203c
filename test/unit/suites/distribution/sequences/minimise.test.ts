import { describe, expect, it } from 'vitest'
import {
  minimise,
  type Found,
  type Question,
  type Trial,
} from '../../../../../suites/distribution/sequences/minimise.ts'
import { partsOf } from '../../../../../suites/distribution/sequences/parts.ts'
import type {
  BlobRecipe,
  ManifestRecipe,
  Sequence,
  Step,
} from '../../../../../suites/distribution/sequences/sequence.ts'

const blob: BlobRecipe = { size: 65_536, bytes: 'gzip', algorithm: 'sha256' }
const image: ManifestRecipe = {
  kind: 'image',
  written: 'indented',
  algorithm: 'sha256',
  mediaType: true,
  config: { blob: 'b1' },
  layers: ['b1'],
  manifests: [],
}
const push = (manifest: string, tag: string): Step => ({
  do: 'push-manifest',
  manifest,
  at: 'home',
  by: { tag },
})
const read = (tag: string, method: 'GET' | 'HEAD' = 'GET'): Step => ({
  do: 'read-manifest',
  method,
  at: 'home',
  by: { tag },
  accept: 'list',
})
const sequence = (...steps: Step[]): Sequence => ({
  id: '1',
  blobs: { b1: blob },
  manifests: { m1: image, m2: image },
  tags: { t1: { form: 'longest' }, t2: { form: 'digits' } },
  steps,
})

const pushOf = (way: 'post-put' | 'chunks'): Step => ({ do: 'push-blob', blob: 'b1', at: 'home', way })
const wrongly = (way: 'post-put' | 'chunks'): Step => ({
  do: 'push-wrong-digest',
  blob: 'b1',
  at: 'home',
  way,
})

/** A contradiction as far as minimising looks at it. */
const contradiction = (title: string) => ({ judgement: { title } }) as Found['contradiction']

const question = (of: Sequence, step: Step, most: number): Question => ({
  sequence: of,
  step,
  isIt: ({ judgement }) => judgement.title.startsWith('after'),
  isReported: () => false,
  most,
})

const isRead = ({ do: what }: Step): boolean => what === 'read-manifest'

const isTitled =
  (title: string) =>
  ({ judgement }: Found['contradiction']): boolean =>
    judgement.title === title

/** A registry that shows a violation at each step for which `shows` holds, given the steps before. */
function registry(shows: (step: Step, before: readonly Step[], sequence: Sequence) => boolean) {
  const tried: Sequence[] = []
  const repeat = (candidate: Sequence): Promise<Trial> => {
    tried.push(candidate)
    const steps = partsOf(candidate).map(({ step }) => step)
    const found = steps.flatMap((step, at) =>
      shows(step, steps.slice(0, at), candidate)
        ? [{ step, contradiction: contradiction(`after ${at} steps`) }]
        : [],
    )
    return Promise.resolve({ sequence: candidate, found })
  }
  return { repeat, tried }
}

const pushes = (steps: readonly Step[], tag: string) =>
  steps.filter((step) => step.do === 'push-manifest' && 'tag' in step.by && step.by.tag === tag).length

describe('the fewest steps that show a violation', () => {
  const last = read('t1')
  const whole = sequence(
    push('m1', 't2'),
    push('m1', 't1'),
    read('t2'),
    push('m2', 't1'),
    { do: 'at-once', steps: [read('t1', 'HEAD'), push('m1', 't1')] },
    { do: 'delete-tag', at: 'home', tag: 't2' },
    last,
    push('m2', 't2'),
  )
  const untilLast: Sequence = { ...whole, steps: whole.steps.slice(0, -1) }

  it('leaves out what it does not need, and keeps the order', async () => {
    const { repeat } = registry((step, before) => step === last && pushes(before, 't1') >= 2)
    const found = await minimise(repeat, question(whole, last, 60))
    expect(found?.trial.sequence.steps).toEqual([push('m1', 't1'), push('m2', 't1'), last])
    expect(found?.contradiction.judgement.title).toBe('after 2 steps')
  })

  it('keeps a second step that matters only beside the first', async () => {
    const { repeat } = registry(
      (step, before) =>
        step === last && pushes(before, 't2') === 1 && before.some((each) => each.do === 'delete-tag'),
    )
    const found = await minimise(repeat, question(whole, last, 60))
    expect(found?.trial.sequence.steps).toEqual([
      push('m1', 't2'),
      { do: 'delete-tag', at: 'home', tag: 't2' },
      last,
    ])
  })

  it('makes plain what the violation does not need, and nothing else', async () => {
    const { repeat } = registry((step, _, { tags }) => step === last && tags['t1']?.form === 'longest')
    const found = await minimise(repeat, question(sequence(push('m1', 't1'), last), last, 60))
    const { tags, blobs, manifests } = found?.trial.sequence ?? whole
    expect(tags['t1']).toEqual({ form: 'longest' })
    expect(manifests['m1']).toMatchObject({ written: 'compact' })
    expect(blobs['b1']).toMatchObject({ bytes: 'random', size: 1000 })
  })

  it('shows by a GET what it was asked about for a HEAD, where both show it', async () => {
    const head = read('t1', 'HEAD')
    const { repeat } = registry((step) => step.do === 'read-manifest')
    const found = await minimise(repeat, question(sequence(push('m1', 't1'), head), head, 60))
    expect(found?.step).toMatchObject({ method: 'GET' })
    const { repeat: ofHead } = registry((step) => step.do === 'read-manifest' && step.method === 'HEAD')
    expect((await minimise(ofHead, question(sequence(head), head, 60)))?.step).toBe(head)
  })

  const start: Step = { do: 'start', upload: 'u1', blob: 'b1', at: 'home' }
  const close: Step = { do: 'close', upload: 'u1' }
  const closeWrongly: Step = { do: 'close-wrong-digest', upload: 'u1' }

  it.each([
    ['a push in another way', [pushOf('chunks')], pushOf('post-put')],
    ['an upload step by step', [start, close], pushOf('post-put')],
    ['a push under a wrong digest in another way', [wrongly('chunks')], wrongly('post-put')],
    ['an upload that is closed under a wrong digest', [start, closeWrongly], wrongly('post-put')],
  ] as const)('shows by POST and PUT what it was asked about for %s', async (_, steps, plain) => {
    const asked = steps.at(-1)!
    const isPlain = (step: Step) => JSON.stringify(step) === JSON.stringify(plain)
    const { repeat } = registry((step) => step === asked || isPlain(step))
    const found = await minimise(repeat, question(sequence(...steps), asked, 60))
    expect(found?.trial.sequence.steps).toEqual([plain])
    const { repeat: ofAsked } = registry((step) => step === asked)
    expect((await minimise(ofAsked, question(sequence(...steps), asked, 60)))?.step).toBe(asked)
  })

  it('shows by a push under the right digest a failure that it was asked about for a wrong one', async () => {
    const { repeat } = registry(({ do: what }) => what === 'push-blob' || what === 'push-wrong-digest')
    const asked = wrongly('chunks')
    const found = await minimise(repeat, question(sequence(asked), asked, 60))
    expect(found?.step).toEqual(pushOf('post-put'))
  })

  it('looks for more than a warning however seldom it may repeat', async () => {
    const open: Step = { ...read('t1'), accept: 'any' } as Step
    const repeat = (candidate: Sequence): Promise<Trial> => {
      const [step = open] = candidate.steps
      const isOpen = step.do === 'read-manifest' && step.accept === 'any'
      const judgement = { title: 'after', ...(isOpen ? { severity: 'warn' } : {}) }
      return Promise.resolve({
        sequence: candidate,
        found: [{ step, contradiction: { judgement } as Found['contradiction'] }],
      })
    }
    const found = await minimise(repeat, question(sequence(open), open, 1))
    expect(found?.contradiction.judgement.severity).toBeUndefined()
    expect(found?.step).toMatchObject({ accept: 'list' })
  })

  it('finds nothing where the repetition shows nothing', async () => {
    const { repeat, tried } = registry(() => false)
    expect(await minimise(repeat, question(whole, last, 60))).toBeUndefined()
    expect(tried.length).toBeLessThanOrEqual(9)
  })

  it('tries first what was done to the same content', async () => {
    const { repeat, tried } = registry((step) => step === last)
    await minimise(repeat, question(whole, last, 60))
    expect(tried[0]?.steps.length).toBeLessThan(whole.steps.length)
    expect(tried).not.toContainEqual(untilLast)
  })

  it('tries all of it where that does not show it', async () => {
    const { repeat, tried } = registry(
      (step, before) => step === last && before.length === partsOf(untilLast).length - 1,
    )
    const found = await minimise(repeat, question(whole, last, 60))
    expect(tried).toContainEqual(untilLast)
    expect(found?.trial.sequence.steps).toHaveLength(untilLast.steps.length)
  })

  it('stops where what is left is reported already', async () => {
    const { repeat, tried } = registry((step, before) => step === last && pushes(before, 't1') === 3)
    const found = await minimise(repeat, {
      ...question(whole, last, 60),
      isReported: isTitled('after 4 steps'),
    })
    expect(found?.contradiction.judgement.title).toBe('after 4 steps')
    expect(tried.length).toBeLessThan(8)
  })

  it('takes another violation at the same step for another one', async () => {
    const { repeat } = registry((step) => step === last)
    expect(
      await minimise(repeat, { ...question(whole, last, 60), isIt: isTitled('another one') }),
    ).toBeUndefined()
  })

  it('makes everything plain first, then leaves out what only reads, however seldom it may repeat', async () => {
    const { repeat } = registry((step, before) => step === last && pushes(before, 't1') === 3)
    const found = await minimise(repeat, question(whole, last, 2))
    expect(found?.trial.sequence).toMatchObject({
      tags: { t1: { form: 'plain' } },
      manifests: { m1: { written: 'compact' } },
    })
    expect(found?.trial.sequence.steps).not.toContainEqual(read('t2'))
  })

  it('reads a manifest by its digest in place of a tag, once nothing else has read it', async () => {
    const byDigest = (manifest: string) => ({ ...read('t1'), by: { digest: manifest } })
    const steps = sequence(push('m2', 't1'), push('m1', 't1'), read('t2'), last)
    const isLastRead = (step: Step, before: readonly Step[]): boolean =>
      step === last || (JSON.stringify(step) === JSON.stringify(byDigest('m1')) && !before.some(isRead))
    const { repeat } = registry(isLastRead)
    expect((await minimise(repeat, question(steps, last, 60)))?.step).toEqual(byDigest('m1'))
    const { repeat: ofTag } = registry((step) => step === last)
    expect((await minimise(ofTag, question(steps, last, 60)))?.step).toEqual(last)
  })

  it('finds one step among many with few repetitions', async () => {
    const others = Array.from({ length: 60 }, () => push('m2', 't1'))
    const { repeat, tried } = registry(
      (step, before) =>
        step === last && before.some((each) => each.do === 'push-manifest' && each.manifest === 'm1'),
    )
    const long = sequence(...others.slice(0, 20), push('m1', 't1'), ...others.slice(20), last)
    const found = await minimise(repeat, question(long, last, 40))
    expect(found?.trial.sequence.steps).toEqual([push('m1', 't1'), last])
    expect(tried.length).toBeLessThan(30)
  })
})
