import { expect, expectTypeOf, it } from 'vitest'
import { holds } from '../../../../src/engine/judgement.ts'
import { defineRequirements, joinRequirements } from '../../../../src/engine/literal-ids.ts'
import { must } from '../../../../src/engine/requirement.ts'
import {
  defineCapability,
  defineSuite,
  defineTest,
  type Test,
} from '../../../../suites/distribution/define.ts'
import type { Fault } from '../../../../suites/distribution/fault.ts'
import {
  isRequirementId,
  requirements,
  type RequirementId,
} from '../../../../suites/distribution/requirements.ts'
import { specification } from '../../../../suites/distribution/specification.ts'

/** The compiler reads this: each mistyped id is an error, or `tsc` fails over the directive that expects it. */
const run: Test['run'] = async (t) => {
  const exchange = await t.send({ method: 'GET', path: '/v2/' })
  // @ts-expect-error -- header is misspelt
  t.check('pull.blob.digest-heder', exchange, () => holds())
  // @ts-expect-error -- header is misspelt
  t.require('pull.blob.digest-heder', exchange, () => holds())
  // @ts-expect-error -- header is misspelt
  t.check('pull.blob.digest-heder', holds())
  // @ts-expect-error -- header is misspelt
  t.blocked('pull.blob.digest-heder', 'there is no such blob')
}

it('does not compile a mistyped id', () => {
  const test = defineTest({
    id: 'pull.blob.mistyped',
    title: 'evaluates what does not exist',
    // @ts-expect-error -- header is misspelt
    evaluates: ['pull.blob.digest-heder'],
    run,
  })
  const probe = defineCapability({
    name: 'mistyped',
    title: 'a capability',
    // @ts-expect-error -- header is misspelt
    evaluates: ['pull.blob.digest-heder'],
    probe: () => Promise.resolve({ state: 'supported' }),
  })
  // @ts-expect-error -- header is misspelt
  const fault: Pick<Fault, 'violates'> = { violates: 'pull.blob.digest-heder' }
  // @ts-expect-error -- header is misspelt
  const also: Pick<Fault, 'also'> = { also: ['pull.blob.digest-heder'] }
  const entry = { title: 'does it', section: 'pulling-blobs', at: { dev: must(1) } }
  const mistyped = defineRequirements([
    { ...entry, id: 'pull.blob.new', dependsOn: ['pull.blob.digest-heder'] },
  ])
  // @ts-expect-error -- header is misspelt
  expect(joinRequirements([...requirements, ...mistyped])).toHaveLength(requirements.length + 1)
  const suite = defineSuite({
    name: 'pull',
    title: 'Pull',
    specification,
    // @ts-expect-error -- the entry is not among the requirements of the specification
    requirements: mistyped,
    tests: [test],
  })
  expect([probe, fault, also, suite]).toHaveLength(4)
})

it('knows its ids as literal types and as values', () => {
  expectTypeOf<'pull.blob.digest-header'>().toExtend<RequirementId>()
  expectTypeOf<string>().not.toExtend<RequirementId>()
  expect(['pull.blob.digest-header', 'pull.blob.digest-heder'].filter(isRequirementId)).toEqual([
    'pull.blob.digest-header',
  ])
})
