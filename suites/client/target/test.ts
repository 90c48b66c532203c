import { NotEvaluated } from '../../../src/engine/record.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { Test } from '../define.ts'
import type { RequirementId } from '../requirements.ts'
import type { AnyScenario, Scenario } from '../scenario.ts'
import type { Found, Seen } from '../seen.ts'

/** Exchanges that a finding without evidence of its own names at most. */
const mostEvidence = 12

/** The test that a scenario amounts to. What it finds violated counts once it was seen alone, with nothing beside it. */
export function testOf(scenario: AnyScenario): Test {
  const { id, title, operation, judges, images } = scenario as unknown as Scenario
  const judged = Object.entries(judges) as [RequirementId, (seen: Seen) => Found][]
  return {
    id,
    title,
    evaluates: judged.map(([requirement]) => requirement),
    needs: [operation],
    async run(t) {
      const none = (reason: string) => {
        for (const [requirement] of judged) t.unsupported(requirement, reason)
      }
      if (images && !t.pullsImages) return none(`${t.client} pulls no images`)
      const seen = await t.perform(scenario)
      if ('unprepared' in seen) return none(seen.unprepared)
      const found = judged.map(([requirement, judge]) => [requirement, judge(seen)] as const)
      const late = seen.invocations.find(({ timedOut }) => timedOut)
      if (found.some(([, each]) => 'holds' in each && !each.holds))
        t.disturbed({ kind: id, reason: 'a finding counts once the client was run alone', countsFrom: 2 })
      for (const [requirement, each] of found) {
        if ('absent' in each) t.unsupported(requirement, each.absent)
        else if (late && !each.holds)
          throw new NotEvaluated(`the client did not end in ${Math.round(late.duration / 1000)} s`)
        else
          t.check(
            requirement,
            each,
            ...seen.ran,
            ...(each.at ?? seen.exchanges).slice(-mostEvidence).map(evidence),
          )
      }
    },
  }
}

const evidence = (exchange: Exchange) => seenIn(exchange)
