import type { Test } from '../define.ts'
import { documentTest } from '../judges/document-test.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { judgedTest } from '../judges/judged-test.ts'
import { judgeMissingPlatforms, judgePlatforms } from './judges/platforms.ts'

const kinds = ['layout-index', 'index'] as const
const nothing = 'there is no image index'
const shared = { kinds, nothing }

const entries = ({ references }: ImageFacts): number =>
  references.filter(({ role }) => role === 'manifest').length

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'index.document',
    title: 'Version and type of indexes',
    evaluates: [
      'index.is-object',
      'index.schema-version.exists',
      'index.schema-version.is-2',
      'index.media-type.exists',
      'index.media-type.is-index',
      'index.artifact-type.is-string',
      'index.artifact-type.rfc6838',
    ],
    ...shared,
  }),
  documentTest({
    id: 'index.manifests',
    title: 'The list of manifests of indexes',
    evaluates: ['index.manifests.exists', 'index.manifests.is-array', 'index.manifests.portable-types'],
    ...shared,
    kinds: [...kinds, 'docker-manifest'],
  }),
  documentTest({
    id: 'index.platform',
    title: 'Platforms of the entries of indexes',
    evaluates: [
      'index.platform.is-object',
      'index.platform.architecture.exists',
      'index.platform.architecture.is-string',
      'index.platform.architecture.goarch',
      'index.platform.os.exists',
      'index.platform.os.is-string',
      'index.platform.os.goos',
      'index.platform.os-version.is-string',
      'index.platform.os-features.is-string-array',
      'index.platform.os-features.windows',
      'index.platform.variant.is-string',
      'index.platform.variant.listed',
      'index.platform.features.unused',
    ],
    ...shared,
    count: entries,
    nothing: 'no index has an entry',
  }),
  // An entry for one platform names it.
  judgedTest({
    id: 'index.platform.of-images',
    title: 'Entries of indexes without a platform',
    evaluates: ['index.platform.exists'],
    readsAnyOf: kinds,
    readsAllOf: ['manifest'],
    nothing: 'no index has an entry',
    count: entries,
    judge: judgeMissingPlatforms,
  }),
  // The platform of an entry is the one that the image was built for.
  judgedTest({
    id: 'index.platform.of-config',
    title: 'Platforms of entries against the configurations of their images',
    evaluates: ['index.platform.agrees-with-config'],
    readsAnyOf: kinds,
    readsAllOf: ['manifest', 'config'],
    nothing: 'no index has an entry',
    count: entries,
    judge: judgePlatforms,
  }),
]
