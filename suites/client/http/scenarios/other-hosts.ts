import { holds } from '../../../../src/engine/judgement.ts'
import { refused } from '../../../../src/reference/context.ts'
import { onReply, onRequest } from '../../../../src/reference/effects/effects.ts'
import { headerOf, withHeader } from '../../../../src/reference/reply.ts'
import { image as plainImage, largeLayer } from '../../content/tree.ts'
import { passwordIn, toOther } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'

/** What has credentials of all that was sent to the other host. The text is about redirects, and these are none. */
const notes =
  (none: string, note: string): ClientJudge<unknown> =>
  (seen) => {
    const all = toOther(seen)
    if (all.length === 0) return absent(none)
    const sent = all.filter(passwordIn)
    return seenAt(sent.length > 0 ? sent : all, holds(sent.length > 0 ? note : undefined))
  }

/** Credentials go to another host than that of the registry, to which a response leads that is no redirect. */
export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'token-realm-other-host',
    title: 'a challenge whose token server is on another host',
    operation: 'pull',
    stage: ({ image, random, repository, tag, other }) => ({
      facts: {},
      login: true,
      registry: {
        holds: [{ tree: image(random), tag }],
        settings: { auth: 'none' },
        effects: [
          onRequest({}, (ctx) =>
            /^bearer /i.test(ctx.headers.authorization ?? '')
              ? ctx
              : refused(ctx, 'unauthorized', undefined, {
                  'WWW-Authenticate': `Bearer realm="${other()}/token",service="oci-assay",scope="repository:${repository}:pull"`,
                }),
          ),
        ],
      },
      // Who sends no password gets a token as well: the pull goes on either way.
      other: { host: 'localhost', settings: { auth: 'bearer', anonymousPull: true } },
    }),
    judges: {
      'client.http.redirect-authorization': notes(
        'the client requests no token from the other host',
        'sends user name and password to a token server on another host',
      ),
    },
  }),
  defineScenario({
    id: 'push-location-other-host',
    title: 'a Location of uploads on another host, which requires credentials',
    operation: 'push',
    stage: ({ random, other }) => ({
      facts: {},
      login: true,
      layout: plainImage(random, { layerContent: largeLayer(random, 4096) }),
      registry: {
        effects: [
          onReply({ endpoint: 'uploads', status: 202 }, (reply) =>
            withHeader(reply, 'Location', `${other()}${headerOf(reply, 'Location') ?? ''}`),
          ),
        ],
      },
      other: {
        shares: true,
        host: 'localhost',
        settings: { auth: 'basic' },
        effects: [
          // An upload that the first one has begun goes on here.
          onRequest({ endpoint: 'upload' }, (ctx) => {
            if (ctx.route.endpoint !== 'upload') return ctx
            const { reference: id, repository } = ctx.route
            if (!ctx.sessions.find(id, repository)) ctx.sessions.open(id, repository)
            return ctx
          }),
        ],
      },
    }),
    judges: {
      'client.http.redirect-authorization': notes(
        'the client continues no upload at the other host',
        'sends Authorization to the Location of an upload on another host',
      ),
    },
  }),
]
