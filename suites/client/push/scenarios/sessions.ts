import { randomLayer } from '../../../../src/content/layer.ts'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import { onReply, onRequest } from '../../../../src/reference/effects/effects.ts'
import { jsonReply, withStatus } from '../../../../src/reference/reply.ts'
import { image, largeLayer } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { by, isUpload, queryOf, statusOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt } from '../../seen.ts'
import { digestIn, putsOf, uploadsIn } from '../judges/uploads.ts'

/** What the registry says where it refuses content. */
const refusal = 'this upload is rejected permanently'

/** Also of the status: clients that could go on there try it again for minutes. */
const refusing = onRequest({ endpoint: 'upload', method: ['PUT', 'PATCH', 'GET'] }, () =>
  jsonReply(400, { errors: [{ code: 'BLOB_UPLOAD_INVALID', message: refusal }] }),
)

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'push-single-post-202',
    title: '202 to a single POST',
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random),
      registry: { settings: { singlePost: false } },
    }),
    judges: {
      'client.push.single-post-202': (seen) => {
        const posts = by(seen, 'POST').filter((each) => isUpload(each) && queryOf(each).has('digest'))
        if (posts.length === 0) return absent('the client pushes no blob in a single POST')
        return seenAt(
          posts,
          seen.succeeded
            ? holds()
            : violated('fails where a single POST returns 202', 'PUT to its Location', ending(seen)),
        )
      },
    },
  }),
  defineScenario({
    id: 'push-gives-up',
    title: '400 to all content of uploads',
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, 4096) }),
      registry: { effects: [refusing] },
    }),
    judges: {
      'client.push.cancels': (seen) => {
        const given = uploadsIn(seen).filter(({ rest }) => rest.some((each) => statusOf(each) === 400))
        if (given.length === 0) return absent('the client sends no content to an upload')
        const all = given.filter(({ rest }) => !rest.some(({ request }) => request.method === 'DELETE'))
        const [left] = all
        return left
          ? seenAt(
              [left.start, ...left.rest],
              violated(
                'gives up an upload without canceling it',
                'DELETE of each upload',
                `no DELETE of ${all.length} of ${given.length} uploads`,
              ),
            )
          : seenAt(
              given.flatMap(({ rest }) => rest),
              holds(),
            )
      },
    },
  }),
  defineScenario({
    id: 'push-cancel-refused',
    title: '400 to all content of uploads, and 405 where they are canceled',
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, 4096) }),
      registry: {
        effects: [
          refusing,
          onReply({ endpoint: 'upload', method: 'DELETE' }, (reply) => withStatus(reply, 405)),
        ],
      },
    }),
    judges: {
      'client.push.cancel-failure': (seen) => {
        const cancels = by(seen, 'DELETE').filter(isUpload)
        if (cancels.length === 0) return absent('the client does not cancel uploads')
        const tells = /refused for good|BLOB_UPLOAD_INVALID|\b400\b|bad request/i.test(seen.output)
        return seenAt(
          cancels,
          tells
            ? holds()
            : violated('reports only that it cannot cancel', 'the error of the upload', ending(seen)),
        )
      },
    },
  }),
  defineScenario({
    id: 'push-sha512',
    title: 'a layer with a sha512 digest, in a registry of the next version',
    operation: 'push',
    stage: ({ random }) => {
      const layerContent = randomLayer(random, 'sha512')
      return {
        facts: {},
        layout: image(random, { layerContent }),
        registry: { settings: { spec: 'dev' } },
      }
    },
    judges: {
      'client.push.digest-algorithm': (seen) => {
        const uploads = uploadsIn(seen).filter((each) =>
          putsOf(each).some((put) => digestIn(put)?.startsWith('sha512:')),
        )
        if (uploads.length === 0) return absent('the client pushes nothing under a sha512 digest')
        // A mount that becomes an upload has the digest, and with it the algorithm.
        const odd = uploads.find(
          ({ start }) =>
            queryOf(start).get('digest-algorithm') !== 'sha512' &&
            !queryOf(start).get('mount')?.startsWith('sha512:'),
        )
        return odd
          ? seenAt(
              [odd.start, ...odd.rest],
              violated(
                'starts an upload without naming its algorithm',
                'digest-algorithm=sha512',
                `POST ?${queryOf(odd.start).toString()}`,
              ),
            )
          : holds()
      },
    },
  }),
]
