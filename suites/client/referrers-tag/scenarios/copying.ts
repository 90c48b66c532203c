import { holds, violated } from '../../../../src/engine/judgement.ts'
import { artifact, describe, image, jsonContent, type ImageTree } from '../../content/tree.ts'
import { manifestPuts } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario, type Staged, type StageTools } from '../../scenario.ts'
import { seenAt } from '../../seen.ts'
import {
  entriesAt,
  keepsOthers,
  listOf,
  lists,
  ofEntry,
  tagOf,
  withoutReferrers,
  type ListFacts,
} from '../list.ts'

const sbom = 'application/vnd.example.sbom'

/** An artifact that is copied to a registry which does not process its subject. */
const copied = (
  { tag }: StageTools,
  subject: ImageTree,
  referrer: ImageTree,
  others: readonly ImageTree[] = [],
): Staged<ListFacts> => ({
  facts: { subject: subject.root.digest, referrer, others },
  registry: { holds: [{ tree: subject }, { tree: referrer, tag }] },
  other: {
    settings: withoutReferrers,
    holds: [
      { tree: subject },
      ...(others.length > 0 ? [{ tree: listOf(...others), tag: tagOf(subject.root.digest) }] : []),
    ],
  },
})

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'copy-referrer-fallback',
    title: 'an artifact with subject, on copying to a registry that does not process it',
    operation: 'copy',
    stage: (tools) => {
      const subject = image(tools.random)
      const referrer = artifact(tools.random, {
        artifactType: sbom,
        subject: describe(subject.root),
        annotations: { 'dev.oci-assay.one': 'first', 'dev.oci-assay.two': 'ß' },
      })
      return copied(tools, subject, referrer)
    },
    judges: {
      'client.referrers-tag.updated': lists('copied'),
      'client.referrers-tag.artifact-type': ofEntry('copied', (entry, expected) =>
        entry.artifactType === expected.artifactType
          ? holds()
          : violated(
              'writes another artifactType into the entry',
              expected.artifactType ?? '',
              entry.artifactType ?? '(none)',
            ),
      ),
      'client.referrers-tag.annotations': ofEntry('copied', (entry, expected) => {
        const missing = Object.entries(expected.annotations ?? {}).filter(
          ([key, value]) => entry.annotations?.[key] !== value,
        )
        return missing.length === 0
          ? holds()
          : violated(
              'leaves annotations out of the entry',
              Object.keys(expected.annotations ?? {}),
              Object.keys(entry.annotations ?? {}).join(', ') || '(none)',
            )
      }),
      'client.referrers-tag.content': ofEntry('copied', (entry, expected) =>
        entry.size === expected.size && entry.mediaType === expected.mediaType
          ? holds()
          : violated(
              'writes a false descriptor into the list',
              `${expected.mediaType}, ${expected.size} bytes`,
              `${entry.mediaType}, ${entry.size} bytes`,
            ),
      ),
    },
  }),
  defineScenario({
    id: 'copy-referrer-config-type',
    title: 'an artifact with subject whose type is that of its config',
    operation: 'copy',
    stage: (tools) => {
      const { random } = tools
      const subject = image(random)
      const config = jsonContent({ seed: random.hex(8) }, 'application/vnd.example.config.v1+json')
      const referrer = image(random, {
        configContent: config,
        manifest: { subject: describe(subject.root) },
      })
      return copied(tools, subject, referrer)
    },
    judges: {
      'client.referrers-tag.config-type': ofEntry('copied', (entry, expected) =>
        entry.artifactType === expected.artifactType
          ? holds()
          : violated(
              'does not take the type of the config into the entry',
              expected.artifactType ?? '',
              entry.artifactType ?? '(none)',
            ),
      ),
    },
  }),
  defineScenario({
    id: 'copy-referrer-twice',
    title: 'the same artifact, copied twice',
    operation: 'copy',
    stage: (tools) => {
      const subject = image(tools.random)
      const referrer = artifact(tools.random, { artifactType: sbom, subject: describe(subject.root) })
      return { ...copied(tools, subject, referrer), times: 2 }
    },
    judges: {
      'client.referrers-tag.no-duplicates': (seen) => {
        const { subject, referrer } = seen.facts
        const entries = entriesAt(seen.copied, seen.repository, subject) ?? []
        const same = entries.filter(({ digest }) => digest === referrer?.root.digest).length
        if (same === 0) return lists('copied')(seen)
        return seenAt(
          manifestPuts(seen, tagOf(subject)),
          same === 1 ? holds() : violated('lists a referrer twice', '1 entry', `${same} entries`),
        )
      },
    },
  }),
  defineScenario({
    id: 'copy-referrer-keeps',
    title: 'an artifact with subject, on copying to a registry whose referrers tag has an entry',
    operation: 'copy',
    stage: (tools) => {
      const { random } = tools
      const subject = image(random)
      const [referrer, other] = [sbom, 'application/vnd.example.signature'].map((artifactType) =>
        artifact(random, { artifactType, subject: describe(subject.root) }),
      ) as [ImageTree, ImageTree]
      return copied(tools, subject, referrer, [other])
    },
    judges: { 'client.referrers-tag.keeps': keepsOthers('copied') },
  }),
]
