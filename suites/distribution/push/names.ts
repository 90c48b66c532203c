import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { judgedIn, statusIs } from '../../../src/registry/reproduce/condition.ts'
import { codesOf } from '../judges/error-body.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../judges/response.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'

/** Uses a repository of this name: the first response that is not a success, or the last one. */
export type UseName = (t: RegistryContext, repository: string) => Promise<Exchange>

/** The name was accepted: the request that uses it succeeded. */
export const takesName =
  (what: string): Judge<Exchange> =>
  (exchange) =>
    succeeded(exchange)
      ? holds()
      : violated(
          `returned ${answerOf(exchange).status} for a push into ${what}`,
          '201',
          summarizeResponse(exchange),
          statusIs('2xx'),
        )

/** Why a refusal may not concern the name; undefined where it is one of the name. */
export function otherReason(refused: Exchange, control: Exchange | undefined): string | undefined {
  const { status } = answerOf(refused)
  if (codesOf(refused).includes('NAME_INVALID')) return undefined
  if (status === 401 || status === 403) return 'access is denied'
  return control && !succeeded(control) ? 'no repository can be made by pushing' : undefined
}

/** What failed where a plain name fails too; undefined where access or the repository is what is missing. */
function requirementOf(control: Exchange): RequirementId | undefined {
  const { method, url } = control.request
  if (method === 'GET') return 'pull.manifest.by-digest'
  if ([401, 403, 404].includes(answerOf(control).status)) return undefined
  if (method === 'POST') return 'push.session.start'
  return url.includes('/manifests/') ? 'push.manifest.by-tag' : 'push.post-put.created'
}

/**
 * Judges a valid name. Repositories may be made by hand, or for some users only: a name is taken for refused only where
 * a plain one beside it is accepted, or where the response reports the name as invalid. A name that could
 * not be tried is not evaluated, whatever becomes of another one. True where all were accepted.
 */
export async function judgeNames(
  t: RegistryContext,
  requirement: RequirementId,
  use: UseName,
  names: readonly (readonly [name: string, what: string])[],
): Promise<boolean> {
  const used = await Promise.all(names.map(([name]) => use(t, name)))
  const plain = used.every(succeeded) ? undefined : await use(t, `${t.repository}${t.random.hex(8)}`)
  for (const [at, exchange] of used.entries()) {
    const [name, what] = names[at] ?? ['', '']
    if (!succeeded(exchange) && plain && !succeeded(plain)) {
      const failed = requirementOf(plain)
      if (failed !== undefined)
        t.blocked(failed, `${formatRequest(plain)} returned ${summarizeResponse(plain)}`)
    }
    const reason = succeeded(exchange) ? undefined : otherReason(exchange, plain)
    if (reason !== undefined) {
      t.unevaluated(requirement, `${reason}: a push to ${name} returned ${summarizeResponse(exchange)}`)
      continue
    }
    const control = plain && !succeeded(exchange) ? [seenIn(plain)] : []
    t.check(requirement, judgedIn(exchange, takesName(what)(exchange)), seenIn(exchange), ...control)
  }
  return used.every(succeeded)
}
