import { describe, expect, it } from 'vitest'
import { declines, lacksOnly, leavesOpen } from '../../../../../suites/distribution/judges/absence.ts'
import { otherReason } from '../../../../../suites/distribution/push/names.ts'
import { exchangeOf } from '../exchange.ts'
import { json } from './verdict.ts'

const answer = (status: number) => exchangeOf({ status })
const refusal = (status: number, code: string) => exchangeOf(json({ errors: [{ code }] }, { status }))

describe('the lack of something optional', () => {
  const judge = lacksOnly('a mount', '201', '202')
  it.each([400, 404, 405, 406, 415, 499])('is granted by %i', (status) =>
    expect(judge(answer(status))).toEqual({ holds: true }),
  )
  it.each([500, 501, 502, 503, 504, 200, 204, 301])('is not granted by %i', (status) =>
    expect(judge(answer(status))).toMatchObject({
      holds: false,
      title: `returned ${status} for a mount`,
      expected: ['201', '202', 'a 4xx'],
      received: String(status),
      severity: 'fail',
    }),
  )
  it.each([
    [401, true],
    [403, true],
    [429, true],
    [404, false],
    [500, false],
  ])('is left open by %i: %s', (status, open) => expect(leavesOpen(answer(status))).toBe(open))
})

it.each([
  [400, true],
  [403, true],
  [405, true],
  [409, true],
  [412, true],
  [401, false],
  [404, false],
  [429, false],
  [500, false],
  [202, false],
])('%i is a policy: %s', (status, policy) => expect(declines(answer(status))).toBe(policy))

describe('a refused name', () => {
  const accepted = answer(200)
  const refused = answer(404)
  it.each([
    ['NAME_INVALID', refusal(404, 'NAME_INVALID'), refused, undefined],
    ['NAME_INVALID for nobody', refusal(403, 'NAME_INVALID'), refused, undefined],
    ['404 beside a plain name that is accepted', refusal(404, 'NAME_UNKNOWN'), accepted, undefined],
    ['400 beside a plain name that is accepted', answer(400), accepted, undefined],
    ['500 beside a plain name that is accepted', answer(500), accepted, undefined],
    ['403', refusal(403, 'DENIED'), accepted, 'access is denied'],
    ['401', answer(401), accepted, 'access is denied'],
    ['404 as any other', answer(404), refused, 'no repository can be made by pushing'],
    ['400 as any other', answer(400), refused, 'no repository can be made by pushing'],
  ])('by %s', (_, exchange, control, reason) => expect(otherReason(exchange, control)).toBe(reason))
})
