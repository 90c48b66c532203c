import type { Test } from '../define.ts'
import { documentTest } from '../judges/document-test.ts'
import { noted, placeIn } from '../judges/check.ts'
import { judgedTest } from '../judges/judged-test.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { parseDigest } from '../../../src/image/decode/digest.ts'
import { quoted } from '../../../src/image/json/value.ts'
import { judgeArtifactTypes } from './judges/artifact-types.ts'

const kinds = ['layout-index', 'index', 'manifest'] as const
const nothing = 'there is no descriptor'
const count = ({ references }: ImageFacts): number => references.length
const shared = { kinds, nothing, count }

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'descriptor.media-type',
    title: 'mediaType of descriptors',
    evaluates: [
      'descriptor.is-object',
      'descriptor.media-type.exists',
      'descriptor.media-type.is-string',
      'descriptor.media-type.rfc6838',
    ],
    ...shared,
  }),
  documentTest({
    id: 'descriptor.digest',
    title: 'digest of descriptors',
    evaluates: [
      'descriptor.digest.exists',
      'descriptor.digest.is-string',
      'descriptor.digest.grammar',
      'descriptor.digest.sha256',
      'descriptor.digest.sha512',
      'descriptor.digest.blake3',
    ],
    ...shared,
  }),
  documentTest({
    id: 'descriptor.size',
    title: 'size of descriptors',
    evaluates: ['descriptor.size.exists', 'descriptor.size.is-integer', 'descriptor.size.not-negative'],
    ...shared,
  }),
  documentTest({
    id: 'descriptor.urls',
    title: 'urls of descriptors',
    evaluates: ['descriptor.urls.is-string-array', 'descriptor.urls.rfc3986', 'descriptor.urls.http'],
    ...shared,
  }),
  documentTest({
    id: 'descriptor.data',
    title: 'data of descriptors',
    evaluates: ['descriptor.data.reserved', 'descriptor.data.is-string', 'descriptor.data.base64'],
    ...shared,
  }),
  documentTest({
    id: 'descriptor.artifact-type',
    title: 'artifactType of descriptors',
    evaluates: ['descriptor.artifact-type.is-string', 'descriptor.artifact-type.rfc6838'],
    ...shared,
  }),
  // Every client verifies sha256; another algorithm leaves some behind.
  documentTest({
    id: 'descriptor.digest.algorithm',
    title: 'Algorithms of digests',
    evaluates: ['descriptor.digest.prefers-sha256'],
    ...shared,
    *also(image) {
      for (const { from, pointer, digest } of image.references) {
        const algorithm = digest === undefined ? undefined : parseDigest(digest)
        if (!algorithm || algorithm.registered !== undefined) continue
        const note = `uses ${quoted(algorithm.algorithm)}, which is not registered`
        yield noted('descriptor.digest.prefers-sha256', note, placeIn(from.source, `${pointer}/digest`))
      }
    },
  }),
  // A descriptor repeats the artifact type of its manifest, since listings are filtered by it.
  judgedTest({
    id: 'descriptor.artifact-type.of-manifest',
    title: 'artifactType of descriptors against their manifests',
    evaluates: ['descriptor.artifact-type.agrees'],
    readsAnyOf: kinds,
    nothing,
    count,
    judge: judgeArtifactTypes,
  }),
]
