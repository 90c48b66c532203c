import { defineSuite } from '../../src/engine/suite.ts'
import type { ImageContext } from './context.ts'
import { documentTest } from './documents.ts'
import { requirements } from './requirements/artifact.ts'
import { specification } from './specification.ts'

const tests = [
  documentTest({
    id: 'artifact.type',
    title: 'How a manifest tells that it is no container image',
    decides: [
      'artifact.config.specific-type',
      'artifact.empty-config.names-type',
      'artifact.layers.not-zero',
    ],
    kinds: ['manifest'],
    nothing: 'there is no manifest',
  }),
  documentTest({
    id: 'artifact.empty',
    title: 'What stands behind the empty media type',
    decides: ['artifact.empty.content'],
    kinds: ['layout-index', 'index', 'manifest'],
    nothing: 'there is no document with descriptors',
  }),
  documentTest({
    id: 'artifact.subject',
    title: 'Subjects of manifests and indexes',
    decides: ['artifact.subject.is-manifest'],
    kinds: ['layout-index', 'index', 'manifest'],
    nothing: 'there is no manifest and no index',
  }),
]

/** Manifests for content other than container images. */
export const suite = defineSuite<ImageContext>({
  name: 'artifact',
  title: 'Artifacts',
  specification,
  requirements,
  tests,
})
