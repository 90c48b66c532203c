import { describe, expect, it } from 'vitest'
import { groupsOf, rivalsOf, sendsSame, withWinnersLast } from '../../../../src/registry/reproduce/groups.ts'
import { sha256, steps, type Sent } from './sent.ts'

const idsOf = (groups: readonly (readonly { id: number }[])[]) =>
  groups.map((group) => group.map(({ id }) => id))

const subject = sha256('a subject')
const referring = (to: string, name: string) =>
  JSON.stringify({ schemaVersion: 2, subject: { digest: to, size: 1 }, annotations: { name } })

it('takes a response for the source of no request that was sent before it came', () => {
  const chunk: Omit<Sent, 'at'> = { path: 'blobs/uploads/a', method: 'PATCH', status: 202 }
  const [first, beside, later] = steps({ ...chunk, at: 0 }, { ...chunk, at: 5 }, { ...chunk, at: 20 })
  expect([first, beside, later].map((step) => step?.source?.step.id)).toEqual([undefined, undefined, 2])
})

describe('groupsOf', () => {
  it('sends at once what overlapped and changes the same tag', () => {
    expect(idsOf(groupsOf(steps({ path: 'manifests/a', at: 0 }, { path: 'manifests/a', at: 5 })))).toEqual([
      [1, 2],
    ])
  })

  it('sends at once a read and a change of the same', () => {
    const read: Sent = { path: 'manifests/a', at: 0, method: 'GET' }
    expect(idsOf(groupsOf(steps(read, { path: 'manifests/a', at: 5 })))).toEqual([[1, 2]])
    expect(idsOf(groupsOf(steps(read, { path: 'manifests/b', at: 5 })))).toEqual([[1], [2]])
  })

  it('keeps the order of what overlapped by less than times are rounded', () => {
    const sent = steps({ path: 'manifests/a', at: 0 }, { path: 'manifests/a', at: 9.9, method: 'DELETE' })
    expect(idsOf(groupsOf(sent))).toEqual([[1], [2]])
  })

  it.each([
    [
      'one after the other',
      [
        { path: 'manifests/a', at: 0 },
        { path: 'manifests/a', at: 10 },
      ],
    ],
    [
      'other tags',
      [
        { path: 'manifests/a', at: 0 },
        { path: 'manifests/b', at: 5 },
      ],
    ],
    [
      'reads',
      [
        { path: 'manifests/a', at: 0, method: 'GET' },
        { path: 'manifests/a', at: 5, method: 'GET' },
      ],
    ],
    [
      'other tests',
      [
        { path: 'manifests/a', at: 0 },
        { path: 'manifests/a', at: 5, test: 'another' },
      ],
    ],
  ] satisfies [string, Sent[]][])('keeps the order: %s', (_, sent) => {
    expect(idsOf(groupsOf(steps(...sent)))).toEqual([[1], [2]])
  })

  it('sends at once the pushes of referrers of one subject', () => {
    const [one, other, third] = ['one', 'other', 'third'].map((name) => referring(subject, name))
    const sent = steps(
      { path: `manifests/${sha256(one!)}`, at: 0, text: one! },
      { path: `manifests/${sha256(other!)}`, at: 1, text: other! },
      { path: `manifests/${sha256(third!)}`, at: 2, text: third! },
    )
    expect(idsOf(groupsOf(sent))).toEqual([[1, 2, 3]])
  })

  it('sends what came in between before what it was in flight with', () => {
    const sent = steps(
      { path: 'manifests/a', at: 0, lasts: 100 },
      { path: 'blobs/uploads/?digest=sha256:1', at: 1, method: 'POST' },
      { path: 'manifests/a', at: 20 },
    )
    expect(idsOf(groupsOf(sent))).toEqual([[2], [1, 3]])
  })

  it('leaves before what had ended when another of them began', () => {
    const sent = steps(
      { path: 'manifests/a', at: 0, lasts: 10 },
      { path: 'manifests/a', at: 5, lasts: 20 },
      { path: 'manifests/a', at: 15, lasts: 20 },
    )
    expect(idsOf(groupsOf(sent))).toEqual([[1], [2, 3]])
  })

  it('never sends at once what needs the response of another', () => {
    const sent = steps(
      { path: 'blobs/uploads/s', at: 0, method: 'POST', status: 202 },
      { path: 'blobs/uploads/s', at: 5, method: 'PATCH', test: 'at-once' },
    )
    expect(idsOf(groupsOf(sent))).toEqual([[1], [2]])
  })
})

it.each([
  [9.9, [[1], [2]]],
  [5, [[1, 2]]],
])('takes a deletion at the Location of a push after %d of 10 ms for what it is', (at, groups) => {
  const sent = steps({ path: 'manifests/a', at: 0 }, { path: 'manifests/a', at, method: 'DELETE' })
  expect(idsOf(groupsOf(sent))).toEqual(groups)
})

describe('rivalsOf', () => {
  it('has what succeeded or was answered alike, and not what was rejected for itself', () => {
    const all = steps(
      { path: 'manifests/a', at: 0, status: 500 },
      { path: 'manifests/a', at: 1, status: 201, text: 'other' },
      { path: 'manifests/a', at: 2, status: 400, text: 'invalid' },
    )
    const [first] = all
    expect(rivalsOf(first!, [all]).map(({ id }) => id)).toEqual([1, 2])
  })
})

it('knows requests that are the same', () => {
  const [one, same, other] = steps(
    { path: 'manifests/a', at: 0 },
    { path: 'manifests/a', at: 1 },
    { path: 'manifests/a', at: 2, text: 'other' },
  )
  expect([sendsSame(one!, same!), sendsSame(one!, other!)]).toEqual([true, false])
})

const readOfTag = (status: number): Sent => ({ path: 'manifests/a', at: 50, method: 'GET', status })
const pushOfTag = (text: string): Sent => ({ path: 'manifests/a', at: 0, text })
const ordered = (sent: readonly Sent[], expected: readonly string[], body?: string) => {
  const all = steps(...sent)
  const last = all.at(-1)!
  if (body !== undefined && last.last.response) last.last.response.body.sha256 = sha256(body)
  return idsOf(withWinnersLast(groupsOf(all), [last], expected))
}

const deletionOfTag = (at: number, code = 202): Sent => ({
  path: 'manifests/a',
  at,
  method: 'DELETE',
  status: code,
})

describe('withWinnersLast', () => {
  it.each([
    ['that the comparison presumes', [sha256('one')], 'two', [[2], [1], [3]]],
    ['that the response names', [], 'one', [[2], [1], [3]]],
    ['that is open where the comparison allows both', [sha256('one'), sha256('two')], 'two', [[1, 2], [3]]],
    ['that is open where nothing names one', [], 'another', [[1, 2], [3]]],
  ])('puts last the push %s', (_, expected, body, groups) => {
    expect(ordered([pushOfTag('one'), pushOfTag('two'), readOfTag(200)], expected, body)).toEqual(groups)
  })

  it('leaves together pushes of the same, wherever they were sent to', () => {
    const elsewhere: Sent = { ...pushOfTag('one'), path: 'manifests/a?x=1' }
    expect(ordered([pushOfTag('one'), elsewhere, readOfTag(200)], [sha256('one')])).toEqual([[1, 2], [3]])
  })

  it('puts a deletion last where nothing is found', () => {
    const deletion: Sent = { path: 'manifests/a', at: 0, method: 'DELETE', status: 202 }
    expect(ordered([deletion, pushOfTag('one'), readOfTag(404)], [])).toEqual([[2], [1], [3]])
  })

  it('leaves together what was changed once more before it was read', () => {
    expect(
      ordered(
        [pushOfTag('one'), pushOfTag('two'), { ...pushOfTag('one'), at: 20 }, readOfTag(200)],
        [sha256('one')],
      ),
    ).toEqual([[1, 2], [3], [4]])
  })

  it.each([
    [202, [[2], [1], [3], [4]]],
    [404, [[1], [2], [3], [4]]],
  ])('puts a push and a deletion in the order that another deletion shows: %i', (status, groups) => {
    const sent = [pushOfTag('one'), deletionOfTag(0), deletionOfTag(30, status), readOfTag(404)]
    expect(ordered(sent, [])).toEqual(groups)
  })

  it.each([500, 404])('puts a push last where its content is expected, and %i was returned', (status) => {
    expect(ordered([pushOfTag('one'), deletionOfTag(2), readOfTag(status)], ['200', '304'])).toEqual([
      [2],
      [1],
      [3],
    ])
  })

  it('puts a deletion last where 404 is expected, whatever was returned', () => {
    const sent = [deletionOfTag(0), pushOfTag('one'), readOfTag(200)]
    expect(ordered(sent, ['404'], 'one')).toEqual([[2], [1], [3]])
  })

  it('leaves together what a list has all of', () => {
    const [one, other] = ['one', 'other'].map((name) => referring(subject, name))
    const pushes: Sent[] = [one!, other!].map((text) => ({ path: 'manifests/a', at: 0, text }))
    const list: Sent = { path: `referrers/${subject}`, at: 50, method: 'GET', status: 200 }
    expect(ordered([...pushes, list], [sha256(other!)])).toEqual([[1, 2], [3]])
  })

  it('leaves together what is compared itself', () => {
    const all = steps(pushOfTag('one'), pushOfTag('two'))
    expect(idsOf(withWinnersLast(groupsOf(all), [all[0]!], [sha256('one')]))).toEqual([[1, 2]])
  })
})
