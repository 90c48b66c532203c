import type { Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { anyOf } from '../../../src/registry/reproduce/condition.ts'
import { isCondition } from '../../../src/registry/reproduce/condition-kinds.ts'

/** What concerns responses of some statuses alone: another response, which a script may receive, conforms. */
export const whereStatusIs =
  (statuses: readonly (number | '4xx')[], judge: Judge<Exchange>): Judge<Exchange> =>
  (exchange) => {
    const judgement = judge(exchange)
    if (judgement.holds) return judgement
    const conditions = (judgement.conditions ?? []).filter(isCondition)
    return {
      ...judgement,
      conditions: [anyOf(conditions, [{ kind: 'status', in: statuses.map(String), not: true }])],
    }
  }
