import { holds, violated } from '../../../../src/engine/judgement.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import { onRequest, type Match } from '../../../../src/reference/effects/effects.ts'
import type { Operation } from '../../../../src/client/operations.ts'
import { largeLayer } from '../../content/tree.ts'
import { does, ending } from '../../judges/outcome.ts'
import { authorizationOf, hostOf, statusOf, targetOf, toOther } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge, type Seen } from '../../seen.ts'

const withAuthorization = (seen: Pick<Seen, 'exchanges' | 'other'>) =>
  toOther(seen).filter((each) => authorizationOf(each) !== undefined)

const keeps: ClientJudge<unknown> = (seen) => {
  const others = toOther(seen)
  if (others.length === 0) return absent('the client follows no redirect to the other host')
  const all = withAuthorization(seen)
  const redirectedFrom = seen.exchanges.filter((each) => statusOf(each) === 307).map(targetOf)
  const sent = all.find((each) => redirectedFrom.includes(targetOf(each)))
  // What a redirected upload returns as its Location is no redirect: the text leaves it open.
  if (!sent)
    return seenAt(
      all.length > 0 ? all : others,
      holds(all.length > 0 ? 'sends Authorization to the Location of an upload on another host' : undefined),
    )
  return seenAt(
    [sent],
    violated(
      'sends Authorization to another host',
      `no Authorization to ${hostOf(sent)}`,
      `${sent.request.method} with Authorization: ${authorizationOf(sent)?.split(' ')[0]} …`,
    ),
  )
}

/** Another port of the same host name, which the text leaves open. */
const notes: ClientJudge<unknown> = (seen) => {
  const others = toOther(seen)
  if (others.length === 0) return absent('the client follows no redirect to the other port')
  const sent = withAuthorization(seen)
  return seenAt(
    sent.length > 0 ? sent : others,
    holds(sent.length > 0 ? 'sends Authorization to another port of the same host' : undefined),
  )
}

const arrives =
  (what: string): ClientJudge<unknown> =>
  (seen) =>
    toOther(seen).length > 0
      ? does<unknown>(`follow a redirect of ${what}`)(seen)
      : violated(`does not follow a redirect of ${what}`, 'a request to the other host', ending(seen))

/** A 307 to the same path at the other registry, which has the same content. */
const redirected = (
  id: string,
  title: string,
  what: string,
  operation: Operation,
  match: Match,
  host: 'localhost' | '127.0.0.1',
): AnyScenario =>
  defineScenario({
    id,
    title,
    operation,
    stage: ({ image, random, tag, other }) => {
      const tree = image(random, operation === 'push' ? { layerContent: largeLayer(random, 4096) } : {})
      return {
        facts: {},
        login: true,
        ...(operation === 'push' ? { layout: tree } : {}),
        registry: {
          ...(operation === 'push' ? {} : { holds: [{ tree, tag }] }),
          effects: [onRequest(match, ({ target }) => bare(307, { Location: `${other()}${target}` }))],
        },
        other: { shares: true, host },
      }
    },
    judges:
      host === 'localhost'
        ? { 'client.http.redirects': arrives(what), 'client.http.redirect-authorization': keeps }
        : { 'client.http.redirect-authorization': notes },
  })

const blobs: Match = { endpoint: 'blob', method: 'GET' }

export const scenarios: readonly AnyScenario[] = [
  redirected('redirect-blob', 'blobs are redirected to another host', 'a blob', 'pull', blobs, 'localhost'),
  redirected(
    'redirect-manifest',
    'manifests are redirected to another host',
    'a manifest',
    'pull',
    { endpoint: 'manifest', method: ['GET', 'HEAD'] },
    'localhost',
  ),
  redirected(
    'redirect-upload',
    'the start of uploads is redirected to another host, which returns a relative Location',
    'an upload',
    'push',
    { endpoint: 'uploads', method: 'POST' },
    'localhost',
  ),
  redirected(
    'redirect-blob-port',
    'blobs are redirected to another port of the same host',
    'a blob',
    'pull',
    blobs,
    '127.0.0.1',
  ),
]
