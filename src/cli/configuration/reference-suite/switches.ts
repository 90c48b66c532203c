/**
 * Switches of the reference suite that turn off what it would test: the requirements that are
 * skipped where one is false. What is true is the default, since all that a registry supports is tested.
 */
export const skippedWithout: Readonly<Record<string, readonly string[]>> = {
  OCI_API_PING: ['http.support-check'],
  OCI_API_PULL: ['pull'],
  OCI_API_BLOBS_DELETE: ['management.blob'],
  OCI_API_BLOBS_MOUNT_ANONYMOUS: ['push.mount.without-from', 'push.mount.automatic'],
  OCI_API_BLOBS_UPLOAD_CANCEL: ['push.cancel'],
  OCI_API_MANIFESTS_DELETE: ['management.manifest'],
  OCI_API_MANIFESTS_TAG_PARAM: ['push.tag-parameters'],
  OCI_API_TAGS_DELETE: ['management.tag'],
  OCI_API_TAGS_LIST: ['discovery.tags'],
  OCI_API_REFERRER: ['discovery.referrers'],
  OCI_DATA_INDEX: ['push.accepts.index', 'push.accepts.empty-index'],
  OCI_DATA_INDEX_LIST: ['push.accepts.nested-index'],
  OCI_DATA_ARTIFACT: ['push.accepts.artifact'],
  OCI_DATA_SUBJECT: ['push.subject'],
  OCI_DATA_SUBJECT_MISSING: ['push.subject.missing', 'push.subject.missing-in-index'],
  OCI_DATA_SUBJECT_LIST: ['push.subject.header-for-index'],
  OCI_DATA_DATA_FIELD: ['push.accepts.embedded-data'],
  OCI_DATA_NONDISTRIBUTABLE: ['push.accepts.non-distributable'],
  OCI_DATA_CUSTOM_FIELDS: ['push.accepts.unknown-fields'],
  OCI_DATA_NO_LAYERS: ['push.accepts.no-layers'],
  OCI_DATA_EMPTY_BLOB: ['push.blob.empty'],
  OCI_DATA_SHA512: ['push.sha512', 'push.digest-algorithm'],
}

/** The workflows of the older suite: the suite that is required by one that is on, and what is skipped without. */
export const workflows: Readonly<Record<string, { suite: string; skip: string }>> = {
  OCI_TEST_PULL: { suite: 'pull', skip: 'pull' },
  OCI_TEST_PUSH: { suite: 'push', skip: 'push' },
  OCI_TEST_CONTENT_DISCOVERY: { suite: 'content-discovery', skip: 'discovery' },
  OCI_TEST_CONTENT_MANAGEMENT: { suite: 'content-management', skip: 'management' },
}

const late = 'not needed: delayed effects are waited for'
const everything = 'not needed: every exchange is in the report'
const byVersion = 'cannot be mapped: whether the field is required follows from the version (--spec)'

/** What becomes of all others. */
export const remarks: Readonly<Record<string, string>> = {
  OCI_API_BLOBS_ATOMIC: late,
  OCI_API_MANIFESTS_ATOMIC: late,
  OCI_API_TAGS_ATOMIC: late,
  OCI_API_BLOBS_DIGEST_HEADER: byVersion,
  OCI_API_MANIFESTS_DIGEST_HEADER: byVersion,
  OCI_CACHE_AUTH: 'not needed: tokens are kept as long as they are valid',
  OCI_LOG: everything,
  OCI_DEBUG: everything,
  OCI_DATA_IMAGE: 'cannot be mapped: the tests need images',
  OCI_DATA_ARTIFACT_LIST: 'cannot be mapped: there is no requirement of its own',
  OCI_DATA_SPARSE: 'not needed: a registry may refuse manifests whose parts are missing, and both conform',
  OCI_FILTER_TEST:
    'cannot be mapped: choose with --only and ids of requirements (oci-assay list requirements)',
  OCI_AUTH_SCOPE: 'cannot be mapped: scopes follow from the challenges of the registry',
  OCI_HIDE_SKIPPED_WORKFLOWS: 'not needed: reports put what was skipped last',
  OCI_DELETE_MANIFEST_BEFORE_BLOBS: 'not needed: manifests are always removed before blobs',
  OCI_REFERRERS: 'not needed: the referrers API is detected',
  OCI_AUTOMATIC_CROSSMOUNT: 'not needed: whether blobs are mounted without a source is detected',
}
