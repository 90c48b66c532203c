import { expect, it } from 'vitest'
import { violated } from '../../../../../src/engine/judgement.ts'
import { statusIs } from '../../../../../src/registry/reproduce/condition.ts'
import type { Contradiction } from '../../../../../suites/distribution/model/contradiction.ts'
import { orAllowedByCondition } from '../../../../../suites/distribution/model/rules/condition.ts'

/** What contradicts a response with a status to a request with fields. */
const contradiction = (
  status: number,
  headers: readonly (readonly [string, string])[],
  method = 'GET',
): Contradiction =>
  ({
    requirement: 'pull.manifest.by-tag',
    judgement: violated('a title', '200', `${status}`, statusIs(200)),
    observed: { request: { method, headers }, exchange: { id: 7, response: { status } } },
    because: [],
  }) as unknown as Contradiction

const orAnswered = (status: string) => [
  {
    kind: 'any',
    of: [[statusIs(200)], [{ kind: 'status', in: [status], exchange: 7 }]],
  },
]

it.each([
  ['If-Match', 404, [['If-Match', '"x"']], orAnswered('412')],
  ['If-None-Match', 404, [['If-None-Match', '"x"']], orAnswered('304')],
  ['If-None-Match that was answered 304', 304, [['If-None-Match', '"x"']], [statusIs(200)]],
  ['no condition', 404, [['Accept', '*/*']], [statusIs(200)]],
] as const)('a script takes what a request allows with %s', (_, status, headers, conditions) => {
  expect(orAllowedByCondition(contradiction(status, headers)).judgement).toMatchObject({ conditions })
})

it('widens nothing about a change', () => {
  const { judgement } = orAllowedByCondition(contradiction(201, [['If-Match', '"x"']], 'PUT'))
  expect(judgement).toMatchObject({ conditions: [statusIs(200)] })
})
