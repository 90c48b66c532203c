import { describe, expect, it } from 'vitest'
import { violated, warning } from '../../../../../src/engine/judgement.ts'
import type { Contradiction } from '../../../../../suites/distribution/model/contradiction.ts'
import type { RequirementId } from '../../../../../suites/distribution/requirements.ts'
import { isExplainedBy, unexplainedFirst } from '../../../../../suites/distribution/sequences/known.ts'
import { isExplainedBySequences, reportedBy } from '../../../../../suites/distribution/sequences/reported.ts'
import type { RegistryContext } from '../../../../../suites/distribution/target/context.ts'

const wrong = violated('returns something else', 'the same', 'something else')

/** What is found out of a requirement that is a MUST, as a failure or as a warning. */
const found = (
  requirement: RequirementId,
  { gravity = 'fail', explainedBy }: { gravity?: 'fail' | 'warn'; explainedBy?: RequirementId } = {},
): Contradiction =>
  ({
    requirement,
    judgement: gravity === 'fail' ? wrong : warning(wrong),
    because: [],
    ...(explainedBy ? { explainedBy: [explainedBy] } : {}),
  }) as unknown as Contradiction

/** The tests of one run, in which the scripted ones have found these by now. */
function run(scripted: Record<string, 'fail' | 'warn'>) {
  const shared = new Map<string, unknown>()
  return (test: string) =>
    ({
      test,
      spec: '1.1',
      failed: (id: string, gravity = 'warn') =>
        scripted[id] === 'fail' || (scripted[id] === 'warn' && gravity === 'warn'),
      gathered(name: string, make: () => unknown) {
        if (!shared.has(name)) shared.set(name, make())
        return shared.get(name)
      },
    }) as unknown as RegistryContext
}

const [pull, put] = ['pull.manifest.by-tag', 'push.manifest.by-tag'] as const

describe('what explains others', () => {
  const ofList = found('discovery.tags.complete', { explainedBy: pull })

  it('explains what names it, unless that is of the same requirement', () => {
    expect(isExplainedBy(ofList, found(pull))).toBe(true)
    expect(isExplainedBy(found(pull), ofList)).toBe(false)
    expect(isExplainedBy(ofList, ofList)).toBe(false)
  })

  it('comes first, and all else in its order', () => {
    const seen = [ofList, found(put), found(pull), found(pull)]
    expect(unexplainedFirst(seen, (each) => each)).toEqual([found(put), found(pull), found(pull), ofList])
    expect(unexplainedFirst(seen.slice(0, 2), (each) => each)).toEqual([ofList, found(put)])
  })
})

describe('what is known', () => {
  it('is what scripted tests have found, if that is as grave', () => {
    const { reported } = reportedBy(run({ [pull]: 'warn' })('one'), 1)
    expect(reported.isKnown(found(pull, { gravity: 'warn' }))).toBe(true)
    expect(reported.isKnown(found(pull))).toBe(false)
    expect(reported.isKnown(found(put, { explainedBy: pull }))).toBe(false)
    expect(reported.isKnown(found(put, { gravity: 'warn', explainedBy: pull }))).toBe(true)
  })

  it('does not depend on which part of the sequences ends first', () => {
    const scripted: Record<string, 'fail' | 'warn'> = {}
    const open = run(scripted)
    reportedBy(open('one'), 1)
    scripted[pull] = 'fail'
    expect(reportedBy(open('two'), 2).reported.isKnown(found(pull))).toBe(false)
  })
})

describe('what is reported', () => {
  it('is reported once for each requirement, but again where it is graver', () => {
    const open = run({})
    const { reported } = reportedBy(open('one'), 1)
    reported.add(found(pull, { gravity: 'warn' }), true)
    const other = reportedBy(open('two'), 2).reported
    expect(other.reportOf(found(pull, { gravity: 'warn' }))).toBe(true)
    expect(other.reportOf(found(pull))).toBeUndefined()
    reported.add(found(pull), true)
    expect(other.reportOf(found(pull))).toBe(true)
    expect(other.reportOf(found(put))).toBeUndefined()
  })

  it('explains what follows from it', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    reported.add(found(pull, { gravity: 'warn' }), true)
    expect(reported.reportOf(found(put, { explainedBy: pull }))).toBeUndefined()
    expect(reported.reportOf(found(put, { gravity: 'warn', explainedBy: pull }))).toBe(true)
  })

  it('counts no more where what explains it was found later, but one of two that explain each other does', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    const [one, other] = [found(put, { explainedBy: pull }), found(pull, { explainedBy: put })]
    reported.add(one, true)
    expect(reported.explanationOf(one)).toBeUndefined()
    reported.add(other, true)
    expect([reported.explanationOf(one), reported.explanationOf(other)]).toEqual([true, undefined])
  })

  it('is forgotten where its test is repeated', () => {
    const open = run({})
    reportedBy(open('one'), 1).reported.add(found(pull), true)
    expect(reportedBy(open('one'), 1).reported.reportOf(found(pull))).toBeUndefined()
  })

  it('is given up after a few attempts', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(reported.isHopeless(found(pull))).toBe(false)
      reported.inVain(found(pull))
    }
    expect(reported.isHopeless(found(pull))).toBe(true)
    expect(reported.isHopeless(found(put))).toBe(false)
  })
})

const readOf = (requirement: RequirementId, explainedBy: RequirementId): Contradiction => ({
  ...found(requirement, { explainedBy }),
  observed: { request: { method: 'GET' } } as Contradiction['observed'],
})

describe('what is reduced to something else', () => {
  const digest = 'pull.manifest.by-digest'
  it('explains what it would have explained, in all parts, and nothing like itself', () => {
    const open = run({})
    const { reported } = reportedBy(open('one'), 1)
    reported.add(found(digest), true)
    reported.becomes(readOf('pull.manifest.head.by-tag', 'pull.manifest.head.by-tag'), found(digest))
    const other = reportedBy(open('two'), 2).reported
    const list = readOf('discovery.tags.complete', pull)
    const ofList: Contradiction = { ...list, explainedBy: [pull, 'management.tag.other-tags-kept'] }
    expect(other.reportOf(ofList)).toBe(true)
    expect(other.explanationOf(ofList)).toBe(true)
    expect(isExplainedBySequences(open('last'), ofList)).toBe(true)
    for (const own of [readOf(pull, pull), readOf('push.tag.characters', pull)]) {
      expect(other.reportOf(own)).toBeUndefined()
      expect(other.explanationOf(own)).toBeUndefined()
      expect(isExplainedBySequences(open('last'), own)).toBe(false)
    }
  })

  it('does not explain what is reported in its place, nor what that explained', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    const [stored, mounted, get] = ['push.post-put.stored', 'push.mount.stored', 'pull.blob.get'] as const
    const own: Contradiction = { ...readOf(stored, get), explainedBy: [get, 'pull.blob.head.known'] }
    reported.add(own, true)
    reported.becomes(readOf(get, get), own)
    reported.becomes(readOf(get, get), { ...readOf(mounted, get), explainedBy: [stored, get] })
    expect(reported.explanationOf(own)).toBeUndefined()
    expect(reported.reportOf(own)).toBe(true)
  })

  it('is a failure that what came right by itself may come from, also where that is of its own requirement', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    const [stored, get] = ['push.post-put.stored', 'pull.blob.get'] as const
    const passing: Contradiction = { ...readOf(get, get), judgement: { ...wrong, severity: 'warn' } }
    reported.add(passing, true)
    reported.add(found(put), true)
    expect(reported.hasFailureFor(passing)).toBe(false)
    const own: Contradiction = { ...readOf(stored, get), explainedBy: [get, 'pull.blob.head.known'] }
    reported.add(own, true)
    reported.becomes(readOf(get, get), own)
    expect(reported.hasFailureFor(passing)).toBe(true)
  })

  it('explains nothing where that was not reported', () => {
    const { reported } = reportedBy(run({})('one'), 1)
    reported.becomes(readOf(pull, pull), found(digest))
    expect(reported.reportOf(found('management.tag.accepted', { explainedBy: pull }))).toBeUndefined()
  })
})
