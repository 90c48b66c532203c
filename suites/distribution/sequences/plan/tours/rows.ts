import type { BlobRow, ManifestRow, TagRow } from '../../dimensions.ts'
import type { Place } from '../../sequence.ts'

/**
 * What tours are made with. A tour takes its things through all states of their history, so that each value here meets each
 * state: a covering array that has the history as one of its dimensions needs each value of the others once, and not each pair.
 */

/** An image as it is most often, in which single values are replaced. */
const usual: ManifestRow = {
  kind: 'image',
  written: 'compact',
  algorithm: 'sha256',
  mediaType: 'present',
  config: 'blob',
  parts: 'one',
  subject: 'present',
  artifactType: 'absent',
  annotations: 'absent',
  padding: 'none',
  by: 'digest',
  place: 'home',
}

const image = (values: Partial<ManifestRow>): ManifestRow => ({ ...usual, ...values })
const index = (values: Partial<ManifestRow>): ManifestRow => ({
  ...usual,
  kind: 'index',
  config: 'none',
  ...values,
})
const artifact = (values: Partial<ManifestRow>): ManifestRow => ({
  ...usual,
  kind: 'artifact',
  config: 'empty object',
  artifactType: 'plain',
  ...values,
})

/** What everything else may refer to. */
export const plain = image({ subject: 'absent' })

type Referrers = readonly [ManifestRow, ManifestRow, ManifestRow]

export const referrers: Referrers = [
  artifact({ parts: 'none', annotations: 'plain' }),
  index({ parts: 'none', artifactType: 'odd', annotations: 'plain' }),
  artifact({ parts: 'none', artifactType: 'odd' }),
]

/** An image that has both a type of its own and one of its config. */
export const typedImage = image({ artifactType: 'plain', parts: 'none' })

/** One that has only that of its config. */
export const untypedImage = image({ parts: 'none' })

/** A subject that is not there, and what refers to it. */
export interface ReferrersTourRow {
  subject: ManifestRow
  referrers: Referrers
}

/** Where it takes place. */
export interface EdgesTourRow {
  place: Place
}

/** What is uploaded in chunks, and where. */
export interface UploadTourRow {
  blob: BlobRow
  place: Place
}

/** Two manifests, and a tag that leads to one and then to the other one; absent where one of them cannot be pushed by tag. */
export interface ManifestTourRow {
  manifests: readonly [ManifestRow, ManifestRow]
  tag?: TagRow['form']
}

/** Between them they have each kind, form and shape, and each form of tags. */
export const tourRows: readonly ManifestTourRow[] = [
  {
    manifests: [
      image({ parts: 'two', annotations: 'plain' }),
      index({ parts: 'one', written: 'trailing-newline', subject: 'absent' }),
    ],
    tag: 'underscore-first',
  },
  {
    manifests: [
      artifact({ parts: 'empty blob', written: 'unicode', annotations: 'odd' }),
      index({ parts: 'many', written: 'indented', artifactType: 'odd', annotations: 'odd', padding: '5000' }),
    ],
    tag: 'digits',
  },
  {
    manifests: [
      index({ parts: 'one twice', written: 'unicode', artifactType: 'plain', annotations: 'plain' }),
      image({
        parts: 'none',
        config: 'empty blob',
        mediaType: 'absent',
        written: 'reordered',
        artifactType: 'plain',
        annotations: 'plain',
      }),
    ],
    tag: 'longest',
  },
  {
    manifests: [
      image({ kind: 'docker-image', parts: 'one twice', written: 'indented', subject: 'absent' }),
      image({
        parts: 'empty blob',
        artifactType: 'plain',
        written: 'trailing-newline',
        padding: '5000',
      }),
    ],
    tag: 'separators',
  },
]

/** Under SHA-512 there are no pushes by tag. */
export const longDigests: ManifestTourRow = {
  manifests: [
    index({ parts: 'two', algorithm: 'sha512', annotations: 'plain' }),
    artifact({ parts: 'one', algorithm: 'sha512', written: 'unicode' }),
  ],
}

export const blob = (
  size: BlobRow['size'],
  bytes: BlobRow['bytes'],
  algorithm: BlobRow['algorithm'] = 'sha256',
): BlobRow => ({
  size,
  bytes,
  algorithm,
  way: 'post-put',
  chunks: 'none',
})

/** Each size with which something begins or ends, and each kind of bytes. */
export const blobRows: readonly BlobRow[] = [
  blob('4096', 'zeros'),
  blob('4097', 'text'),
  blob('4095', 'json'),
  blob('65536', 'gzip', 'sha512'),
  blob('1', 'random'),
  blob('0', 'random'),
]
