import { holds, violated } from '../../../../src/engine/judgement.ts'
import { artifact, describe, image } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { manifestPuts } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt } from '../../seen.ts'
import { entriesAt, keepsOthers, listOf, tagOf, withoutReferrers } from '../list.ts'

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'delete-referrer-fallback',
    title: 'one of three referrers in a registry without the referrers API',
    operation: 'delete',
    stage: ({ random, tag }) => {
      const tree = image(random)
      const make = () =>
        artifact(random, { artifactType: 'application/vnd.example.sbom', subject: describe(tree.root) })
      const [gone, ...others] = [make(), make(), make()] as const
      return {
        facts: { subject: tree.root.digest, gone: gone.root.digest, others },
        digest: gone.root.digest,
        registry: {
          settings: withoutReferrers,
          holds: [
            { tree, tag },
            { tree: listOf(gone, ...others), tag: tagOf(tree.root.digest) },
          ],
        },
      }
    },
    judges: {
      'client.referrers-tag.deleted': (seen) => {
        const { subject, gone } = seen.facts
        if (seen.kept.manifest(seen.repository, gone))
          return absent(`the client does not delete the referrer (${ending(seen)})`)
        const entries = entriesAt(seen.kept, seen.repository, subject) ?? []
        return seenAt(
          [...manifestPuts(seen, tagOf(subject)), ...seen.exchanges.slice(-1)],
          entries.some(({ digest }) => digest === gone)
            ? violated('leaves the entry of a referrer that it deletes', 'no entry', gone)
            : holds(),
        )
      },
      'client.referrers-tag.delete-keeps': keepsOthers('kept'),
    },
  }),
]
