import { holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { isFailure, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { hasJsonError, isLabelledRightly, namesCode } from '../../judges/error-body.ts'
import { answerOf, formatRequest, summarizeResponse } from '../../judges/response.ts'
import { answersOfRun, judgeRun } from '../../requests/whole-run.ts'
import { violatedRule, rules } from '../judges.ts'
import { whereStatusIs } from '../../judges/where-status.ts'

const none = (what: string): string => `no ${what} with a listed code was seen`

const nameOf = ({ test, request }: Exchange): string => `${test} ${request.method} ${request.url}`

/** Failures over requests that were answered otherwise when the same test sent them once more. */
function failuresThatPassed(seen: readonly Exchange[]): Exchange[] {
  const lastOf = new Map(seen.map((each) => [nameOf(each), each]))
  return seen.filter((each) => isFailure(each) && !isFailure(lastOf.get(nameOf(each)) ?? each))
}

/** What passes violates no statement, but the operator of the registry should know of it. */
function notePassing(passing: readonly Exchange[]): Judgement {
  const [first] = passing
  const how = passing.length === 1 ? 'a request' : `${passing.length} requests`
  return holds(
    first &&
      `failed ${how}, which succeeded later: ${formatRequest(first)} returned ${summarizeResponse(first)}`,
  )
}

/** What all errors of the run look like. */
export const tests: readonly Test[] = [
  // A 4xx may have any body; where it is JSON, it is a list of errors, each with a code of the closed list.
  defineTest({
    id: 'errors.bodies',
    title: 'checks the body of each 4xx in the run',
    evaluates: [...rules.map(([requirement]) => requirement), 'errors.content-type'],
    phase: 'last',
    async run(t) {
      const seen = answersOfRun(t)
      const refusals = seen.filter((exchange) => Math.floor(answerOf(exchange).status / 100) === 4)
      judgeRun(
        t,
        'errors.content-type',
        refusals,
        whereStatusIs(['4xx'], isLabelledRightly),
        'no response was a 4xx',
      )
      const inJson = refusals.filter(hasJsonError)
      for (const [requirement, judge] of rules)
        judgeRun(t, requirement, inJson, whereStatusIs(['4xx'], judge), 'no error with a JSON body was seen')
      const passing = failuresThatPassed(seen)
      if (passing.length > 0)
        t.check('errors.format', notePassing(passing), ...passing.slice(0, 5).map(seenIn))
    },
  }),

  // Who is not known, who may not, and who sends too many requests gets a code of its own, wherever that happens.
  defineTest({
    id: 'errors.of-access',
    title: 'checks the error code of each 401, 403 and 429 in the run, and of each disabled deletion',
    evaluates: [
      'errors.code.unauthorized',
      'errors.code.denied',
      'errors.code.too-many-requests',
      'errors.code.unsupported',
    ],
    phase: 'last',
    async run(t) {
      const seen = answersOfRun(t)
      const by = (...statuses: number[]) =>
        seen.filter(
          (each) =>
            statuses.includes(answerOf(each).status) &&
            hasJsonError(each) &&
            violatedRule(each) === undefined,
        )
      judgeRun(
        t,
        'errors.code.unauthorized',
        by(401),
        whereStatusIs([401], namesCode('UNAUTHORIZED')),
        none('401'),
      )
      judgeRun(t, 'errors.code.denied', by(403), whereStatusIs([403], namesCode('DENIED')), none('403'))
      judgeRun(
        t,
        'errors.code.too-many-requests',
        by(429),
        whereStatusIs([429], namesCode('TOOMANYREQUESTS')),
        none('429'),
      )
      // Deletions of what is there: those of the probes, which find out whether deletion is on.
      const disabled = by(400, 405).filter(
        ({ test, request }) => request.method === 'DELETE' && test?.startsWith('capability.delete-'),
      )
      judgeRun(
        t,
        'errors.code.unsupported',
        disabled,
        whereStatusIs([400, 405], namesCode('UNSUPPORTED')),
        none('disabled deletion'),
      )
    },
  }),
]
