import { defineSuite } from '../define.ts'
import { documentTest } from '../documents.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { noted, placeIn, type Said } from '../judged.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'

const tests = [
  documentTest({
    id: 'artifact.type',
    title: 'How a manifest tells that it is no container image',
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
    title: 'What stands behind the empty media type',
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

/** A config of zero bytes, which some tools write for artifacts. */
function* noteEmptyConfigs({ manifests }: ImageFacts): Generator<Said> {
  for (const { document, config, image } of manifests) {
    if (image || config?.descriptor['size'] !== 0) continue
    const note = 'has a config of 0 bytes, which some registries do not accept as a blob'
    yield noted('artifact.config.specific-type', note, placeIn(document.source, '/config/size'))
  }
}

/** Manifests for content other than container images. */
export const suite = defineSuite({
  name: 'artifact',
  title: 'Artifacts',
  specification,
  requirements,
  tests,
})
