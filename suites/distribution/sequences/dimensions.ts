import type { Row } from './value-pairs.ts'

/**
 * What generated requests differ in: the values of each dimension, by the operation that they belong to, and which of
 * them exclude each other. All pairs of values that remain occur in the sequences of a run.
 */

/** Blobs, and the way in which they are pushed. */
export const blobDimensions = {
  size: ['0', '1', 'small', '4095', '4096', '4097', '65535', '65536', '65537', '1 MiB'],
  bytes: ['random', 'zeros', 'text', 'json', 'gzip'],
  algorithm: ['sha256', 'sha512'],
  way: ['post-put', 'single-post', 'chunks', 'chunks-and-final', 'stream'],
  /** Of the ways that have chunks. */
  chunks: ['none', '1', '2', '3', '12'],
} as const

/** Manifests, and how they are pushed first. */
export const manifestDimensions = {
  kind: ['image', 'index', 'docker-image', 'docker-list', 'artifact'],
  written: ['compact', 'indented', 'trailing-newline', 'reordered', 'unicode', 'unknown-fields'],
  algorithm: ['sha256', 'sha512'],
  mediaType: ['present', 'absent'],
  config: ['blob', 'empty object', 'empty blob', 'none'],
  /** Layers of images, manifests of indexes. */
  parts: ['none', 'one', 'two', 'many', 'one twice', 'empty blob', 'nested index'],
  subject: ['absent', 'present', 'missing'],
  artifactType: ['absent', 'plain', 'odd'],
  annotations: ['absent', 'plain', 'odd'],
  padding: ['none', '5000', '70000'],
  by: ['digest', 'tag', 'tag parameters'],
  place: ['home', 'other'],
} as const

export const tagDimensions = {
  form: [
    'plain',
    'longest',
    'upper-case',
    'digits',
    'separators',
    'underscore-first',
    'extends',
    'shortens',
    'other-case',
  ],
  /** Of the manifest that is pushed by the tag. */
  kind: manifestDimensions.kind,
  operation: ['push', 'push again', 'move', 'delete', 'tag parameters'],
} as const

/** Pulls of manifests that are there. */
export const manifestReadDimensions = {
  method: ['GET', 'HEAD'],
  /** Together: what a tag leads to may be chosen by Accept, what a digest names may not. */
  of: [
    'image by tag',
    'image by digest',
    'index by tag',
    'index by digest',
    'docker-image by tag',
    'docker-image by digest',
    'docker-list by tag',
    'docker-list by digest',
    'artifact by tag',
    'artifact by digest',
  ],
  accept: ['absent', 'exact', 'list', 'lines', 'weighted', 'any'],
  condition: ['none', 'none-match-same', 'none-match-other', 'match-same', 'match-other'],
} as const

/** Pulls of blobs that are there. */
export const blobReadDimensions = {
  read: [
    'HEAD',
    'GET',
    'first',
    'middle',
    'last-byte',
    'open-ended',
    'suffix',
    'whole',
    'past-end',
    'long-suffix',
    'beyond',
  ],
  size: ['0', '1', 'small', 'a page', '64 KiB', '1 MiB'],
  algorithm: blobDimensions.algorithm,
} as const

/** Uploads of which each request is a step of its own. */
export const uploadDimensions = {
  chunks: ['none', 'one', 'two', 'four'],
  lengths: ['equal', 'first is one byte', 'last is one byte', 'growing'],
  form: ['content-range', 'stream'],
  end: ['empty PUT', 'rest in PUT'],
  algorithm: blobDimensions.algorithm,
  status: ['not read', 'read'],
} as const

export const listDimensions = {
  n: ['none', '1', 'own - 1', 'own', 'own + 1', '1000'],
  by: ['none', 'link', 'last'],
  from: ['start', 'own tag'],
} as const

export type BlobRow = Row<typeof blobDimensions>
export type ManifestRow = Row<typeof manifestDimensions>
export type TagRow = Row<typeof tagDimensions>
export type ManifestReadRow = Row<typeof manifestReadDimensions>
export type BlobReadRow = Row<typeof blobReadDimensions>
export type UploadRow = Row<typeof uploadDimensions>
export type ListRow = Row<typeof listDimensions>

type Pair<R> = { readonly [Name in keyof R]?: R[Name] | undefined }

const hasChunks = (way: string): boolean => way.startsWith('chunks') || way === 'stream'

/** Whether a blob can have both: nothing has no bytes to choose, and nothing to divide. */
export function allowsBlob(pair: Pair<BlobRow>): boolean {
  const { size, way, chunks } = pair
  if ((size === '0' || size === '1') && !allowsTiny(pair)) return false
  if (size === '1 MiB' && !allowsLarge(pair)) return false
  return way === undefined || chunks === undefined || hasChunks(way) === (chunks !== 'none')
}

function allowsTiny({ size, bytes, way, chunks }: Pair<BlobRow>): boolean {
  if (bytes !== undefined && bytes !== 'random') return false
  if (size === '0' && way !== undefined && hasChunks(way)) return false
  return chunks === undefined || chunks === 'none' || (size === '1' && chunks === '1')
}

/** Costly, and what depends on size alone does not depend on the bytes. */
const allowsLarge = ({ bytes, way, chunks }: Pair<BlobRow>): boolean =>
  (bytes === undefined || bytes === 'random') &&
  way !== 'single-post' &&
  way !== 'chunks-and-final' &&
  chunks !== '1' &&
  chunks !== '12'

const isIndex = (kind: string): boolean => kind === 'index' || kind === 'docker-list'
const isDocker = (kind: string): boolean => kind === 'docker-image' || kind === 'docker-list'

/** Whether the specification has manifests with both. */
export function allowsManifest(pair: Pair<ManifestRow>): boolean {
  const { kind, config, parts, artifactType, by, algorithm } = pair
  if (kind !== undefined) {
    if (isDocker(kind) && !isPlain(pair)) return false
    if (config !== undefined && !configsOf(kind).includes(config)) return false
    if (parts !== undefined && !allowsParts(kind, parts)) return false
    if (kind === 'artifact' && artifactType === 'absent') return false
  }
  // An index has no config, and nothing else has none; its parts are manifests.
  if (config === 'none' && parts === 'empty blob') return false
  if (config !== undefined && config !== 'none' && parts === 'nested index') return false
  // What has the empty config has a type of its own (manifest.md, artifactType).
  if (config === 'empty object' && artifactType === 'absent') return false
  // Another algorithm than SHA-256 is named by the digest that a manifest is pushed by.
  return !(algorithm === 'sha512' && by !== undefined && by === 'tag')
}

/** Docker's documents have no fields of the OCI specification. */
const isPlain = ({ mediaType, subject, artifactType, annotations, padding }: Pair<ManifestRow>): boolean =>
  mediaType !== 'absent' &&
  [subject, artifactType, annotations].every((each) => each === undefined || each === 'absent') &&
  (padding === undefined || padding === 'none')

function configsOf(kind: string): readonly string[] {
  if (isIndex(kind)) return ['none']
  if (kind === 'artifact') return ['empty object']
  return kind === 'docker-image' ? ['blob'] : ['blob', 'empty object', 'empty blob']
}

function allowsParts(kind: string, parts: string): boolean {
  if (isIndex(kind)) return parts !== 'empty blob' && !(kind === 'docker-list' && isOdd(parts))
  return parts !== 'nested index' && !(kind === 'docker-image' && parts === 'none')
}

/** A manifest list of Docker names images, and at least one. */
const isOdd = (parts: string): boolean => parts === 'none' || parts === 'nested index'

/** Only blobs of some bytes have ranges. */
export const allowsBlobRead = ({ read, size }: Pair<BlobReadRow>): boolean =>
  !(read !== undefined && read !== 'HEAD' && read !== 'GET' && (size === '0' || size === '1'))

/** Without a chunk there is nothing to choose but what is sent in the PUT; growing takes more than one. */
export function allowsUpload({ chunks, lengths, form, end }: Pair<UploadRow>): boolean {
  if (chunks === 'one') return lengths === undefined || lengths === 'equal'
  if (chunks !== 'none') return true
  return (
    (lengths === undefined || lengths === 'equal') &&
    (form === undefined || form === 'content-range') &&
    end !== 'empty PUT'
  )
}

export const allowsList = ({ n, by, from }: Pair<ListRow>): boolean => {
  if (n === 'none') return (by === undefined || by === 'none') && from !== 'own tag'
  if (by === 'none') return n === undefined && from !== 'own tag'
  // From the start of all tags of a repository, small pages would be many.
  return !(from === 'start' && n !== undefined && n !== '1000')
}
