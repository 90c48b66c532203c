import { describe, expect, it } from 'vitest'
import { conclude, type Said } from '../../../src/engine/conclude.ts'
import type { Level, PlannedRequirement } from '../../../src/engine/requirement.ts'
import type { Evidence, Statement } from '../../../src/engine/verdict.ts'

interface Entry {
  level?: Level
  dependsOn?: readonly string[]
  /** Statements by test. */
  said?: Readonly<Record<string, readonly Statement[]>>
}

const held: Statement = { kind: 'held' }
const place = (source: string, pointer = ''): Evidence => ({ kind: 'content', source, pointer })
const exchange: Evidence = { kind: 'exchange', exchange: 1 }
const seen = (operation: string): Evidence => ({ kind: 'exchange', exchange: 1, operation })

const concluded = (entries: Record<string, Entry>) => {
  const requirements = Object.entries(entries).map(([id, { level = 'MUST', dependsOn = [] }]) => {
    const planned: PlannedRequirement = { id, suite: 's', title: id, section: '', link: '', level, dependsOn }
    return planned
  })
  const said = new Map(
    Object.entries(entries).map(([id, { said: by = {} }]) => [
      id,
      Object.entries(by).map(([test, statements]): Said => ({ test, checks: statements.length, statements })),
    ]),
  )
  const results = conclude({ requirements, wanted: new Set(Object.keys(entries)) }, said)
  return Object.fromEntries(results.map((result) => [result.id, result]))
}

const failing = (
  requirement: string,
  test: string,
  evidence: readonly Evidence[],
  verdict: 'fail' | 'warn' = 'fail',
): Statement => ({
  kind: 'broken',
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
  said: { t: places.map((each) => failing('bytes', 't', [each])) },
})

describe('in an image', () => {
  it('a failure follows from another one at the same place, and is kept with its cause', () => {
    const found = concluded({
      bytes: bytes(place('sha256:aa')),
      diffId: {
        dependsOn: ['bytes'],
        said: { u: [failing('diffId', 'u', [place('config', '/0'), place('sha256:aa')])] },
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
      diffId: { dependsOn: ['bytes'], said: { u: [failing('diffId', 'u', [place('sha256:bb')])] } },
    })
    expect(found['diffId']).toMatchObject({ verdict: 'fail', findings: [{ title: 'diffId fails' }] })
  })

  it('one requirement can do both, and fails by what is independent', () => {
    const found = concluded({
      bytes: bytes(place('sha256:aa')),
      diffId: {
        dependsOn: ['bytes'],
        said: {
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
      json: { said: { t: [failing('json', 't', [place('sha256:aa')])] } },
      object: { dependsOn: ['json'], said: { t: [failing('object', 't', [place('sha256:aa')])] } },
      version: { dependsOn: ['object'], said: { t: [failing('version', 't', [place('sha256:aa', '/v')])] } },
    })
    expect(found['version']).toMatchObject({ verdict: 'blocked', blockedBy: 'json' })
  })
})

describe('a warning', () => {
  const warns: Entry = { level: 'SHOULD', said: { t: [failing('root', 't', [exchange], 'warn')] } }

  it('hides no failure of a MUST', () => {
    const found = concluded({
      root: warns,
      leaf: { dependsOn: ['root'], said: { t: [failing('leaf', 't', [exchange])] } },
    })
    expect(found['leaf']?.verdict).toBe('fail')
  })

  it('hides none through a chain of blocks either', () => {
    const found = concluded({
      root: warns,
      middle: {
        level: 'SHOULD',
        dependsOn: ['root'],
        said: { t: [failing('middle', 't', [exchange], 'warn')] },
      },
      waiting: { level: 'SHOULD', said: { t: [{ kind: 'blocked', by: 'root', reason: 'no root' }] } },
      leaf: { dependsOn: ['middle', 'waiting'], said: { t: [failing('leaf', 't', [exchange])] } },
    })
    expect(found).toMatchObject({
      middle: { verdict: 'blocked', blockedBy: 'root' },
      waiting: { verdict: 'blocked', blockedBy: 'root' },
      leaf: { verdict: 'fail' },
    })
  })

  it('passes on a failure that it follows from', () => {
    const found = concluded({
      root: { said: { t: [failing('root', 't', [exchange])] } },
      middle: {
        level: 'SHOULD',
        dependsOn: ['root'],
        said: { t: [failing('middle', 't', [exchange], 'warn')] },
      },
      leaf: { said: { u: [{ kind: 'blocked', by: 'middle', reason: 'no ranges', capability: 'ranges' }] } },
    })
    expect(found['leaf']).toMatchObject({ verdict: 'blocked', blockedBy: 'root' })
  })

  it('makes what needs the feature that is missing unsupported', () => {
    const block: Statement = { kind: 'blocked', by: 'root', reason: 'no ranges', capability: 'ranges' }
    const found = concluded({ root: warns, leaf: { said: { t: [block] } } })
    expect(found['leaf']).toMatchObject({ verdict: 'unsupported', capability: 'ranges', reason: 'no ranges' })
  })
})

const root = (test: string) => ({ said: { [test]: [failing('root', test, [exchange])] } })

describe('in a registry', () => {
  it('a failure follows from one of another test, where its own test did not judge that', () => {
    const found = concluded({
      root: root('t'),
      leaf: { dependsOn: ['root'], said: { u: [failing('leaf', 'u', [exchange])] } },
    })
    expect(found['leaf']).toMatchObject({ verdict: 'blocked', blockedBy: 'root' })
  })

  it('it is independent where its own test saw the other one hold', () => {
    const found = concluded({
      root: { said: { ...root('t').said, u: [held] } },
      leaf: { dependsOn: ['root'], said: { u: [failing('leaf', 'u', [exchange])] } },
    })
    expect(found['leaf']?.verdict).toBe('fail')
  })

  it('what was denied follows from no failure, and what rests on it does not either', () => {
    const denied: Statement = { kind: 'error', reason: 'no access', denied: true }
    const found = concluded({
      root: { said: { t: [failing('root', 't', [exchange])] } },
      closed: { dependsOn: ['root'], said: { u: [denied] } },
      leaf: { dependsOn: ['closed'], said: { v: [{ kind: 'error', reason: 'no Location' }] } },
      blocked: { said: { w: [{ kind: 'blocked', by: 'closed', reason: 'nothing was pushed' }] } },
    })
    expect(found).toMatchObject({
      closed: { verdict: 'error', reason: 'no access' },
      leaf: { verdict: 'error' },
      blocked: { verdict: 'blocked', blockedBy: 'closed' },
    })
  })

  it('it is independent of a failure of another kind of request', () => {
    const found = concluded({
      root: { said: { t: [failing('root', 't', [seen('read blobs')])] } },
      push: { dependsOn: ['root'], said: { u: [failing('push', 'u', [seen('PUT uploads')])] } },
      pull: {
        dependsOn: ['root'],
        said: { u: [failing('pull', 'u', [seen('PUT uploads'), seen('read blobs')])] },
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
        push: { said: { t: [failing('push', 't', [seen(operation)])] } },
        list: { said: { t: [{ kind: 'blocked', by: 'push', reason: 'nothing was pushed' }] } },
        leaf: { dependsOn: ['list'], said: { u: [failing('leaf', 'u', [seen('read tags')])] } },
      })
      expect(found['leaf']).toMatchObject(leaf)
    },
  )

  it('an error is blocked by what explains it, and a bug by nothing', () => {
    const found = concluded({
      root: root('t'),
      leaf: { dependsOn: ['root'], said: { u: [{ kind: 'error', reason: 'no Location' }] } },
      bug: { dependsOn: ['root'], said: { u: [{ kind: 'error', reason: 'oops', bug: true }] } },
    })
    expect(found).toMatchObject({
      leaf: { verdict: 'blocked', blockedBy: 'root' },
      bug: { verdict: 'error' },
    })
  })

  it('requirements that depend on each other in a circle end with a verdict', () => {
    const found = concluded({
      one: { dependsOn: ['two'], said: { t: [failing('one', 't', [exchange])] } },
      two: { dependsOn: ['one'], said: { t: [failing('two', 't', [exchange])] } },
    })
    expect(new Set([found['one']?.verdict, found['two']?.verdict])).toEqual(new Set(['blocked', 'fail']))
  })
})
