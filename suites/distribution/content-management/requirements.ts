import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, may, must, table } from '../../../src/engine/requirement.ts'

const effect = 'The sentence describes the effect of the deletion that must return 202.'
const scope =
  'A repository is defined as a scope for API calls, so a deletion in one repository has no effect in another one.'

const delay =
  'The text allows no delay, but caches exist: requests are repeated for some seconds, and a delay warns.'
const unknown = '404 passes, other 4xx warn, 2xx and 5xx fail.'

const tags = defineRequirements([
  {
    id: 'management.tag.supported',
    title: 'supports the deletion of tags',
    section: 'content-management',
    at: { '1.0': may('464:1'), '1.1': may('671:1'), dev: may('716:1') },
    impact: 'Old versions can be removed only by deleting the manifest with all its tags.',
  },
  {
    id: 'management.tag.accepted',
    title: 'returns 202 for the DELETE of a tag',
    section: 'deleting-tags',
    at: { '1.0': must('469:1'), '1.1': must(678), dev: must(723) },
    dependsOn: ['pull.manifest.by-tag'],
    ruling: '200 and 204 fail.',
  },
  {
    id: 'management.tag.disabled',
    title: 'returns 400 or 405 for the DELETE of a tag when deletion is disabled',
    section: 'deleting-tags',
    at: { '1.0': must('469:2'), '1.1': must(679), dev: must(724) },
    impact: 'Clean-up jobs cannot distinguish disabled from failing or forbidden.',
  },
  {
    id: 'management.tag.gone',
    title: 'returns 404 for a GET of a deleted tag',
    section: 'deleting-tags',
    at: { '1.1': derived('MUST', 681), dev: derived('MUST', 726) },
    reasoning: effect,
    dependsOn: ['management.tag.accepted', 'pull.manifest.unknown-tag', 'pull.manifest.head.unknown-tag'],
    ruling: delay,
  },
  {
    id: 'management.tag.not-listed',
    title: 'removes a deleted tag from the tag list',
    section: 'deleting-tags',
    at: { '1.1': derived('MUST', 681, 537), dev: derived('MUST', 726, 582) },
    reasoning:
      'A GET of a deleted tag will return 404, so the repository does not have it, and the list is that of the tags of the repository.',
    dependsOn: ['management.tag.gone', 'discovery.tags.body'],
    ruling: delay,
    impact: 'Update bots offer versions that cannot be pulled.',
  },
  {
    id: 'management.tag.other-tags-kept',
    title: 'keeps the other tags of a manifest when one of them is deleted',
    section: 'deleting-tags',
    at: { '1.0': derived('MUST', 468), '1.1': derived('MUST', 677), dev: derived('MUST', 722) },
    reasoning: 'The request names the tag to be deleted, so it deletes no other tag.',
    dependsOn: ['management.tag.accepted', 'pull.manifest.exact-bytes', 'pull.manifest.by-tag'],
    ruling: 'Implied: the request names one tag.',
    impact: 'Deleting a test tag also deleted the released version.',
  },
  {
    id: 'management.tag.manifest-kept',
    title: 'keeps the manifest when its tag is deleted',
    section: 'deleting-tags',
    at: { '1.0': derived('SHOULD', 468), '1.1': derived('SHOULD', 677), dev: derived('SHOULD', 722) },
    reasoning:
      'The request names a tag and not its manifest, but no sentence forbids a registry to remove manifests without tags.',
    dependsOn: ['management.tag.accepted', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: 'Implied, but some registries remove untagged manifests: a missing manifest warns.',
  },
  {
    id: 'management.tag.unknown',
    title: 'returns 404 for the DELETE of a tag that does not exist',
    section: 'endpoints',
    at: { '1.0': table('MUST', 519), '1.1': table('MUST', 779), dev: table('MUST', 853) },
    ruling: unknown,
  },
])

const manifests = defineRequirements([
  {
    id: 'management.manifest.supported',
    title: 'supports the deletion of manifests',
    section: 'content-management',
    at: { '1.0': may('463:1'), '1.1': may('670:1'), dev: may('715:1') },
  },
  {
    id: 'management.manifest.accepted',
    title: 'returns 202 for the DELETE of a manifest',
    section: 'deleting-manifests',
    at: { '1.0': must('481:1'), '1.1': must(688), dev: must(733) },
    dependsOn: ['pull.manifest.by-digest'],
    ruling: '200 and 204 fail.',
  },
  {
    id: 'management.manifest.disabled',
    title: 'returns 400 or 405 for the DELETE of a manifest when deletion is disabled',
    section: 'deleting-manifests',
    at: { '1.0': table('MUST', 519), '1.1': must(690), dev: must(735) },
  },
  {
    id: 'management.manifest.gone',
    title: 'returns 404 for a GET of a deleted manifest',
    section: 'deleting-manifests',
    at: { '1.1': derived('MUST', 692), dev: derived('MUST', 737) },
    reasoning: effect,
    dependsOn: [
      'management.manifest.accepted',
      'pull.manifest.unknown-digest',
      'pull.manifest.head.unknown-digest',
    ],
    ruling: delay,
    impact: 'Deleted content can still be pulled.',
  },
  {
    id: 'management.manifest.tags-gone',
    title: 'returns 404 for a GET of each tag of a deleted manifest',
    section: 'deleting-manifests',
    at: { '1.1': derived('MUST', 692), dev: derived('MUST', 737) },
    reasoning: effect,
    dependsOn: [
      'management.manifest.accepted',
      'management.manifest.gone',
      'pull.manifest.unknown-tag',
      'pull.manifest.head.unknown-tag',
    ],
    ruling: delay,
    impact: 'The tags refer to nothing: pulls fail with a 500.',
  },
  {
    id: 'management.manifest.tags-not-listed',
    title: 'removes the tags of a deleted manifest from the tag list',
    section: 'deleting-manifests',
    at: { '1.1': derived('MUST', 692, 537), dev: derived('MUST', 737, 582) },
    reasoning:
      'A GET of each tag of a deleted manifest will return 404, so the repository does not have these tags, and the list is that of the tags of the repository.',
    dependsOn: ['management.manifest.tags-gone', 'discovery.tags.body'],
    ruling: delay,
  },
  {
    id: 'management.manifest.referrer-unlisted',
    title: 'removes a deleted manifest from the referrers of its subject',
    section: 'listing-referrers',
    at: { '1.1': derived('MUST', 582, 692), dev: derived('MUST', 627, 737) },
    reasoning:
      'The response lists manifests of the repository, and a GET of a deleted manifest will return 404, so the repository does not have it.',
    dependsOn: ['management.manifest.gone', 'discovery.referrers.complete'],
    ruling: delay,
    impact: 'Verifiers get a 404 for a signature that was removed.',
  },
  {
    id: 'management.manifest.unknown',
    title: 'returns 404 for the DELETE of a manifest that does not exist',
    section: 'endpoints',
    at: { '1.0': table('MUST', 519), '1.1': table('MUST', 779), dev: table('MUST', 853) },
    ruling: unknown,
  },
  {
    id: 'management.manifest.unknown-repository',
    title: 'returns 404 for the DELETE of a manifest in an unknown repository',
    section: 'deleting-manifests',
    at: { '1.0': must('481:2'), '1.1': must(689), dev: must(734) },
  },
  {
    id: 'management.manifest.other-repository-kept',
    title: 'keeps a manifest in other repositories when it is deleted in one',
    section: 'definitions',
    at: { '1.1': derived('MUST', 64, 692), dev: derived('MUST', 62, 737) },
    reasoning: scope,
    dependsOn: ['management.manifest.accepted', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    impact: 'Cleaning up a test repository also deletes the production image.',
  },
  {
    id: 'management.manifest.push-again',
    title: 'accepts and serves a manifest that was deleted before',
    section: 'pushing-manifests',
    at: { '1.0': derived('MUST', '404:1'), '1.1': derived('MUST', '481:1'), dev: derived('MUST', '505:1') },
    reasoning:
      'A successful push must return 201, and no sentence allows a registry to reject a manifest because it was deleted before.',
    dependsOn: [
      'management.manifest.accepted',
      'push.manifest.by-digest',
      'pull.manifest.exact-bytes',
      'pull.manifest.by-digest',
    ],
    impact: 'A rebuilt, identical image cannot be pushed until garbage collection.',
  },
])

const blobs = defineRequirements([
  {
    id: 'management.blob.supported',
    title: 'supports the deletion of blobs',
    section: 'content-management',
    at: { '1.0': may('463:1'), '1.1': may('670:1'), dev: may('715:1') },
  },
  {
    id: 'management.blob.accepted',
    title: 'returns 202 for the DELETE of a blob',
    section: 'deleting-blobs',
    at: { '1.0': must('489:1'), '1.1': must(708), dev: must(753) },
    dependsOn: ['pull.blob.get'],
    ruling: '200 and 204 fail.',
  },
  {
    id: 'management.blob.disabled',
    title: 'returns 400 or 405 for the DELETE of a blob when deletion is disabled',
    section: 'deleting-blobs',
    at: { '1.0': table('MUST', 520), '1.1': must(710), dev: must(755) },
    ruling:
      '403, 404 and 501 for an existing blob fail from 1.1.1 and warn in 1.0, whose table lists 404 and 405; 400 passes everywhere.',
  },
  {
    id: 'management.blob.gone',
    title: 'returns 404 for a GET of a deleted blob',
    section: 'deleting-blobs',
    at: { '1.0': derived('MAY', 489), '1.1': derived('MAY', 708), dev: derived('MAY', 753) },
    reasoning:
      'The response to the deletion is required, and no sentence describes when the blob is no longer served.',
    dependsOn: ['management.blob.accepted', 'pull.blob.unknown'],
    ruling: 'No sentence requires when it is removed: 200 after the 202 is informational.',
  },
  {
    id: 'management.blob.unknown',
    title: 'returns 404 for the DELETE of a blob that does not exist',
    section: 'deleting-blobs',
    at: { '1.0': must('489:2'), '1.1': must(709), dev: must(754) },
    dependsOn: ['management.blob.disabled'],
    ruling: 'Where blob deletion is disabled, 400 and 405 pass.',
  },
  {
    id: 'management.blob.other-repository-kept',
    title: 'keeps a blob in other repositories when it is deleted in one',
    section: 'definitions',
    at: { '1.1': derived('MUST', 64, 705), dev: derived('MUST', 62, 750) },
    reasoning: scope,
    dependsOn: [
      'management.blob.accepted',
      'pull.blob.get',
      'pull.blob.exact-bytes',
      'pull.blob.other-repository',
    ],
    impact: 'Layers are stored once for all repositories: deleting one reference broke other images.',
  },
  {
    id: 'management.blob.push-again',
    title: 'accepts and serves a blob that was deleted before',
    section: 'post-then-put',
    at: { '1.0': derived('MUST', '241:1'), '1.1': derived('MUST', '280:1'), dev: derived('MUST', '280:1') },
    reasoning:
      'A successful push must return 201, and no sentence allows a registry to reject a blob because it was deleted before.',
    dependsOn: ['management.blob.accepted', 'push.post-put.created', 'pull.blob.exact-bytes'],
  },
])

/** Deleting tags, manifests and blobs, and what is left of them. */
export const requirements = [...tags, ...manifests, ...blobs]
