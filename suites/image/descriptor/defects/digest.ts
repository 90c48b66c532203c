import type { Defect } from '../../layouts/case.ts'
import { digestOf, type Doc } from '../../layouts/build/layout.ts'
import { having, inLayer, without } from './makers.ts'

/** Digests that are missing or wrong. */
export const digest: readonly Defect[] = [
  inLayer('layer-without-digest', 'descriptor.digest.exists', 'a layer without a digest', without('digest')),
  {
    id: 'config-without-digest',
    violates: 'descriptor.digest.exists',
    title: 'a config without a digest',
    make: (layout) =>
      void layout.image({ manifest: (manifest) => void delete (manifest['config'] as Doc)['digest'] }),
  },
  inLayer('digest-number', 'descriptor.digest.is-string', 'a digest that is a number', having({ digest: 5 })),
  inLayer(
    'digest-without-algorithm',
    'descriptor.digest.grammar',
    'a digest without its algorithm',
    having({ digest: 'a'.repeat(64) }),
  ),
  inLayer(
    'digest-that-climbs',
    'descriptor.digest.grammar',
    'a digest that escapes the layout',
    having({ digest: 'sha256:../../../../../../../etc/passwd' }),
  ),
  inLayer(
    'digest-algorithm-upper-case',
    'descriptor.digest.grammar',
    'an algorithm in uppercase',
    having({ digest: `SHA256:${'a'.repeat(64)}` }),
  ),
  inLayer(
    'digest-upper-case',
    'descriptor.digest.sha256',
    'a sha256 digest in uppercase',
    having({ digest: digestOf(Buffer.from('a thing')).toUpperCase().replace('SHA', 'sha') }),
  ),
  inLayer(
    'digest-too-short',
    'descriptor.digest.sha256',
    'a sha256 digest of 40 digits',
    having({ digest: `sha256:${'a'.repeat(40)}` }),
  ),
  {
    id: 'entry-digest-too-long',
    violates: 'descriptor.digest.sha256',
    title: 'an entry of index.json whose digest has 65 digits',
    make: (layout) =>
      void layout.image({ entry: (entry) => void (entry['digest'] = `${String(entry['digest'])}0`) }),
  },
  inLayer(
    'sha512-too-short',
    'descriptor.digest.sha512',
    'a sha512 digest of 64 digits',
    having({ digest: `sha512:${'a'.repeat(64)}` }),
  ),
  inLayer(
    'blake3-too-short',
    'descriptor.digest.blake3',
    'a blake3 digest of 63 digits',
    having({ digest: `blake3:${'a'.repeat(63)}` }),
    {
      spec: 'dev',
    },
  ),
  {
    id: 'sha512-image',
    violates: 'descriptor.digest.prefers-sha256',
    title: 'a layer under a sha512 digest',
    make: (layout) => void layout.image({ layers: [{ algorithm: 'sha512' }] }),
  },
  {
    id: 'blake3-image',
    violates: 'descriptor.digest.prefers-sha256',
    title: 'a layer under a blake3 digest',
    spec: 'dev',
    make: (layout) => void layout.image({ layers: [{ algorithm: 'blake3' }] }),
  },
]
