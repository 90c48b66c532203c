import { defineRequirements, joinRequirements, type IdOf } from '../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../src/engine/requirement.ts'

const unchanged = {
  section: 'extensibility',
  // The first version states only what digests are for.
  at: {
    '1.0': derived('MUST', 'considerations.md#8'),
    '1.1': must('considerations.md#5!'),
    dev: must('considerations.md#5!'),
  },
} as const

const supported = {
  section: 'image-index-property-descriptions',
  at: {
    '1.0': derived('MUST', 'image-index.md#34'),
    '1.1': derived('MUST', 'image-index.md#40'),
    dev: derived('MUST', 'image-index.md#40'),
  },
  reasoning:
    'Implementations support manifests and indexes, so a client that copies images copies all that they list.',
  ruling:
    'Nested indexes and digests of other algorithms than sha256 need not be supported: where the image has them, a command that fails warns.',
} as const

/** What a registry that changes an image explains of what clients make of it: requirements of the suite `roundtrip`. */
const sound = {
  dependsOn: [
    'roundtrip.blob.pulled',
    'roundtrip.blob.bytes',
    'roundtrip.manifest.pulled',
    'roundtrip.manifest.bytes',
  ],
} as const

/** What the image specification requires of clients that copy an image to a registry or from it. */
export const requirements = defineRequirements([
  {
    id: 'with.push.completed',
    title: 'pushes the image',
    ...supported,
    ...sound,
    impact: 'The image cannot be pushed with this client.',
  },
  {
    id: 'with.push.whole',
    title: 'pushes everything that the image lists',
    ...supported,
    ...sound,
    impact: 'A platform or a layer is missing for everybody who pulls the image.',
  },
  {
    id: 'with.push.bytes',
    title: 'pushes every manifest, config and layer byte for byte',
    ...unchanged,
    ...sound,
    reasoning: 'Content is addressed by its digest, which changes with it.',
    impact: 'The digest changes: signatures and references to the image lead nowhere.',
  },
  {
    id: 'with.pull.completed',
    title: 'pulls what was pushed',
    ...supported,
    ...sound,
    impact: 'The image cannot be pulled with this client.',
  },
  {
    id: 'with.pull.whole',
    title: 'pulls everything that the image lists',
    ...supported,
    ...sound,
    impact: 'What is copied on with this client lacks a platform or a layer.',
  },
  {
    id: 'with.pull.bytes',
    title: 'pulls every manifest, config and layer byte for byte',
    ...unchanged,
    ...sound,
    reasoning: 'Content is addressed by its digest, which changes with it.',
    impact: 'What is copied on with this client has another digest.',
  },
])

export type ClientTripRequirement = IdOf<typeof requirements>

/** What the distribution specification requires of clients that push referrers. */
export const referrersRequirements = joinRequirements(
  defineRequirements([
    {
      id: 'with.push.referrers',
      title: 'pushes referrers so that they are found',
      section: 'pushing-manifests-with-subject',
      at: { '1.1': must('719!', '501!'), dev: must('784!', '546!') },
      impact: 'A signature that was copied is lost.',
    },
  ]),
)

export type ReferrersRequirement = IdOf<typeof referrersRequirements>
