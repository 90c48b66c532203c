import type { Defect } from '../layouts/case.ts'
import { artifactOf, types, type Doc } from '../layouts/build/layout.ts'
import { inArtifact } from '../manifest/defects/makers.ts'

/** Defects of artifacts. */
export const defects: readonly Defect[] = [
  inArtifact(
    'artifact-with-config-of-image',
    'artifact.config.specific-type',
    'an artifact under the config type of an image',
    (document) => {
      ;(document['config'] as Doc)['mediaType'] = types.config
    },
  ),
  {
    id: 'artifact-over-layers-of-image',
    violates: 'artifact.config.specific-type',
    title: 'an image with an artifactType',
    verdict: 'warn',
    make: (layout) =>
      void layout.image({ manifest: (document) => void (document['artifactType'] = 'text/x.thing') }),
  },
  inArtifact(
    'artifact-without-type',
    'artifact.empty-config.names-type',
    'the empty config without an artifactType',
    (document) => {
      delete document['artifactType']
    },
  ),
  {
    id: 'artifact-layer-of-zero-bytes',
    violates: 'artifact.layers.not-zero',
    title: 'an artifact whose only layer has no bytes',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (document) => void (document['layers'] = [layout.blob('', 'text/plain')]),
        }),
      ),
  },
  {
    id: 'empty-type-with-content',
    violates: 'artifact.empty.content',
    title: 'something other than {} under the empty media type',
    findings: 2,
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (document) => void (document['config'] = layout.blob('{"a":1}', types.empty)),
        }),
      ),
  },
  {
    id: 'subject-is-layer',
    violates: 'artifact.subject.is-manifest',
    title: 'a layer as the subject',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.entries.push(
        artifactOf(layout, { manifest: (document) => void (document['subject'] = descriptor) }),
      )
    },
  },
]
