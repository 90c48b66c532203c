import { assay } from '../../src/assay/assay.ts'
import type { RequirementResult } from '../../src/engine/events.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'
import { withLayout } from '../../suites/image/layouts/with-layout.ts'

/** The verdicts on a layout, which exists only for as long as that takes. */
export const assess = (layoutCase: LayoutCase): Promise<readonly RequirementResult[]> =>
  withLayout(layoutCase, assay).then(({ result }) => result.requirements)

/** One line for a requirement that did not pass. */
export const describeResult = ({ id, verdict, findings, reason }: RequirementResult): string =>
  `${verdict} ${id}: ${findings.map(({ title, received }) => `${title} (${received})`).join('; ') || (reason ?? 'nothing found')}`

export const troubled = ({ verdict }: RequirementResult): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'
