import { describe, expect, it } from 'vitest'
import { violated, holds, warning } from '../../../../src/engine/judgement.ts'
import { causeIn } from '../../../../suites/image/judges/causes.ts'
import type { RequirementId } from '../../../../suites/image/requirements.ts'
import type { Check, Unevaluated } from '../../../../suites/image/judges/check.ts'
import { judgeUnlisted } from '../../../../suites/image/layout/judges/unlisted.ts'
import { placeIn } from '../../../../suites/image/judges/check.ts'

const fails = violated('is wrong', 'right', 'wrong')
const check = (requirement: RequirementId, judgement: Check['judgement']): Check => ({
  requirement,
  judgement,
  evidence: [placeIn('index.json', '/manifests')],
})
const must = 'index.manifests.exists'
const should = 'index.media-type.exists'
const reachable: Unevaluated = { requirement: 'content.reachable', unevaluated: 'layer 1 is missing' }

describe('the cause of a block', () => {
  const rows: readonly {
    what: string
    judgements: readonly (Check | Unevaluated)[]
    by?: string
    reason?: string
  }[] = [
    { what: 'nothing where nothing was judged', judgements: [] },
    { what: 'nothing that holds', judgements: [check(must, holds()), check(must, holds('a note'))] },
    { what: 'nothing that is softened to a warning', judgements: [check(must, warning(fails))] },
    { what: 'nothing of a SHOULD', judgements: [check(should, fails)] },
    { what: 'nothing that the version does not have', judgements: [check('json.i-json.text', fails)] },
    { what: 'a failure', judgements: [check(must, fails)], by: must, reason: 'index.json is wrong' },
    {
      what: 'what could not be evaluated',
      judgements: [reachable],
      by: 'content.reachable',
      reason: 'layer 1 is missing',
    },
    {
      what: 'the first of several',
      judgements: [check(should, fails), check(must, holds()), reachable, check(must, fails)],
      by: 'content.reachable',
      reason: 'layer 1 is missing',
    },
  ]
  it.each(rows)('is $what', ({ judgements, by, reason }) => {
    expect(causeIn(judgements, { spec: '1.1' })).toEqual(by === undefined ? undefined : { by, reason })
  })
})

const unlisted = (code: string, path?: string) => [
  ...judgeUnlisted({
    problems: [{ code, message: 'cannot be listed', ...(path === undefined ? {} : { path }) }],
  }),
]

describe('files that are not listed', () => {
  it.each([
    ['too-many', undefined],
    ['unreadable', 'blobs'],
    ['unreadable', 'blobs/sha256'],
  ])('%s %s', (code, path) => {
    const requirements = unlisted(code, path).map(({ requirement }) => requirement)
    expect(requirements).toContain('layout.blob.matches-name')
    expect(requirements).toContain('layout.blob.name-grammar')
  })
  it.each([
    ['unreadable', 'other'],
    ['dangling-link', 'blobs/sha256'],
    ['unreadable', 'blobs2'],
  ])('not %s %s', (code, path) => {
    expect(unlisted(code, path)).toEqual([])
  })
})
