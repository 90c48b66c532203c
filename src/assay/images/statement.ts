import { holds, type Violated } from '../../engine/judgement.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import type { TestContext } from '../../engine/suite.ts'
import type { Finding, Statement } from '../../engine/verdict.ts'

/** Records a statement of another run as a test would that has come to it by itself. */
export function recordStatement(t: TestContext, id: string, statement: Statement): void {
  switch (statement.kind) {
    case 'passed':
      t.check(id, holds(statement.note?.text))
      break
    case 'failed': {
      const { evidence } = statement.finding
      t.check(id, judgementOf(statement.finding), ...evidence)
      break
    }
    case 'error':
      t.unevaluated(id, statement.reason)
      break
    case 'blocked':
      t.blocked(statement.by, statement.reason)
      break
    default:
      t.skip(id, statement.reason)
  }
}

const judgementOf = ({ title, expected, received, verdict, images, conditions }: Finding): Violated => ({
  holds: false,
  title,
  expected,
  received,
  severity: verdict,
  ...withoutUndefined({ images, conditions }),
})
