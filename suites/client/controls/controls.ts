import type { Operation } from '../../../src/client/operations.ts'
import { holds, violated } from '../../../src/engine/judgement.ts'
import { describe } from '../../../src/content/content.ts'
import { artifact, image, index, type Tree } from '../content/tree.ts'
import { does, both, ending } from '../judges/outcome.ts'
import { pathOf, statusOf } from '../judges/requests.ts'
import { defineScenario, type AnyScenario, type Scenario, type StageTools } from '../scenario.ts'
import type { ClientJudge, Found, Seen } from '../seen.ts'

interface Facts {
  tree: Tree
  /** What its output has to contain. */
  printed?: readonly string[]
}

const prints: ClientJudge<Facts> = (seen) => {
  const missing = (seen.facts.printed ?? []).filter((each) => !seen.output.includes(each))
  return missing.length === 0
    ? holds()
    : violated('does not print it', seen.facts.printed ?? [], ending(seen))
}

/** The registry has received the whole image. */
const arrived =
  (where: 'kept' | 'copied'): ClientJudge<Facts> =>
  (seen) => {
    const { root, blobs } = seen.facts.tree
    const repository = where === 'kept' ? seen.repository : seen.repository
    const there =
      seen[where].manifest(repository, root.digest) &&
      blobs.every(({ digest }) => seen[where].blob(repository, digest))
    return there ? holds() : violated('does not push it', 'the image in the registry', ending(seen))
  }

/** The client has requested all content of the image. */
const fetched: ClientJudge<Facts> = ({ facts, exchanges }) => {
  const missing = facts.tree.blobs.filter(
    ({ digest }) => !exchanges.some((each) => pathOf(each).endsWith(digest) && statusOf(each) === 200),
  )
  return missing.length === 0
    ? holds()
    : violated('does not request it', 'requests for all blobs of the image', `${missing.length} without`)
}

const served = ({ random, tag }: StageTools) => {
  const tree = image(random)
  return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
}

const judge =
  (...judges: readonly ClientJudge<Facts>[]): ClientJudge<Facts> =>
  (seen) =>
    both(does<Facts>('do it'), ...judges)(seen)

/** An operation against a registry that conforms: what fails here cannot be evaluated. */
interface Control {
  scenario: AnyScenario
  judge: (seen: Seen<never>) => Found
}

const control = (
  operation: Operation,
  stage: Scenario<Facts>['stage'],
  ...judges: readonly ClientJudge<Facts>[]
): Control => ({
  scenario: defineScenario<Facts>({
    id: `control-${operation}`,
    title: `${operation} with a registry that conforms`,
    operation,
    stage,
    judges: {},
  }),
  judge: judge(...judges),
})

/** The control run of each operation. */
export const controls: Readonly<Record<Operation, Control>> = {
  pull: control('pull', served, fetched),
  platform: control(
    'platform',
    ({ random, tag }) => {
      const tree = image(random)
      const platform = { os: 'linux', architecture: 'arm64' }
      return {
        facts: { tree },
        platform: 'linux/arm64',
        registry: { holds: [{ tree: index([[tree, { platform }]]), tag }] },
      }
    },
    fetched,
  ),
  push: control(
    'push',
    ({ random }) => {
      const tree = image(random)
      return { facts: { tree }, layout: tree }
    },
    arrived('kept'),
  ),
  copy: control('copy', served, arrived('copied')),
  inspect: control(
    'inspect',
    ({ random, tag }) => {
      const tree = image(random)
      return { facts: { tree, printed: [tree.layer.digest] }, registry: { holds: [{ tree, tag }] } }
    },
    prints,
  ),
  fetch: control('fetch', ({ random, tag }) => {
    const tree = image(random)
    return { facts: { tree }, digest: tree.layer.digest, registry: { holds: [{ tree, tag }] } }
  }),
  tags: control(
    'tags',
    (tools) => ({ ...served(tools), facts: { tree: image(tools.random), printed: [tools.tag] } }),
    prints,
  ),
  referrers: control(
    'referrers',
    ({ random, tag }) => {
      const tree = image(random)
      const other = artifact(random, {
        artifactType: 'application/vnd.example.sbom',
        subject: describe(tree.root),
      })
      return {
        facts: { tree, printed: [other.root.digest] },
        digest: tree.root.digest,
        registry: { holds: [{ tree, tag }, { tree: other }] },
      }
    },
    prints,
  ),
  attach: control('attach', served, (seen) => {
    const pushed = seen.exchanges.some(
      (each) => each.request.method === 'PUT' && pathOf(each).includes('/manifests/'),
    )
    return pushed ? holds() : violated('pushes no manifest', 'a pushed artifact', ending(seen))
  }),
  delete: control(
    'delete',
    ({ random, tag }) => {
      const tree = image(random)
      return { facts: { tree }, digest: tree.root.digest, registry: { holds: [{ tree, tag }] } }
    },
    (seen) =>
      seen.kept.manifest(seen.repository, seen.facts.tree.root.digest)
        ? violated('does not delete it', 'no manifest', ending(seen))
        : holds(),
  ),
}
