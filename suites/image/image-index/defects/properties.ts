import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { indexOf, types, type Change } from '../../layouts/build/layout.ts'

const inIndexJson = (id: string, violates: RequirementId, title: string, change: Change): Defect => ({
  id,
  violates,
  title,
  make(layout) {
    layout.image()
    layout.index.push(change)
  },
})

/** Wrong properties of an index, index.json included. */
export const properties: readonly Defect[] = [
  {
    id: 'index-is-null',
    violates: 'index.is-object',
    title: 'null as a nested index',
    make: (layout) => void layout.entries.push(indexOf(layout, [], () => 'null')),
  },
  inIndexJson('index-without-schema-version', 'index.schema-version.exists', 'no schemaVersion', (index) => {
    delete index['schemaVersion']
  }),
  inIndexJson('index-schema-version-1', 'index.schema-version.is-2', 'schemaVersion 1', (index) => {
    index['schemaVersion'] = 1
  }),
  inIndexJson('index-schema-version-string', 'index.schema-version.is-2', 'schemaVersion "2"', (index) => {
    index['schemaVersion'] = '2'
  }),
  inIndexJson(
    'index-without-media-type',
    'index.media-type.exists',
    'no mediaType in index.json',
    (index) => {
      delete index['mediaType']
    },
  ),
  {
    id: 'nested-index-without-media-type',
    violates: 'index.media-type.exists',
    title: 'no mediaType in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void delete index['mediaType'])),
  },
  inIndexJson(
    'index-of-another-type',
    'index.media-type.is-index',
    'a foreign mediaType in index.json',
    (index) => {
      index['mediaType'] = 'application/json'
    },
  ),
  inIndexJson(
    'index-of-docker-type',
    'index.media-type.is-index',
    'the type of Docker in index.json',
    (index) => {
      index['mediaType'] = types.dockerIndex
    },
  ),
  {
    id: 'nested-index-of-another-type',
    violates: 'index.media-type.is-index',
    title: 'a foreign mediaType in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void (index['mediaType'] = 'text/plain'))),
  },
  inIndexJson(
    'index-artifact-type-object',
    'index.artifact-type.is-string',
    'an artifactType that is an object',
    (index) => {
      index['artifactType'] = {}
    },
  ),
  inIndexJson(
    'index-artifact-type-bare',
    'index.artifact-type.rfc6838',
    'an artifactType without a slash',
    (index) => {
      index['artifactType'] = 'thing'
    },
  ),
  inIndexJson('index-without-manifests', 'index.manifests.exists', 'no manifests', (index) => {
    delete index['manifests']
  }),
  {
    id: 'nested-index-without-manifests',
    violates: 'index.manifests.exists',
    title: 'no manifests in a nested index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [], (index) => void delete index['manifests'])),
  },
  inIndexJson(
    'index-manifests-object',
    'index.manifests.is-array',
    'manifests that are an object',
    (index) => {
      index['manifests'] = {}
    },
  ),
  inIndexJson('index-manifests-null', 'index.manifests.is-array', 'manifests that are null', (index) => {
    index['manifests'] = null
  }),
  {
    id: 'layer-in-index',
    violates: 'index.manifests.portable-types',
    title: 'a layer in the list of an index',
    make: (layout) => void layout.entries.push(indexOf(layout, [layout.layer().descriptor])),
  },
]
