/**
 * Which of our requirements make up a row of the reference suite's results.yaml: beginnings of
 * ids, and those that are left out. Its rows name APIs and kinds of content.
 */
export interface Row {
  name: string
  of: readonly string[]
  not?: readonly string[]
  /** The switch of its configuration for it. */
  flag?: readonly string[]
}

export const apiRows: readonly Row[] = [
  { name: 'Blob anonymous mount', of: ['push.mount.without-from'], flag: ['blobs', 'mountAnonymous'] },
  { name: 'Blob chunked', of: ['push.chunked', 'push.status'], not: ['push.chunked.stream'] },
  { name: 'Blob delete', of: ['management.blob'], not: ['management.blob.gone'], flag: ['blobs', 'delete'] },
  { name: 'Blob delete atomic', of: ['management.blob.gone'], flag: ['blobs', 'atomic'] },
  { name: 'Blob get', of: ['pull.blob'], not: ['pull.blob.range', 'pull.blob.head'] },
  { name: 'Blob get range', of: ['pull.blob.range'] },
  { name: 'Blob head', of: ['pull.blob.head'] },
  { name: 'Blob mount', of: ['push.mount'], not: ['push.mount.without-from', 'push.mount.automatic'] },
  { name: 'Blob post only', of: ['push.single-post'] },
  { name: 'Blob post put', of: ['push.post-put'] },
  { name: 'Blob push', of: ['push.session', 'push.blob'] },
  { name: 'Blob streaming', of: ['push.chunked.stream'] },
  { name: 'Blob upload cancel', of: ['push.cancel'], flag: ['blobs', 'uploadCancel'] },
  {
    name: 'Manifest delete',
    of: ['management.manifest'],
    not: ['management.manifest.gone', 'management.manifest.tags-gone'],
    flag: ['manifests', 'delete'],
  },
  {
    name: 'Manifest delete atomic',
    of: ['management.manifest.gone', 'management.manifest.tags-gone'],
    flag: ['manifests', 'atomic'],
  },
  {
    name: 'Manifest get by digest',
    of: ['pull.manifest.by-digest', 'pull.manifest.exact-bytes', 'pull.manifest.unknown-digest'],
  },
  {
    name: 'Manifest get by tag',
    of: ['pull.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.unknown-tag'],
  },
  {
    name: 'Manifest head by digest',
    of: ['pull.manifest.head'],
    not: ['pull.manifest.head.by-tag', 'pull.manifest.head.unknown-tag'],
  },
  {
    name: 'Manifest head by tag',
    of: ['pull.manifest.head'],
    not: ['pull.manifest.head.by-digest', 'pull.manifest.head.unknown-digest'],
  },
  {
    name: 'Manifest put by digest',
    of: ['push.manifest.by-digest', 'push.manifest.wrong-digest', 'push.manifest.location'],
  },
  { name: 'Manifest put by tag', of: ['push.manifest.by-tag', 'push.manifest.tag-moves', 'push.tag'] },
  { name: 'Manifest put with subject', of: ['push.subject'] },
  { name: 'Manifest put with tag params', of: ['push.tag-parameters'], flag: ['manifests', 'tagParam'] },
  { name: 'Ping', of: ['http.support-check'], flag: ['ping'] },
  { name: 'Referrers', of: ['discovery.referrers'], flag: ['referrer'] },
  {
    name: 'Tag delete',
    of: ['management.tag'],
    not: ['management.tag.gone', 'management.tag.not-listed'],
    flag: ['tags', 'delete'],
  },
  {
    name: 'Tag delete atomic',
    of: ['management.tag.gone', 'management.tag.not-listed'],
    flag: ['tags', 'atomic'],
  },
  { name: 'Tag listing', of: ['discovery.tags'], flag: ['tags', 'list'] },
]

export const dataRows: readonly Row[] = [
  { name: 'Artifact', of: ['push.accepts.artifact'], flag: ['artifact'] },
  { name: 'Artifacts with Subject', of: ['push.subject.header'], flag: ['subject'] },
  { name: 'Bad Digest Image', of: ['push.manifest.wrong-digest'] },
  { name: 'Blobs sha256', of: ['push.post-put.stored', 'push.blob'], flag: ['emptyBlob'] },
  { name: 'Blobs sha512', of: ['push.sha512.blob'], flag: ['sha512'] },
  { name: 'Custom Fields', of: ['push.accepts.unknown-fields'], flag: ['customFields'] },
  { name: 'Data Field', of: ['push.accepts.embedded-data'], flag: ['dataField'] },
  { name: 'Digest Algorithm sha512', of: ['push.digest-algorithm'] },
  { name: 'Empty Index', of: ['push.accepts.empty-index'] },
  { name: 'Image', of: ['push.manifest.by-tag', 'pull.manifest.exact-bytes'], flag: ['image'] },
  { name: 'Image with Large Manifest', of: ['push.manifest.four-megabytes'] },
  { name: 'Index', of: ['push.accepts.index'], flag: ['index'] },
  { name: 'Index with Subject', of: ['push.subject.header-for-index'], flag: ['subjectList'] },
  { name: 'Invalid Manifest Digest', of: ['push.manifest.malformed-digest'] },
  { name: 'Missing Subject', of: ['push.subject.missing'], flag: ['subjectMissing'] },
  { name: 'Nested Index', of: ['push.accepts.nested-index'], flag: ['indexList'] },
  { name: 'No Layers', of: ['push.accepts.no-layers'], flag: ['noLayers'] },
  { name: 'Non-distributable Layers', of: ['push.accepts.non-distributable'], flag: ['nondistributable'] },
  { name: 'Tag Param', of: ['push.tag-parameters.created'] },
]
