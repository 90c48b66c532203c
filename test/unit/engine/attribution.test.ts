import type { Evaluation } from '../../../src/engine/evaluation.ts'
import { describe, expect, it } from 'vitest'
import { conclude } from '../../../src/engine/conclude.ts'
import type { Level, PlannedRequirement } from '../../../src/engine/requirement.ts'
import type { Evidence, Statement } from '../../../src/engine/verdict.ts'

interface Entry {
  level?: Level
  dependsOn?: readonly string[]
  variantOf?: string
  /** Statements by test. */
  evaluations?: Readonly<Record<string, readonly Statement[]>>
}

const held: Statement = { kind: 'passed' }
const place = (source: string, pointer = ''): Evidence => ({ kind: 'content', source, pointer })
const exchange: Evidence = { kind: 'exchange', exchange: 1 }
const seen = (operation: string): Evidence => ({ kind: 'exchange', exchange: 1, operation })

const concluded = (entries: Record<string, Entry>) => {
  const requirements = Object.entries(entries).map(([id, { level = 'MUST', dependsOn = [], variantOf }]) => {
    const planned: PlannedRequirement = { id, suite: 's', title: id, section: '', link: '', level, dependsOn }
    return variantOf === undefined ? planned : { ...planned, variantOf }
  })
  const evaluations = new Map(
    Object.entries(entries).map(([id, { evaluations: by = {} }]) => [
      id,
      Object.entries(by).map(([test, statements]): Evaluation => ({
        test,
        checks: statements.length,
        statements,
      })),
    ]),
  )
  const results = conclude({ requirements, tests: [], wanted: new Set(Object.keys(entries)) }, evaluations)
  return Object.fromEntries(results.map((result) => [result.id, result]))
}

const failing = (
  requirement: string,
  test: string,
  evidence: readonly Evidence[],
  verdict: 'fail' | 'warn' = 'fail',
): Statement => ({
  kind: 'failed',
  finding: {
    requirement,
    test,
    verdict,
    title: `${requirement} fails`,
    expected: [''],
    received: '',
    evidence,
  },
})

const bytes = (...places: Evidence[]): Entry => ({
  evaluations: { t: places.map((each) => failing('bytes', 't', [each])) },
})

describe('in an image', () => {
  it('a failure follows from another one at the same place, and is kept with its cause', () => {
    const found = concluded({
      bytes: bytes(place('sha256:aa')),
      diffId: {
        dependsOn: ['bytes'],
        evaluations: { u: [failing('diffId', 'u', [place('config', '/0'), place('sha256:aa')])] },
      },
    })
    expect(found['diffId']).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'bytes',
      findings: [],
      consequences: [{ title: 'diffId fails', followsFrom: 'bytes' }],
    })
  })

  it('a failure somewhere else is independent', () => {
    const found = concluded({
      bytes: bytes(place('sha256:aa')),
      diffId: { dependsOn: ['bytes'], evaluations: { u: [failing('diffId', 'u', [place('sha256:bb')])] } },
    })
    expect(found['diffId']).toMatchObject({ verdict: 'fail', findings: [{ title: 'diffId fails' }] })
  })

  it('one requirement can do both, and fails by what is independent', () => {
    const found = concluded({
      bytes: bytes(place('sha256:aa')),
      diffId: {
        dependsOn: ['bytes'],
        evaluations: {
          u: [failing('diffId', 'u', [place('sha256:aa')]), failing('diffId', 'u', [place('sha256:bb')])],
        },
      },
    })
    expect(found['diffId']).toMatchObject({
      verdict: 'fail',
      findings: [{}],
      consequences: [{ followsFrom: 'bytes' }],
    })
    expect(found['diffId']?.findings).toHaveLength(1)
  })

  it('follows a chain to its root', () => {
    const found = concluded({
      json: { evaluations: { t: [failing('json', 't', [place('sha256:aa')])] } },
      object: { dependsOn: ['json'], evaluations: { t: [failing('object', 't', [place('sha256:aa')])] } },
      version: {
        dependsOn: ['object'],
        evaluations: { t: [failing('version', 't', [place('sha256:aa', '/v')])] },
      },
    })
    expect(found['version']).toMatchObject({ verdict: 'blocked', blockedBy: 'json' })
  })
})

describe('a warning', () => {
  const warns: Entry = { level: 'SHOULD', evaluations: { t: [failing('root', 't', [exchange], 'warn')] } }

  it('hides no failure of a MUST', () => {
    const found = concluded({
      root: warns,
      leaf: { dependsOn: ['root'], evaluations: { t: [failing('leaf', 't', [exchange])] } },
    })
    expect(found['leaf']?.verdict).toBe('fail')
  })

  it('hides none through a chain of blocks either', () => {
    const found = concluded({
      root: warns,
      middle: {
        level: 'SHOULD',
        dependsOn: ['root'],
        evaluations: { t: [failing('middle', 't', [exchange], 'warn')] },
      },
      waiting: { level: 'SHOULD', evaluations: { t: [{ kind: 'blocked', by: 'root', reason: 'no root' }] } },
      leaf: { dependsOn: ['middle', 'waiting'], evaluations: { t: [failing('leaf', 't', [exchange])] } },
    })
    expect(found).toMatchObject({
      middle: { verdict: 'blocked', blockedBy: 'root' },
      waiting: { verdict: 'blocked', blockedBy: 'root' },
      leaf: { verdict: 'fail' },
    })
  })

  it('passes on a failure that it follows from', () => {
    const found = concluded({
      root: { evaluations: { t: [failing('root', 't', [exchange])] } },
      middle: {
        level: 'SHOULD',
        dependsOn: ['root'],
        evaluations: { t: [failing('middle', 't', [exchange], 'warn')] },
      },
      leaf: {
        evaluations: { u: [{ kind: 'blocked', by: 'middle', reason: 'no ranges', capability: 'ranges' }] },
      },
    })
    expect(found['leaf']).toMatchObject({ verdict: 'blocked', blockedBy: 'root' })
  })

  it('makes what needs the feature that is missing unsupported', () => {
    const block: Statement = { kind: 'blocked', by: 'root', reason: 'no ranges', capability: 'ranges' }
    const found = concluded({ root: warns, leaf: { evaluations: { t: [block] } } })
    expect(found['leaf']).toMatchObject({ verdict: 'unsupported', capability: 'ranges', reason: 'no ranges' })
  })
})

const root = (test: string) => ({ evaluations: { [test]: [failing('root', test, [exchange])] } })

describe('in a registry', () => {
  it('a failure follows from one of another test, where its own test did not judge that', () => {
    const found = concluded({
      root: root('t'),
      leaf: { dependsOn: ['root'], evaluations: { u: [failing('leaf', 'u', [exchange])] } },
    })
    expect(found['leaf']).toMatchObject({ verdict: 'blocked', blockedBy: 'root' })
  })

  it('what a sequence of its own led to explains nothing elsewhere', () => {
    const ofSequence: Evidence = { kind: 'exchange', exchange: 1, sequence: '7' }
    const leaf = (evidence: Evidence, test: string) => ({
      dependsOn: ['root'],
      evaluations: { [test]: [failing('leaf', test, [evidence])] },
    })
    const byRoot = { evaluations: { t: [failing('root', 't', [ofSequence])] } }
    expect(concluded({ root: byRoot, leaf: leaf(exchange, 'u') })['leaf']?.verdict).toBe('fail')
    expect(concluded({ root: byRoot, leaf: leaf(ofSequence, 't') })['leaf']?.verdict).toBe('blocked')
  })

  it('it is independent where its own test saw the other one hold', () => {
    const found = concluded({
      root: { evaluations: { ...root('t').evaluations, u: [held] } },
      leaf: { dependsOn: ['root'], evaluations: { u: [failing('leaf', 'u', [exchange])] } },
    })
    expect(found['leaf']?.verdict).toBe('fail')
  })

  it('what was denied follows from no failure, and what rests on it does not either', () => {
    const denied: Statement = { kind: 'error', reason: 'no access', denied: true }
    const found = concluded({
      root: { evaluations: { t: [failing('root', 't', [exchange])] } },
      closed: { dependsOn: ['root'], evaluations: { u: [denied] } },
      leaf: { dependsOn: ['closed'], evaluations: { v: [{ kind: 'error', reason: 'no Location' }] } },
      blocked: { evaluations: { w: [{ kind: 'blocked', by: 'closed', reason: 'nothing was pushed' }] } },
    })
    expect(found).toMatchObject({
      closed: { verdict: 'error', reason: 'no access' },
      leaf: { verdict: 'error' },
      blocked: { verdict: 'blocked', blockedBy: 'closed' },
    })
  })

  it('it is independent of a failure of another kind of request', () => {
    const found = concluded({
      root: { evaluations: { t: [failing('root', 't', [seen('read blobs')])] } },
      push: { dependsOn: ['root'], evaluations: { u: [failing('push', 'u', [seen('PUT uploads')])] } },
      pull: {
        dependsOn: ['root'],
        evaluations: { u: [failing('pull', 'u', [seen('PUT uploads'), seen('read blobs')])] },
      },
    })
    expect(found).toMatchObject({
      push: { verdict: 'fail' },
      pull: { verdict: 'blocked', blockedBy: 'root' },
    })
  })

  it.each([
    [
      'is independent of it where it was seen in another kind of request',
      'PUT manifests',
      { verdict: 'fail' },
    ],
    [
      'follows from it where it was seen in the same kind',
      'read tags',
      { verdict: 'blocked', blockedBy: 'push' },
    ],
  ])(
    'what depends on a requirement that a failure kept another test from evaluating %s',
    (_, operation, leaf) => {
      const found = concluded({
        push: { evaluations: { t: [failing('push', 't', [seen(operation)])] } },
        list: { evaluations: { t: [{ kind: 'blocked', by: 'push', reason: 'nothing was pushed' }] } },
        leaf: { dependsOn: ['list'], evaluations: { u: [failing('leaf', 'u', [seen('read tags')])] } },
      })
      expect(found['leaf']).toMatchObject(leaf)
    },
  )

  it('an error is blocked by what explains it, and a bug by nothing', () => {
    const found = concluded({
      root: root('t'),
      leaf: { dependsOn: ['root'], evaluations: { u: [{ kind: 'error', reason: 'no Location' }] } },
      bug: { dependsOn: ['root'], evaluations: { u: [{ kind: 'error', reason: 'oops', bug: true }] } },
    })
    expect(found).toMatchObject({
      leaf: { verdict: 'blocked', blockedBy: 'root' },
      bug: { verdict: 'error' },
    })
  })

  it('requirements that depend on each other in a circle end with a verdict', () => {
    const found = concluded({
      one: { dependsOn: ['two'], evaluations: { t: [failing('one', 't', [exchange])] } },
      two: { dependsOn: ['one'], evaluations: { t: [failing('two', 't', [exchange])] } },
    })
    expect(new Set([found['one']?.verdict, found['two']?.verdict])).toEqual(new Set(['blocked', 'fail']))
  })
})

const variant = (id: string, received: string, verdict: 'fail' | 'warn' = 'fail'): Entry => {
  const statement = failing(id, `test of ${id}`, [exchange], verdict)
  if (statement.kind === 'failed') statement.finding.received = received
  return {
    ...(id === 'plain' ? {} : { variantOf: 'plain' }),
    evaluations: { [`test of ${id}`]: [statement] },
  }
}

describe('variants of one duty', () => {
  it('follow from the plainest one where they fail alike, whatever was requested', () => {
    const found = concluded({
      one: variant('one', '200, 256 bytes'),
      plain: variant('plain', '200, 300 bytes'),
      two: variant('two', '200, 1000 bytes'),
    })
    expect(found).toMatchObject({
      plain: { verdict: 'fail' },
      one: { verdict: 'blocked', blockedBy: 'plain', consequences: [{ followsFrom: 'plain' }] },
      two: { verdict: 'blocked', blockedBy: 'plain' },
    })
  })

  it('follow from the first of them where the plainest one holds', () => {
    const found = concluded({
      plain: { evaluations: { t: [held] } },
      one: variant('one', 'nothing'),
      two: variant('two', 'nothing'),
    })
    expect(found).toMatchObject({
      plain: { verdict: 'pass' },
      one: { verdict: 'fail' },
      two: { verdict: 'blocked', blockedBy: 'one' },
    })
  })

  it('are independent where something else was received', () => {
    const found = concluded({
      plain: variant('plain', '500'),
      one: variant('one', '201'),
      two: variant('two', '202'),
    })
    expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'fail'])
  })

  it('are not kept from failing by a warning', () => {
    const found = concluded({ plain: variant('plain', '201', 'warn'), one: variant('one', '201') })
    expect(found).toMatchObject({ plain: { verdict: 'warn' }, one: { verdict: 'fail' } })
  })
})
