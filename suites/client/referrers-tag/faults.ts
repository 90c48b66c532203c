import type { ClientFault } from '../fault.ts'

export const faults: readonly ClientFault[] = [
  {
    id: 'client-copy-without-tag',
    violates: 'client.referrers-tag.updated',
    title: 'copies an artifact without updating the referrers tag',
    seenIn: 'skopeo, oras-py',
    deviates: ['updatesTagOnCopy'],
  },
  {
    id: 'client-attach-without-tag',
    violates: 'client.referrers-tag.attached',
    title: 'attaches an artifact without updating the referrers tag',
    deviates: ['updatesTagOnAttach'],
  },
  {
    id: 'client-overwrites-image',
    violates: 'client.referrers-tag.other-manifest',
    title: 'overwrites an image that has the referrers tag',
    seenIn: 'oras',
    deviates: ['leavesOtherManifests'],
  },
  {
    id: 'client-lists-subject',
    violates: 'client.referrers-tag.from-empty',
    title: 'starts a list with the subject itself',
    deviates: ['startsFromEmpty'],
  },
  {
    id: 'client-adds-twice',
    violates: 'client.referrers-tag.no-duplicates',
    title: 'lists a referrer as often as it is copied',
    deviates: ['addsOnce'],
  },
  {
    id: 'client-drops-entries',
    violates: 'client.referrers-tag.keeps',
    title: 'writes a list of the new referrer alone',
    deviates: ['keepsEntries'],
  },
  {
    id: 'client-no-artifact-type',
    violates: 'client.referrers-tag.artifact-type',
    title: 'takes the type of the config instead of artifactType',
    deviates: ['copiesArtifactType'],
  },
  {
    id: 'client-no-config-type',
    violates: 'client.referrers-tag.config-type',
    title: 'lists what has no artifactType without one',
    deviates: ['fallsBackToConfigType'],
  },
  {
    id: 'client-no-annotations',
    violates: 'client.referrers-tag.annotations',
    title: 'lists referrers without annotations',
    deviates: ['copiesAnnotations'],
  },
  {
    id: 'client-no-size',
    violates: 'client.referrers-tag.content',
    title: 'lists referrers with size 0',
    deviates: ['writesSize'],
  },
  {
    id: 'client-leaves-entry',
    violates: 'client.referrers-tag.deleted',
    title: 'leaves the entry of a deleted referrer',
    seenIn: 'crane, skopeo',
    deviates: ['removesEntry'],
  },
  {
    id: 'client-clears-list',
    violates: 'client.referrers-tag.delete-keeps',
    title: 'clears the list where it deletes a referrer',
    deviates: ['keepsEntriesOnDelete'],
  },
  {
    id: 'client-long-tag',
    violates: 'client.referrers-tag.name',
    title: 'writes all of a sha512 digest into the referrers tag',
    seenIn: 'oras',
    deviates: ['cutsLongTags'],
  },
]
