import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineRequirements, joinRequirements, type IdOf } from '../../../src/engine/literal-ids.ts'
import { must } from '../../../src/engine/requirement.ts'
import type { Capability, Suite, Test, TestContext } from '../../../src/engine/suite.ts'

const entry = { title: 'shines', section: 'light', at: { dev: must(1) } }
const lamps = defineRequirements([
  { ...entry, id: 'lamp.on' },
  { ...entry, id: 'lamp.bright', dependsOn: ['lamp.on'] },
])
const switches = defineRequirements([{ ...entry, id: 'switch.on', dependsOn: ['lamp.bright'] }])
const all = joinRequirements([...lamps, ...switches])
type Id = IdOf<typeof all>

interface LampContext extends TestContext<Id> {
  lamp: string
}

const run: Test<LampContext, Id>['run'] = async (t) => {
  t.check('lamp.on', { holds: true })
  // @ts-expect-error -- lamp.onn
  t.check('lamp.onn', { holds: true })
  // @ts-expect-error -- lamp.onn
  t.require('lamp.onn', { holds: true })
  // @ts-expect-error -- lamp.onn
  t.unsupported('lamp.onn', 'there is no lamp')
  // @ts-expect-error -- lamp.onn
  t.skip('lamp.onn', 'there is no lamp')
  // @ts-expect-error -- lamp.onn
  t.unevaluated('lamp.onn', 'it is too dark')
  // @ts-expect-error -- lamp.onn
  t.blocked('lamp.onn', 'there is no lamp')
}

// The compiler reads these; vitest only sees that they load.
describe('ids of requirements', () => {
  it('stay literal from the entry to the whole specification', () => {
    expectTypeOf<IdOf<typeof lamps>>().toEqualTypeOf<'lamp.on' | 'lamp.bright'>()
    expectTypeOf<Id>().toEqualTypeOf<'lamp.on' | 'lamp.bright' | 'switch.on'>()
    expect(all.map(({ id }) => id)).toEqual(['lamp.on', 'lamp.bright', 'switch.on'])
  })

  it('have to exist where another requirement builds on them', () => {
    const unlit = defineRequirements([{ ...entry, id: 'lamp.off', dependsOn: ['lamp.onn'] }])
    // @ts-expect-error -- no entry is lamp.onn
    expect(joinRequirements([...lamps, ...unlit])).toHaveLength(3)
  })

  it('have to exist in what a suite, a test and a probe evaluate', () => {
    const suite: Pick<Suite<LampContext, Id>, 'requirements'> = {
      // @ts-expect-error -- lamp.of
      requirements: [{ ...entry, id: 'lamp.of' }],
    }
    // @ts-expect-error -- lamp.onn
    const test: Pick<Test<LampContext, Id>, 'evaluates'> = { evaluates: ['lamp.onn'] }
    // @ts-expect-error -- lamp.onn
    const probe: Pick<Capability<LampContext, Id>, 'evaluates'> = { evaluates: ['lamp.onn'] }
    expect([suite, test, probe]).toHaveLength(3)
  })

  it('have to exist in what a test records', () => {
    expectTypeOf(run).toBeFunction()
  })

  it('are any strings for the engine and for suites of others', () => {
    expectTypeOf<Suite<LampContext, Id>>().toExtend<Suite<TestContext & LampContext>>()
    expectTypeOf<Parameters<TestContext['check']>[0]>().toEqualTypeOf<string>()
  })
})
