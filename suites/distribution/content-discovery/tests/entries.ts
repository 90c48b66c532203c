import { describe, type Descriptor } from '../../../../src/content/content.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { describesManifest, entryOf, hasAnnotations, hasArtifactType } from '../../judges/referrers.ts'
import { readableReferrers, referred, withoutReferrer, type Referrer } from '../lists/known-referrers.ts'

/** The entry of an image manifest that the registry accepted; a missing one is reported by the test that looks for it. */
async function entryFor(t: RegistryContext, referrer: Referrer) {
  const { first, entries } = await readableReferrers(t)
  const entry: Descriptor =
    entryOf(entries, referrer.digest) ??
    t.blocked('discovery.referrers.complete', `${referrer.digest} is not listed`)
  return { entry, first }
}

/** The entry of an index, which only has to be listed by a ruling; undefined where it is not. */
async function entryForIndex(t: RegistryContext, { digest }: Referrer) {
  const { first, entries } = await readableReferrers(t)
  return { entry: entryOf(entries, digest), first }
}

const unlisted = ({ digest }: Referrer): string => `the index ${digest} is not listed`

/** What an entry in the list of referrers contains. */
export const tests: readonly Test[] = [
  // An entry is a descriptor of the manifest, with its artifactType and its annotations.
  defineTest({
    id: 'discovery.referrers.entry-of-artifact',
    title: 'reads the entry of an image manifest with an artifactType',
    evaluates: [
      'discovery.referrers.descriptor',
      'discovery.referrers.artifact-type',
      'discovery.referrers.annotations',
    ],
    needs: ['push', 'referrers'],
    async run(t) {
      const { typed } = await referred(t)
      const { entry, first } = await entryFor(t, typed)
      t.check('discovery.referrers.descriptor', describesManifest(entry, describe(typed)), seenIn(first))
      t.check('discovery.referrers.artifact-type', hasArtifactType(entry, typed.artifactType), seenIn(first))
      t.check('discovery.referrers.annotations', hasAnnotations(entry, typed.annotations), seenIn(first))
    },
  }),

  // Where a manifest has no artifactType, or an empty one, the media type of its config replaces it.
  defineTest({
    id: 'discovery.referrers.entry-of-config',
    title: 'reads the entry of an image manifest without an artifactType',
    evaluates: ['discovery.referrers.artifact-type-config'],
    needs: ['push', 'referrers'],
    async run(t) {
      const requirement = 'discovery.referrers.artifact-type-config'
      const { plain, emptyType } = await referred(t)
      if (plain.refused !== undefined)
        return withoutReferrer(t, plain, 'discovery.referrers.complete', requirement)
      const { entry, first } = await entryFor(t, plain)
      t.check(requirement, hasArtifactType(entry, plain.artifactType), seenIn(first))
      const { entries } = await readableReferrers(t)
      const other = entryOf(entries, emptyType.digest)
      if (other) t.check(requirement, hasArtifactType(other, emptyType.artifactType), seenIn(first))
    },
  }),

  // The entry of an index has its artifactType and its annotations as well.
  defineTest({
    id: 'discovery.referrers.entry-of-index',
    title: 'reads the entry of an index with an artifactType',
    evaluates: ['discovery.referrers.artifact-type-index', 'discovery.referrers.annotations-index'],
    needs: ['push', 'referrers'],
    async run(t) {
      const { typedIndex } = await referred(t)
      if (typedIndex.refused !== undefined) {
        const entry = [
          'discovery.referrers.artifact-type-index',
          'discovery.referrers.annotations-index',
        ] as const
        return withoutReferrer(t, typedIndex, 'discovery.referrers.complete-index', ...entry)
      }
      const { entry, first } = await entryForIndex(t, typedIndex)
      if (entry === undefined) {
        t.unsupported('discovery.referrers.artifact-type-index', unlisted(typedIndex))
        return t.unsupported('discovery.referrers.annotations-index', unlisted(typedIndex))
      }
      const typed = hasArtifactType(entry, typedIndex.artifactType)
      t.check('discovery.referrers.artifact-type-index', typed, seenIn(first))
      const annotated = hasAnnotations(entry, typedIndex.annotations)
      t.check('discovery.referrers.annotations-index', annotated, seenIn(first))
    },
  }),

  // An index without an artifactType is listed without one: it has no config whose type could stand in.
  defineTest({
    id: 'discovery.referrers.entry-of-plain-index',
    title: 'reads the entry of an index without an artifactType',
    evaluates: ['discovery.referrers.artifact-type-omitted'],
    needs: ['push', 'referrers'],
    async run(t) {
      const requirement = 'discovery.referrers.artifact-type-omitted'
      const { plainIndex } = await referred(t)
      if (plainIndex.refused !== undefined)
        return withoutReferrer(t, plainIndex, 'discovery.referrers.complete-index', requirement)
      const { entry, first } = await entryForIndex(t, plainIndex)
      if (entry === undefined) return t.unsupported(requirement, unlisted(plainIndex))
      t.check(requirement, hasArtifactType(entry, undefined), seenIn(first))
    },
  }),
]
