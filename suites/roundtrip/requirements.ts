import { defineRequirements, joinRequirements, type IdOf } from '../../src/engine/literal-ids.ts'
import { derived, type Requirement } from '../../src/engine/requirement.ts'
import type { RequirementId as RegistryRequirement } from '../distribution/requirements.ts'
import { statedBy } from './stated-by.ts'

/** What follows from a statement; its level is that of the statement. */
function derivedFrom(id: RegistryRequirement): Pick<Requirement, 'section' | 'at'> {
  const { section, at } = statedBy(id)
  const statements = Object.entries(at).map(([version, { level, places }]) => [
    version,
    derived(level, ...places),
  ])
  return { section, at: Object.fromEntries(statements) as Requirement['at'] }
}

/**
 * What the distribution specification requires of a registry for one image of the user: that it accepts all of it, and returns
 * it unchanged. Each entry has the place of the requirement of registries that it applies.
 */
export const requirements = joinRequirements(
  defineRequirements([
    {
      id: 'roundtrip.blob.accepted',
      title: 'accepts every blob of the image',
      ...statedBy('push.post-put.created'),
      impact: 'The image cannot be pushed.',
    },
    {
      id: 'roundtrip.manifest.accepted',
      title: 'accepts every manifest and index of the image',
      ...statedBy('push.manifest.by-digest'),
      impact: 'The image cannot be pushed, or arrives without a platform, an attestation or a signature.',
    },
    {
      id: 'roundtrip.tag.accepted',
      title: 'accepts the tag of the image',
      ...statedBy('push.manifest.by-tag'),
      impact: 'The image cannot be pulled by its name.',
    },
    {
      id: 'roundtrip.blob.pulled',
      title: 'returns every blob of the image',
      ...statedBy('pull.blob.get'),
      impact: 'The image cannot be pulled.',
    },
    {
      id: 'roundtrip.blob.bytes',
      title: 'returns every blob with the bytes that were pushed',
      ...statedBy('pull.blob.exact-bytes'),
      impact: 'Clients reject the image because of its digests, or run something else.',
    },
    {
      id: 'roundtrip.manifest.pulled',
      title: 'returns every manifest and index of the image',
      ...statedBy('pull.manifest.by-digest'),
      impact: 'A platform, an attestation or a signature cannot be pulled.',
    },
    {
      id: 'roundtrip.manifest.bytes',
      title: 'returns every manifest and index with the bytes that were pushed',
      ...statedBy('pull.manifest.exact-bytes'),
      impact: 'Signatures no longer match, platforms or annotations are lost.',
    },
    {
      id: 'roundtrip.manifest.media-type',
      title: 'returns every manifest and index with the media type that it was pushed with',
      ...statedBy('pull.manifest.content-type'),
      impact: 'Clients mistake an index for a manifest, or reject it.',
    },
    {
      id: 'roundtrip.tag.pulled',
      title: 'returns the pushed manifest or index for the tag',
      ...statedBy('pull.manifest.by-tag'),
      dependsOn: ['roundtrip.manifest.pulled', 'roundtrip.manifest.bytes'],
      impact: 'Users who pull by tag get another image.',
    },
    {
      id: 'roundtrip.tag.listed',
      title: 'lists the tag',
      ...statedBy('discovery.tags.complete'),
    },
    {
      id: 'roundtrip.referrers.listed',
      title: 'lists every referrer of the image',
      ...statedBy('discovery.referrers.complete'),
      impact: 'Signatures, SBOMs and attestations are not found.',
    },
    {
      id: 'roundtrip.referrers.descriptor',
      title: 'describes every referrer by its digest, size, media type, artifact type and annotations',
      ...statedBy('discovery.referrers.descriptor'),
      impact: 'Clients that look for one kind of artifact miss it.',
    },
    {
      id: 'roundtrip.valid',
      title: 'returns an image that conforms to the image specification',
      ...derivedFrom('pull.manifest.exact-bytes'),
      dependsOn: [
        'roundtrip.blob.pulled',
        'roundtrip.blob.bytes',
        'roundtrip.manifest.pulled',
        'roundtrip.manifest.bytes',
        'roundtrip.manifest.media-type',
      ],
      reasoning: 'An image that was valid when it was pushed is valid when its bytes are returned.',
      impact: 'Clients fail to pull or to unpack the image.',
      ruling:
        'What the image violates before it is pushed fails too, and the finding names it: what is pulled is what users get.',
    },
  ]),
)

export type RequirementId = IdOf<typeof requirements>
