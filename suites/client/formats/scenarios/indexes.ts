import type { Random } from '../../../../src/content/random.ts'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import type { Descriptor } from '../../../../src/content/content.ts'
import { onRequest } from '../../../../src/reference/effects/effects.ts'
import { reply, withBody } from '../../../../src/reference/reply.ts'
import { referenceIn } from '../../content/effects.ts'
import { contentOf, describe, goArchitecture, image, index, type Tree } from '../../content/tree.ts'
import { fetches, isFetched } from '../../judges/content.ts'
import { does, ending } from '../../judges/outcome.ts'
import { pathOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario, type Staged } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'

type Platform = NonNullable<Descriptor['platform']>

const platform = (architecture: string, variant?: string): { platform: Platform } => ({
  platform: { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) },
})

const platforms = [
  platform('amd64'),
  platform('arm', 'v6'),
  platform('arm', 'v7'),
  platform('s390x'),
] as const

/** An index with an entry that is neither a manifest nor an index. */
function withOther(random: Random, tag: string): Staged<{ child: Tree }> {
  const child = image(random)
  const other = contentOf(Buffer.from('<other/>'), 'application/xml')
  const plain = index([[child, platform(goArchitecture)]])
  const document = JSON.parse(Buffer.from(plain.root.bytes).toString('utf8')) as { manifests: unknown[] }
  document.manifests.push(describe(other))
  const tree: Tree = {
    ...plain,
    root: contentOf(Buffer.from(JSON.stringify(document)), plain.root.mediaType),
    blobs: [...plain.blobs, other],
  }
  return {
    facts: { child },
    registry: {
      holds: [{ tree, tag }],
      // Clients may take an entry for a manifest or for a blob: it is there as both.
      effects: [
        onRequest({ endpoint: 'manifest', when: ({ route }) => referenceIn(route) === other.digest }, () =>
          withBody(reply(200, { 'Content-Type': other.mediaType }), other.bytes),
        ),
      ],
    },
    // Whether the entry is copied is open: what is not must not make the registry refuse the index.
    other: { settings: { missingReferences: 'accept' } },
  }
}

/** The image of another operating system: which one the client chooses shows in what it requests, whether it can keep it or not. */
const choosesSystem: ClientJudge<{ wanted: string; others: readonly string[] }> = (seen) => {
  const { wanted, others } = seen.facts
  const wrong = seen.exchanges.filter((each) => others.some((digest) => pathOf(each).endsWith(digest)))
  if (wrong.length > 0)
    return seenAt(
      wrong,
      violated('requests the image of another operating system', wanted, wrong.map(pathOf).join(', ')),
    )
  if (isFetched(seen, wanted)) return holds()
  return absent(`the client does not request an image of another operating system (${ending(seen)})`)
}

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-index',
    title: 'an index by tag',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const children = [image(random), image(random)] as const
      // One of them is what any machine takes, so that clients that take one image only are not wrong.
      const tree = index(children.map((child) => [child, platform(goArchitecture)] as const))
      return { facts: { children }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.index.consumed': does('pull an index'),
      'client.index.manifests': (seen) => {
        const { children } = seen.facts
        if (!seen.succeeded) return violated('fails to pull an index', 'exit status 0', ending(seen))
        return children.some(({ root }) => isFetched(seen, root.digest))
          ? holds()
          : violated(
              'pulls an index without an image of it',
              'an image manifest of the index',
              'exit status 0, and no request for a manifest of the index',
            )
      },
    },
  }),
  defineScenario({
    id: 'copy-nested-index',
    title: 'an index in an index',
    operation: 'copy',
    stage: ({ random, tag }) => {
      const child = image(random)
      const inner = index([[child, platform('amd64')]])
      return { facts: { child }, registry: { holds: [{ tree: index([[inner]]), tag }] } }
    },
    judges: {
      'client.index.nested': fetches('an index in an index', ({ child }: { child: Tree }) => [
        child.root.digest,
      ]),
    },
  }),
  defineScenario({
    id: 'pull-nested-index',
    title: 'an index in an index, pulled for this machine',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const child = image(random)
      const inner = index([[child, platform(goArchitecture)]])
      const tree = index([[inner, platform(goArchitecture)]])
      return { facts: { child }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.index.nested': fetches('an index in an index', ({ child }: { child: Tree }) => [
        child.root.digest,
      ]),
    },
  }),
  ...(['copy', 'pull'] as const).map((operation) =>
    defineScenario({
      id: `${operation}-index-unknown-entry`,
      title: `an index with an entry of type application/xml${operation === 'pull' ? ', pulled for this machine' : ''}`,
      operation,
      ...(operation === 'pull' ? { images: true as const } : {}),
      stage: ({ random, tag }) => withOther(random, tag),
      judges: {
        'client.index.unknown-type': fetches(
          'an index with an entry of an unknown type',
          ({ child }: { child: Tree }) => [child.root.digest],
        ),
      },
    }),
  ),
  defineScenario({
    id: 'pull-platform',
    title: 'an index with several variants of one architecture',
    operation: 'platform',
    images: true,
    stage: ({ random, tag }) => {
      const children = platforms.map((each) => [image(random), each] as const)
      const [, , wanted] = children
      return {
        facts: { digest: wanted?.[0].layer.digest ?? '' },
        platform: 'linux/arm/v7',
        registry: { holds: [{ tree: index(children), tag }] },
      }
    },
    judges: {
      'client.index.platform': fetches('the image of linux/arm/v7', ({ digest }: { digest: string }) => [
        digest,
      ]),
    },
  }),
  defineScenario({
    id: 'pull-platform-os',
    title: 'an index with several operating systems of one architecture',
    operation: 'platform',
    images: true,
    stage: ({ random, tag }) => {
      const children = ['linux', 'freebsd', 'windows'].map(
        (os) => [image(random), { platform: { os, architecture: 'amd64' } }] as const,
      )
      const [linux, freebsd, windows] = children.map(([{ root }]) => root.digest) as [string, string, string]
      return {
        facts: { wanted: freebsd, others: [linux, windows] },
        platform: 'freebsd/amd64',
        registry: { holds: [{ tree: index(children), tag }] },
      }
    },
    judges: { 'client.index.platform': choosesSystem },
  }),
  defineScenario({
    id: 'pull-first-match',
    title: 'an index with two images of one platform',
    operation: 'platform',
    images: true,
    stage: ({ random, tag }) => {
      const [first, second] = [image(random), image(random)]
      const tree = index([
        [first, platform('s390x')],
        [second, platform('s390x')],
      ])
      return {
        facts: { first: first.layer.digest },
        platform: 'linux/s390x',
        registry: { holds: [{ tree, tag }] },
      }
    },
    judges: {
      'client.index.first-match': fetches(
        'the first of two images of one platform',
        ({ first }: { first: string }) => [first],
      ),
    },
  }),
]
