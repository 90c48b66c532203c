import { jsonContent } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext } from './context.ts'
import { codesOf } from '../judges/error-body.ts'
import { answerOf, summarizeResponse } from '../judges/response.ts'
import { manifestPath, uploadsPath } from '../requests/paths.ts'
import type { RequirementId } from '../requirements.ts'

/**
 * What the registry does not permit: access control is not a violation, and what needs access to be evaluated is not
 * evaluated. All that has one cause gives the same reason, so that reports show it as one sentence.
 */

/** Why nothing can be pushed to a repository: access is denied, or the registry has no category Push. */
export interface PushRefusal {
  kind: 'no-access' | 'no-push'
  reason: string
}

/** Statuses of access control; 404 is that of a repository which must be created first, by other means than a push. */
const ofAccess = [401, 403, 404]
/** Statuses of an endpoint that does not exist. */
const ofAbsence = [404, 405]

/** A name that the registry takes for malformed is refused for what it is, and not for lack of access. */
const isNameInvalid = (exchange: Exchange): boolean =>
  answerOf(exchange).status === 404 && codesOf(exchange).includes('NAME_INVALID')

const isTokenRefusal = ({ error }: Exchange): boolean => error?.code === 'unauthorised'

const hasStatus = (exchange: Exchange, statuses: readonly number[]): boolean =>
  statuses.includes(answerOf(exchange).status) && !isNameInvalid(exchange)

/** Whether the response may be one of access control. */
export const lacksAccess = (exchange: Exchange): boolean =>
  isTokenRefusal(exchange) || hasStatus(exchange, ofAccess)

/** Whether the response may mean that nothing can be pushed. */
export const isRefused = (exchange: Exchange): boolean =>
  lacksAccess(exchange) || hasStatus(exchange, ofAbsence)

/** Whether the response is one of access control and nothing else: no token, or 401. */
export const lacksAuthorization = (exchange: Exchange): boolean =>
  isTokenRefusal(exchange) || answerOf(exchange).status === 401

/** `403 DENIED`, or what the token server returned. */
function statusOf(exchange: Exchange): string {
  if (exchange.error) return exchange.error.message
  const [code] = codesOf(exchange)
  const { status } = answerOf(exchange)
  return code === undefined || !/^[A-Z][A-Z0-9_]{0,60}$/.test(code) ? String(status) : `${status} ${code}`
}

/** `these credentials cannot push to oci-assay/one: 403 DENIED`. */
export const deniedTo = (t: RegistryContext, what: string, exchange: Exchange): string =>
  `${t.anonymous ? 'anonymous users' : 'these credentials'} cannot ${what}: ${statusOf(exchange)}`

function adviceFor(t: RegistryContext, repository: string, exchange: Exchange): string {
  const option = repository === t.repository ? '--repository' : '--second-repository'
  const select = `select another repository with ${option}`
  if (!exchange.error && answerOf(exchange).status === 404) return `create the repository first, or ${select}`
  return t.anonymous ? `provide credentials, or ${select}` : select
}

/** Pushes an index without manifests, which needs nothing in the repository. */
function tryManifest(t: RegistryContext, repository: string): Promise<Exchange> {
  const index = jsonContent(
    { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [], annotations: { run: t.random.hex(24) } },
    mediaTypes.index,
  )
  return t.send({
    method: 'PUT',
    path: manifestPath(repository, index.digest),
    headers: { 'Content-Type': index.mediaType },
    body: index.bytes,
  })
}

/**
 * Why nothing can be pushed to a repository, found out once after a POST to its uploads was refused; undefined where
 * manifests are accepted, or where both are refused in a way that neither access control nor absence explains.
 */
export const pushRefusal = (
  t: RegistryContext,
  repository: string,
  refused: Exchange,
): Promise<PushRefusal | undefined> =>
  t.once(`pushes to ${repository}`, async () => {
    const exchanges = [refused, await tryManifest(t, repository)]
    if (exchanges.every(lacksAccess)) {
      const advice = adviceFor(t, repository, refused)
      return { kind: 'no-access', reason: `${deniedTo(t, `push to ${repository}`, refused)}; ${advice}` }
    }
    return exchanges.every(isRefused)
      ? {
          kind: 'no-push',
          reason: `POST to the uploads of ${repository} returned ${summarizeResponse(refused)}`,
        }
      : undefined
  })

/** Whether the credentials may use repositories that do not exist yet, found out once. */
const mayCreate = (t: RegistryContext, repository: string): Promise<boolean> =>
  t.once('access to absent repositories', async () => {
    if (t.readOnly) return false
    const headers = { 'Content-Length': '0' }
    return !isForbidden(await t.send({ method: 'POST', path: uploadsPath(repository), headers }))
  })

/** 401 or 403, or no token. */
const isForbidden = (exchange: Exchange): boolean =>
  lacksAuthorization(exchange) || answerOf(exchange).status === 403

/**
 * Judges a response about a repository that does not exist. A registry that permits only some repositories does not
 * disclose which others exist: its 401 or 403 is then no violation.
 */
export async function judgeAbsent(
  t: RegistryContext,
  requirement: RequirementId,
  exchange: Exchange,
  { repository, judge }: { repository: string; judge: Judge<Exchange> },
): Promise<void> {
  if (!exchange.error && isForbidden(exchange) && !(await mayCreate(t, repository))) {
    const reason = deniedTo(t, 'access repositories that do not exist', exchange)
    return t.unevaluated(requirement, reason, { denied: true })
  }
  t.check(requirement, exchange, judge)
}
