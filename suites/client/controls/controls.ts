import type { Operation } from '../../../src/client/operations.ts'
import { holds, violated } from '../../../src/engine/judgement.ts'
import { describe } from '../../../src/content/content.ts'
import { artifactOfFiles } from '../content/files.ts'
import { artifact, contentOf, image, index, type Tree } from '../content/tree.ts'
import { does, both, ending } from '../judges/outcome.ts'
import { hostOf, pathOf, statusOf } from '../judges/requests.ts'
import { certificates } from '../lab/certificates.ts'
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

/** The registry that was copied to has received the whole image. */
const arrived: ClientJudge<Facts> = (seen) => {
  const { copied, repository, facts } = seen
  const { root, blobs } = facts.tree
  const there =
    copied.manifest(repository, root.digest) && blobs.every(({ digest }) => copied.blob(repository, digest))
  return there ? holds() : violated('does not copy it', 'the image in the registry', ending(seen))
}

/** The registry has received an image, in whatever form the client pushes what it was given. */
const arrivedInForm: ClientJudge<Facts> = ({ kept, repository, invocations }) => {
  const found = kept.tags(repository).flatMap((tag) => kept.manifest(repository, tag) ?? [])
  const whole = found.some(({ bytes }) => {
    const { config, layers = [] } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      config?: { digest: string }
      layers?: readonly { digest: string }[]
    }
    return config && [config, ...layers].every(({ digest }) => kept.blob(repository, digest))
  })
  return whole ? holds() : violated('does not push it', 'an image in the registry', ending({ invocations }))
}

/** The client has requested the layer. Clients of artifacts leave out the config. */
const fetched: ClientJudge<Facts> = ({ facts, exchanges }) => {
  const layer = facts.tree.blobs.at(-1)?.digest ?? ''
  return exchanges.some((each) => pathOf(each).endsWith(layer) && statusOf(each) === 200)
    ? holds()
    : violated('does not request it', 'a request for the layer of the image', 'no request for it')
}

const served = ({ image, random, tag }: StageTools) => {
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
  mirror: control(
    'mirror',
    (tools) => ({ ...served(tools), other: { host: 'localhost', shares: true } }),
    (seen) =>
      seen.exchanges.some((each) => hostOf(each) === seen.registry && statusOf(each) === 200)
        ? fetched(seen)
        : violated('does not use the mirror', 'requests to the mirror', 'none'),
  ),
  tls: control(
    'tls',
    ({ image, random, tag }) => {
      const tree = image(random)
      const { trusted, right } = certificates()
      return {
        facts: { tree },
        trusts: trusted,
        registry: { holds: [{ tree, tag }], settings: { tls: right } },
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
    arrivedInForm,
  ),
  copy: control('copy', served, arrived),
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
  files: control(
    'files',
    ({ random, tag }) => {
      const contents = ['one', 'two'].map((name) => contentOf(random.bytes(40), `application/vnd.${name}`))
      const tree = artifactOfFiles(contents.map((content, at) => ({ title: `file-${at}`, content })))
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    ({ facts, files, invocations }) =>
      facts.tree.blobs.slice(1).every(({ digest }) => files.has(digest))
        ? holds()
        : violated('does not write it', 'the files of the artifact', ending({ invocations })),
  ),
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
