import type { ClientFault } from '../fault.ts'

export const faults: readonly ClientFault[] = [
  {
    id: 'client-unverified-layer',
    violates: 'client.verify.sha256',
    title: 'does not verify layers',
    seenIn: 'oras-py',
    deviates: ['verifiesLayers'],
  },
  {
    id: 'client-unverified-config',
    violates: 'client.verify.digest',
    title: 'does not verify configs',
    deviates: ['verifiesConfigs'],
  },
  {
    id: 'client-unverified-size',
    violates: 'client.verify.size',
    title: 'does not compare sizes',
    seenIn: 'skopeo, podman, docker, oras-py',
    deviates: ['verifiesSizes'],
  },
  {
    id: 'client-reads-on',
    violates: 'client.verify.size-first',
    title: 'reads a blob to its end before it compares its size',
    seenIn: 'skopeo, podman, docker, containerd, helm, oras-py',
    deviates: ['stopsAtSize'],
  },
  {
    id: 'client-decompresses-all',
    violates: 'client.verify.size-first',
    title: 'limits the bytes of a response, and not what they decompress to',
    deviates: ['limitsDecompressed'],
  },
  {
    id: 'client-unpacks-first',
    violates: 'client.verify.no-heavy-processing',
    title: 'unpacks a layer before it verifies the digest',
    deviates: ['verifiesBeforeUnpacking'],
  },
  {
    id: 'client-trusts-data',
    violates: 'client.verify.data',
    title: 'uses embedded data without verifying it',
    deviates: ['verifiesData'],
  },
  {
    id: 'client-ignores-type',
    violates: 'client.media-type.returned',
    title: 'takes what has no mediaType for an image manifest',
    deviates: ['respectsReturnedType'],
  },
  {
    id: 'client-strict-blob-type',
    violates: 'client.media-type.expected',
    title: 'refuses a blob of another Content-Type',
    deviates: ['respectsExpectedType'],
  },
]
