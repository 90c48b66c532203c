import type { Judgement } from '../../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../define.ts'
import { seenIn } from '../../../../../src/registry/record/exchange.ts'
import { describesManifest, hasAnnotations, hasArtifactType } from '../../../judges/referrers.ts'
import { pulledReferrers, sizeOf, type PulledReferrer } from '../../lists/named-referrers.ts'
import type { RequirementId } from '../../../requirements.ts'
import { judgedIn } from '../../../../../src/registry/reproduce/condition.ts'

/** A text of a document; an empty one counts as missing. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const ownType = ({ document }: PulledReferrer): string | undefined => textOf(document['artifactType'])

const configType = ({ document }: PulledReferrer): string | undefined =>
  textOf((document['config'] as { mediaType?: unknown } | null | undefined)?.mediaType)

/** Annotations of a document, as far as they are texts. */
function annotationsOf({ document }: PulledReferrer): Record<string, string> {
  const { annotations } = document
  const pairs = typeof annotations === 'object' && annotations !== null ? Object.entries(annotations) : []
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

/** What a requirement demands of the entry of some referrers. */
interface Rule {
  requirement: RequirementId
  /** Which referrers it speaks of. */
  concerns: (referrer: PulledReferrer) => boolean
  judge: (referrer: PulledReferrer) => Judgement
}

const hasOwnType = (each: PulledReferrer): boolean => ownType(each) !== undefined
const isManifest = ({ kind }: PulledReferrer): boolean => kind === 'manifest'
const isIndex = ({ kind }: PulledReferrer): boolean => kind === 'index'
const isAnnotated = (each: PulledReferrer): boolean => Object.keys(annotationsOf(each)).length > 0

const typed = (each: PulledReferrer): Judgement => hasArtifactType(each.entry, ownType(each))
const annotated = (each: PulledReferrer): Judgement => hasAnnotations(each.entry, annotationsOf(each))

const rules: readonly Rule[] = [
  {
    requirement: 'discovery.referrers.descriptor',
    concerns: () => true,
    judge: (each) =>
      describesManifest(each.entry, {
        mediaType: textOf(each.document['mediaType']) ?? each.entry.mediaType,
        size: sizeOf(each),
      }),
  },
  {
    requirement: 'discovery.referrers.artifact-type',
    concerns: (each) => isManifest(each) && hasOwnType(each),
    judge: typed,
  },
  {
    requirement: 'discovery.referrers.artifact-type-config',
    concerns: (each) => isManifest(each) && !hasOwnType(each) && configType(each) !== undefined,
    judge: (each) => hasArtifactType(each.entry, configType(each)),
  },
  {
    requirement: 'discovery.referrers.artifact-type-index',
    concerns: (each) => isIndex(each) && hasOwnType(each),
    judge: typed,
  },
  {
    requirement: 'discovery.referrers.artifact-type-omitted',
    concerns: (each) => isIndex(each) && !hasOwnType(each),
    judge: typed,
  },
  {
    requirement: 'discovery.referrers.annotations',
    concerns: (each) => isManifest(each) && isAnnotated(each),
    judge: annotated,
  },
  {
    requirement: 'discovery.referrers.annotations-index',
    concerns: (each) => isIndex(each) && isAnnotated(each),
    judge: annotated,
  },
]

/** Entries of referrers, compared with the manifests that they describe. */
export const tests: readonly Test[] = [
  // An entry gives the media type and size, the artifactType and the annotations of its manifest.
  defineTest({
    id: 'discovery.referrers.read-entries',
    title: 'compares the entries of listed referrers with their manifests',
    evaluates: rules.map(({ requirement }) => requirement),
    needs: ['referrers'],
    async run(t) {
      const pulled = await pulledReferrers(t)
      for (const { requirement, concerns, judge } of rules) {
        const concerned = pulled.filter(concerns)
        if (concerned.length === 0) t.skip(requirement, 'no such referrer is listed')
        for (const each of concerned)
          t.check(requirement, judgedIn(each.list, judge(each)), seenIn(each.list), seenIn(each.got))
      }
    },
  }),
]
