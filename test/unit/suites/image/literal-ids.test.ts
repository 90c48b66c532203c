import { expect, expectTypeOf, it } from 'vitest'
import { joinRequirements } from '../../../../src/engine/literal-ids.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { must } from '../../../../src/engine/requirement.ts'
import type { ImageContext } from '../../../../suites/image/target/context.ts'
import { defineTest } from '../../../../suites/image/define.ts'
import { documentTest } from '../../../../suites/image/judges/document-test.ts'
import { noted } from '../../../../suites/image/judges/check.ts'
import { judgedTest } from '../../../../suites/image/judges/judged-test.ts'
import type { Defect, ValidLayout } from '../../../../suites/image/layouts/case.ts'
import { requirements, type RequirementId } from '../../../../suites/image/requirements.ts'

const entry = { title: 'is small', section: 'layers', at: { dev: must('layer.md#1') } }
const common = { id: 'layer.small', title: 'Small layers', count: () => 0, nothing: 'there is no layer' }

const run = async (t: ImageContext) => {
  // @ts-expect-error -- layer.tar.archiv
  t.check('layer.tar.archiv', holds())
}

// The compiler reads this; vitest only sees that it loads.
it('a mistyped id of an image requirement does not compile', () => {
  expectTypeOf<'content.reachable'>().toExtend<RequirementId>()
  expectTypeOf<string>().not.toExtend<RequirementId>()

  const misled = { ...entry, id: 'layer.small', dependsOn: ['layer.tar.archiv'] } as const
  // @ts-expect-error -- layer.tar.archiv
  joinRequirements([...requirements, misled])

  // @ts-expect-error -- layer.tar.archiv
  defineTest({ id: 'layer.small', title: 'Small layers', evaluates: ['layer.tar.archiv'], run })
  // @ts-expect-error -- layer.tar.archiv
  judgedTest({ ...common, evaluates: ['layer.tar.archiv'], judge: () => [] })
  // @ts-expect-error -- layer.tar.archiv
  documentTest({ ...common, kinds: ['manifest'], evaluates: ['layer.tar.archiv'] })
  // @ts-expect-error -- layer.tar.archiv
  noted('layer.tar.archiv', 'has no entries')

  // @ts-expect-error -- layer.tar.archiv
  const defect: Pick<Defect, 'violates'> = { violates: 'layer.tar.archiv' }
  // @ts-expect-error -- layer.tar.archiv
  const also: Pick<Defect, 'also'> = { also: ['layer.tar.archiv'] }
  // @ts-expect-error -- layer.tar.archiv
  const valid: Pick<ValidLayout, 'warns'> = { warns: ['layer.tar.archiv'] }
  expect([defect, also, valid]).toHaveLength(3)
})
