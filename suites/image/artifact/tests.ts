import type { Test } from '../define.ts'
import { documentTest } from '../judges/document-test.ts'
import { noteEmptyConfigs } from './judges/empty-configs.ts'

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'artifact.type',
    title: 'How a manifest shows that it is not a container image',
    evaluates: [
      'artifact.config.specific-type',
      'artifact.empty-config.names-type',
      'artifact.layers.not-zero',
    ],
    kinds: ['manifest'],
    nothing: 'there is no manifest',
    also: noteEmptyConfigs,
  }),
  documentTest({
    id: 'artifact.empty',
    title: 'Content of the empty media type',
    evaluates: ['artifact.empty.content'],
    kinds: ['layout-index', 'index', 'manifest'],
    nothing: 'there is no document with descriptors',
  }),
  documentTest({
    id: 'artifact.subject',
    title: 'Subjects of manifests and indexes',
    evaluates: ['artifact.subject.is-manifest'],
    kinds: ['layout-index', 'index', 'manifest'],
    nothing: 'there is no manifest and no index',
  }),
]
