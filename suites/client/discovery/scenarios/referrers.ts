import { holds, violated } from '../../../../src/engine/judgement.ts'
import { artifact, describe, image, type ImageTree } from '../../content/tree.ts'
import { does, ending } from '../../judges/outcome.ts'
import { listOf, tagOf, withoutReferrers } from '../../referrers-tag/list.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import type { ClientJudge } from '../../seen.ts'
import type { Random } from '../../../../src/content/random.ts'

interface Facts {
  referrers: readonly string[]
}

const referrersTo = (random: Random, tree: ImageTree, count: number): ImageTree[] =>
  Array.from({ length: count }, () =>
    artifact(random, { artifactType: 'application/vnd.example.sbom', subject: describe(tree.root) }),
  )

const digestsOf = (trees: readonly ImageTree[]): string[] => trees.map(({ root }) => root.digest)

const lists: ClientJudge<Facts> = (seen) => {
  const { referrers } = seen.facts
  const missing = referrers.filter((digest) => !seen.output.includes(digest))
  if (seen.succeeded && missing.length === 0) return holds()
  return violated(
    seen.succeeded ? 'leaves referrers out of the list' : 'fails to list referrers',
    `${referrers.length} referrers`,
    `${referrers.length - missing.length} referrers, ${ending(seen)}`,
  )
}

/** No referrers API, and something or nothing at the referrers tag. */
const none = (id: string, title: string, other: boolean): AnyScenario =>
  defineScenario({
    id,
    title,
    operation: 'referrers',
    stage: ({ random, tag }) => {
      const tree = image(random)
      return {
        facts: {},
        digest: tree.root.digest,
        registry: {
          settings: withoutReferrers,
          holds: [{ tree, tag }, ...(other ? [{ tree: image(random), tag: tagOf(tree.root.digest) }] : [])],
        },
      }
    },
    judges: {
      'client.discovery.referrers-none': does(
        other ? 'report an empty list where an image has the referrers tag' : 'report an empty list',
      ),
    },
  })

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'referrers-fallback-list',
    title: 'a list of referrers at the referrers tag, and no referrers API',
    operation: 'referrers',
    stage: ({ random, tag }) => {
      const tree = image(random)
      const referrers = referrersTo(random, tree, 3)
      return {
        facts: { referrers: digestsOf(referrers) },
        digest: tree.root.digest,
        registry: {
          settings: withoutReferrers,
          holds: [
            { tree, tag },
            { tree: listOf(...referrers), tag: tagOf(tree.root.digest) },
          ],
        },
      }
    },
    judges: { 'client.discovery.referrers-fallback': lists },
  }),
  none('referrers-none', 'no referrers API, and nothing at the referrers tag', false),
  none('referrers-tag-other', 'no referrers API, and an image at the referrers tag', true),
  defineScenario({
    id: 'referrers-pages',
    title: 'five referrers on three pages',
    operation: 'referrers',
    stage: ({ random, tag }) => {
      const tree = image(random)
      const referrers = referrersTo(random, tree, 5)
      return {
        facts: { referrers: digestsOf(referrers) },
        digest: tree.root.digest,
        registry: {
          settings: { referrersPageLimit: 2 },
          holds: [{ tree, tag }, ...referrers.map((each) => ({ tree: each }))],
        },
      }
    },
    judges: { 'client.discovery.all-referrers': lists },
  }),
]
