import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../../src/engine/requirement.ts'

/** Manifests with a subject; new in 1.1. */
export const subject = defineRequirements([
  {
    id: 'push.subject.missing',
    title: 'accepts an image manifest whose subject does not exist yet',
    section: 'push',
    at: { '1.1': must(223), dev: must(221) },
    dependsOn: ['push.manifest.by-digest'],
    impact: 'Signatures and SBOMs that are copied before their image are rejected with 400.',
  },
  {
    id: 'push.subject.missing-in-index',
    title: 'accepts an index whose subject does not exist yet',
    section: 'push',
    at: { '1.1': must(223), dev: must(221) },
    dependsOn: ['push.accepts.index'],
  },
  {
    id: 'push.subject.header',
    title: 'includes OCI-Subject in the response to an image manifest with a subject',
    section: 'pushing-manifests-with-subject',
    at: { '1.1': must(499), dev: must(544) },
    dependsOn: ['push.manifest.by-digest'],
    ruling: 'Evaluated only for a registry that has the referrers API.',
    impact: 'Clients assume that the registry is an old one and maintain the referrers tag as well.',
  },
  {
    id: 'push.subject.header-value',
    title: 'returns the digest of the subject as OCI-Subject',
    section: 'pushing-manifests-with-subject',
    at: { '1.1': must(499), dev: must(544) },
    dependsOn: ['push.subject.header'],
  },
  {
    id: 'push.subject.header-for-index',
    title: 'includes OCI-Subject in the response to an index with a subject',
    section: 'pushing-manifests-with-subject',
    at: { '1.1': derived('SHOULD', 499), dev: derived('SHOULD', 544) },
    reasoning:
      'The duty names image manifests only, but the referrers API describes entries for indexes too, and clients rely on the header for both.',
    dependsOn: ['push.accepts.index'],
    ruling:
      'The sentence names image manifests only, while the referrers API describes entries for indexes: a missing header warns.',
  },
])
