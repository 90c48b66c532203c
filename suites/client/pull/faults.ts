import type { ClientFault } from '../fault.ts'

export const faults: readonly ClientFault[] = [
  {
    id: 'client-no-accept',
    violates: 'client.pull.accept',
    title: 'requests manifests without Accept',
    deviates: ['sendsAccept'],
  },
  {
    id: 'client-strict-content-type',
    violates: 'client.pull.content-type-parameters',
    title: 'refuses a Content-Type with a parameter',
    deviates: ['ignoresTypeParameters'],
  },
  {
    id: 'client-mixed-types',
    violates: 'client.pull.type-mismatch',
    title: 'takes a manifest whose mediaType differs from its Content-Type',
    deviates: ['comparesTypeWithField'],
  },
  {
    id: 'client-prints-digest-header',
    violates: 'client.pull.digest-header',
    title: 'prints the Docker-Content-Digest of a manifest',
    deviates: ['trustsOwnDigestOfManifests'],
  },
  {
    id: 'client-unverified-manifest',
    violates: 'client.pull.manifest-digest',
    title: 'takes any manifest for the one of a digest',
    deviates: ['verifiesRequestedManifests'],
  },
  {
    id: 'client-prints-blob-header',
    violates: 'client.pull.blob-digest-header',
    title: 'prints the Docker-Content-Digest of a blob',
    deviates: ['trustsOwnDigestOfBlobs'],
  },
  {
    id: 'client-unverified-blob',
    violates: 'client.pull.blob-digest',
    title: 'does not verify blobs that it fetches by themselves',
    deviates: ['verifiesFetchedBlobs'],
  },
]
