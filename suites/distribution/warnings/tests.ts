import { defineTest, type Test } from '../define.ts'
import { hasWarningForm, warningsOf, warnsBriefly, warnsWith } from './judges.ts'
import { requirements } from './requirements.ts'
import { answersOfRun, judgeRun } from '../requests/whole-run.ts'

export const tests: readonly Test[] = [
  // A registry may warn with any answer: by code 299, with a dash for the agent, without a date, in few bytes.
  defineTest({
    id: 'warnings.seen',
    title: 'checks each Warning header in the run',
    evaluates: requirements.map(({ id }) => id),
    phase: 'last',
    async run(t) {
      const seen = answersOfRun(t).filter((exchange) => warningsOf(exchange).length > 0)
      const none = 'no Warning header was seen'
      judgeRun(t, 'warnings.form', seen, hasWarningForm, none)
      judgeRun(t, 'warnings.code', seen, warnsWith('code'), none)
      judgeRun(t, 'warnings.agent', seen, warnsWith('agent'), none)
      judgeRun(t, 'warnings.no-date', seen, warnsWith('date'), none)
      judgeRun(t, 'warnings.size', seen, warnsBriefly, none)
    },
  }),
]
