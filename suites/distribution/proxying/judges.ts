import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf } from '../judges/response.ts'
import { headerIs } from '../../../src/registry/reproduce/condition.ts'

export const namespaceHeader = 'OCI-Namespace'

/** Names the host of `ns`. */
export const repeats =
  (ns: string): Judge<Exchange> =>
  (exchange) => {
    const value = header(answerOf(exchange).headers, namespaceHeader)
    return value === ns
      ? holds()
      : violated(
          `returned another ${namespaceHeader} than the value of ns`,
          `${namespaceHeader}: ${ns}`,
          `${namespaceHeader}: ${value}`,
          headerIs(namespaceHeader, { is: [ns] }),
        )
  }
