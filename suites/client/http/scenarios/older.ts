import { holds, violated } from '../../../../src/engine/judgement.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { headerOf, withoutHeader, type Reply } from '../../../../src/reference/reply.ts'
import { does, ending } from '../../judges/outcome.ts'
import { by, isUpload, queryOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { seenAt } from '../../seen.ts'

/** Without each field of Docker's own. */
const plain = onReply({}, (reply) =>
  reply.headers
    .filter(([name]) => /^docker-/i.test(name))
    .reduce<Reply>(
      (left, [name]) => (headerOf(left, name) === undefined ? left : withoutHeader(left, name)),
      reply,
    ),
)

/** What the specification had first, and no more. */
const first = { spec: '1.0', mount: false } as const

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-no-docker-headers',
    title: 'a registry without Docker-specific headers',
    operation: 'pull',
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: { holds: [{ tree: image(random), tag }], effects: [plain] },
    }),
    judges: { 'client.http.legacy-headers': does('pull without Docker-specific headers') },
  }),
  defineScenario({
    id: 'push-no-docker-headers',
    title: 'a push to a registry without Docker-specific headers',
    operation: 'push',
    stage: ({ image, random }) => ({ facts: {}, layout: image(random), registry: { effects: [plain] } }),
    judges: { 'client.http.legacy-headers': does('push without Docker-specific headers') },
  }),
  defineScenario({
    id: 'push-older-registry',
    title: 'a registry of version 1.0',
    operation: 'push',
    stage: ({ image, random }) => ({
      facts: {},
      layout: image(random),
      registry: { settings: first },
    }),
    judges: { 'client.http.older-registries': does('push to a registry of version 1.0') },
  }),
  defineScenario({
    id: 'pull-older-registry',
    title: 'a pull from a registry of version 1.0',
    operation: 'pull',
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: { holds: [{ tree: image(random), tag }], settings: first },
    }),
    judges: { 'client.http.older-registries': does('pull from a registry of version 1.0') },
  }),
  defineScenario({
    id: 'copy-mount-202',
    title: '202 to the mount of a blob from another repository',
    operation: 'copy',
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      return {
        facts: { digest: tree.layer.digest },
        within: true,
        registry: { holds: [{ tree, tag }], settings: { mount: false } },
      }
    },
    judges: {
      'client.http.fallbacks': (seen) => {
        const mounts = by(seen, 'POST').filter((each) => isUpload(each) && queryOf(each).has('mount'))
        return seenAt(
          mounts,
          seen.succeeded
            ? holds()
            : violated('fails where a blob is not mounted', 'an upload of the blob', ending(seen)),
        )
      },
    },
  }),
]
