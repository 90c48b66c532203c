import { setting } from '../../../../src/reference/effects/alter.ts'
import { falseDigest } from '../../content/effects.ts'
import { uses } from '../../judges/outcome.ts'
import { by, isUpload, queryOf, statusOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent } from '../../seen.ts'

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'copy-mount-wrong-digest',
    title: 'a false Docker-Content-Digest in response to the mount of a layer',
    operation: 'copy',
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      const named = falseDigest(tree.layer.digest)
      return {
        facts: { named },
        within: true,
        registry: {
          holds: [{ tree, tag }],
          effects: [
            setting(
              {
                endpoint: 'uploads',
                status: 201,
                when: ({ query }) => query.get('mount') === tree.layer.digest,
              },
              'Docker-Content-Digest',
              named,
            ),
          ],
        },
      }
    },
    judges: {
      'client.push.mount-digest-header': (seen) => {
        const mounts = by(seen, 'POST').filter(
          (each) => isUpload(each) && queryOf(each).has('mount') && statusOf(each) === 201,
        )
        return mounts.length === 0
          ? absent('the client mounts no blob')
          : uses(seen, seen.facts.named, 'the blob')
      },
    },
  }),
]
