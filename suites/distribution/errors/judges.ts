import type { Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import {
  hasCodes,
  hasErrorFormat,
  hasListedCodes,
  hasReadableMessages,
  hasWellFormedCodes,
} from '../judges/error-body.ts'
import type { RequirementId } from '../requirements.ts'

/** What holds for each JSON error, whatever it is about; each rule is about what the one before leaves open. */
export const rules: readonly (readonly [requirement: RequirementId, judge: Judge<Exchange>])[] = [
  ['errors.format', hasErrorFormat],
  ['errors.code-present', hasCodes],
  ['errors.code-form', hasWellFormedCodes],
  ['errors.code-listed', hasListedCodes],
  ['errors.message-string', hasReadableMessages],
]

/** The rule that keeps an error from having one of the listed codes; undefined where it has one. */
export const violatedRule = (exchange: Exchange): RequirementId | undefined =>
  rules.slice(0, 4).find(([, judge]) => !judge(exchange).holds)?.[0]
