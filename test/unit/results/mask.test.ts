import type { RunResult } from '../../../src/results/result.ts'
import type { RunEvent } from '../../../src/results/events.ts'
import { describe, expect, it } from 'vitest'
import { attack } from '../../attack.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { Failure } from '../../../src/results/conclusion/failure.ts'
import { maskError, maskEvent, maskStrings } from '../../../src/results/mask.ts'
import { replay } from '../../../src/results/replay.ts'
import { assayReference } from '../assay/fixture.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const secret = 'the-secret'
const mask = (text: string): string => text.replaceAll(secret, '***')

/** The same value with the secret at the end of each string in it. */
const laced = <Value>(value: Value): Value => maskStrings(value, (text) => `${text} ${secret}`)

/** The paths at which a value contains the secret. */
const placesOf = (value: unknown, path = ''): string[] => {
  if (typeof value === 'string') return value.includes(secret) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) =>
    placesOf(one, Array.isArray(value) ? `${path}[]` : `${path}.${name}`),
  )
}

const finding = {
  requirement: 'a',
  test: 'b',
  verdict: 'fail',
  title: 't',
  expected: ['e'],
  received: 'r',
  evidence: [{ kind: 'content', source: 's', pointer: 'p' }],
  followsFrom: 'c',
} as const
const note = { text: 'n', test: 'b', evidence: [] }
const change = { id: 'a', suite: 's', title: 't', level: 'MUST', was: 'pass', is: 'fail', why: 'w' } as const
const odd = { id: 'a', suite: 's', title: 't', verdict: 'pass' } as const

const events: RunEvent[] = [
  {
    type: 'evidence',
    record: {
      kind: 'content-kind',
      name: 'n',
      what: 'w',
      group: 'field',
      traits: [{ field: 'f', value: 'v' }],
      outcome: 'rejected',
      response: 'a',
      exchanges: [1],
    },
  },
  {
    type: 'evidence',
    record: {
      kind: 'image',
      name: 'n',
      root: 'r',
      nodes: [
        {
          id: 'i',
          kind: 'layer',
          mediaType: 'm',
          present: true,
          edges: [{ role: 'layer', to: 't', name: 'n' }],
        },
      ],
      omitted: 0,
      size: 1,
      orphans: 0,
    },
  },
  { type: 'capability', capability: { name: 'n', title: 't', state: 'unknown', detail: 'd' } },
  {
    type: 'test-finished',
    test: {
      id: 'i',
      title: 't',
      suite: 's',
      verdict: 'error',
      evaluated: { a: 'error' },
      checks: 1,
      startedAt: 1,
      duration: 1,
      reason: 'r',
    },
  },
  {
    type: 'requirement-finished',
    requirement: {
      id: 'i',
      suite: 's',
      title: 't',
      section: 's',
      level: 'MUST',
      link: 'l',
      verdict: 'fail',
      checks: 1,
      tests: ['b'],
      findings: [finding],
      consequences: [finding],
      notes: [note],
      reason: 'r',
    },
  },
  {
    type: 'shard',
    shard: {
      index: 1,
      count: 2,
      whole: ['b'],
      everywhere: [],
      wanted: ['a'],
      dependsOn: {},
      evaluations: [
        {
          requirement: 'a',
          test: 'b',
          checks: 1,
          statements: [
            { kind: 'failed', finding },
            { kind: 'passed', note },
            { kind: 'error', reason: 'r' },
            { kind: 'blocked', by: 'a', reason: 'r' },
          ],
        },
      ],
    },
  },
  {
    type: 'log',
    log: { source: 's', lines: [{ at: 1, stream: 'stdout', text: 't' }], omitted: 0, ended: 'e' },
  },
  {
    type: 'changes',
    changes: {
      since: { name: 'n', startedAt: 's', tool: 't' },
      failing: [change],
      warning: [],
      passing: [],
      otherwise: [],
      appeared: [odd],
      gone: [],
    },
  },
]

/** What comes from oci-assay itself, or from the user, and is never masked: no target writes it. */
const own =
  /^(?:\.type|\.test\.(?:id|title|suite|verdict|evaluated)|\.capability\.(?:name|title)|\.requirement\.(?:id|suite|title|section|level|link|verdict|tests)|.*\.(?:findings|consequences|notes)\[\]\.(?:requirement|test|verdict|followsFrom)|\.record\.(?:name|what|group|outcome|root)|\.shard\.(?:whole|wanted)|.*\.evaluations\[\]\.(?:requirement|test)|.*\.(?:finding|note)\.(?:requirement|test|verdict|followsFrom)|.*\.statements\[\]\.by|.*\.stream|.*\.(?:failing|appeared)\[\]\.(?:id|suite|title|level|was|is|verdict))/

/** As a password that is one of these words would mask. */
const common = (text: string): string =>
  text.replaceAll(/pull|push|fail|pass|exchange|content|supported|registry/g, '***')

const verdicts = ({ requirements }: RunResult) => requirements.map(({ id, verdict }) => [id, verdict])

const kinds = ({ requirements }: RunResult) =>
  requirements.flatMap(({ findings }) => findings.flatMap(({ evidence }) => evidence))

describe('an event that leaves a run', () => {
  for (const event of events) {
    const about = event.type === 'evidence' ? ` (${event.record.kind})` : ''
    attack(
      {
        part: 'Secrets',
        what: `a secret in each text of the event \`${event.type}\`${about}`,
        result: 'masked wherever a target may have written it',
      },
      () => {
        const before = { ...laced(event), type: event.type } as RunEvent
        const kept = placesOf(maskEvent(before, mask)).filter((path) => !own.test(path))
        expect(placesOf(before).length).toBeGreaterThan(0)
        expect(kept).toEqual([])
      },
    )
  }

  it('is as it was where it has none, of whatever type it is', async () => {
    const result = await assayReference({ effects: effectsOf('blob-altered') }, { suites: ['pull'] })
    for (const event of replay(result)) expect(maskEvent(event, mask)).toEqual(event)
  })

  it('keeps ids, verdicts and kinds although a password is spelled as they are', async () => {
    const result = await assayReference({ effects: effectsOf('blob-altered') }, { suites: ['pull'] })
    const masked: RunResult = foldEvents([...replay(result)].map((event) => maskEvent(event, common)))
    expect(verdicts(masked)).toEqual(verdicts(result))
    expect(masked.totals).toEqual(result.totals)
    expect(masked.evidence).toEqual(result.evidence)
    expect(kinds(masked)).toEqual(kinds(result))
  })
})

it('masks the remark of a measurement, which may quote the target, and keeps its operation', () => {
  const figures = { count: 1, bytes: 2, elapsed: 3, median: 3, p95: 3 }
  const record = { kind: 'measurement', operation: `push ${secret}`, ...figures } as const
  expect(maskEvent({ type: 'evidence', record: { ...record, remark: `returned ${secret}` } }, mask)).toEqual({
    type: 'evidence',
    record: { ...record, remark: 'returned ***' },
  })
})

describe('an error that leaves a run', () => {
  it('has no secret in its message, its advice or its stack', () => {
    const failure = maskError(new Failure(`a ${secret}`, 3, `b ${secret}`), mask)
    expect(failure).toMatchObject({ message: 'a ***', advice: 'b ***', exitCode: 3 })
    const other = maskError(new Error(`c ${secret}`), mask) as Error
    expect(other.message).toBe('c ***')
    expect(other.stack).not.toContain(secret)
    expect(maskError('thrown', mask)).toBe('thrown')
  })

  it('has no password of an address', () => {
    expect(new Failure('no http://user:word@host', 2, 'try https://u:w@h/x').message).toBe(
      'no http://***@host',
    )
  })
})
