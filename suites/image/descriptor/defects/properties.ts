import type { Defect } from '../../layouts/case.ts'
import { artifactOf, indexOf } from '../../layouts/build/layout.ts'
import { having, inLayer, without } from './makers.ts'

/** Other properties of descriptors that are missing or wrong. */
export const properties: readonly Defect[] = [
  {
    id: 'entry-is-string',
    violates: 'descriptor.is-object',
    title: 'a string in the list of an index',
    make(layout) {
      layout.image()
      layout.entries.push('sha256:…')
    },
  },
  {
    id: 'config-is-array',
    violates: 'descriptor.is-object',
    title: 'an array as the config of a manifest',
    make: (layout) => void layout.image({ manifest: (manifest) => void (manifest['config'] = []) }),
  },
  inLayer(
    'layer-without-media-type',
    'descriptor.media-type.exists',
    'a layer without mediaType',
    without('mediaType'),
  ),
  {
    id: 'entry-without-media-type',
    violates: 'descriptor.media-type.exists',
    title: 'an entry of index.json without mediaType',
    make: (layout) => void layout.image({ entry: without('mediaType') }),
  },
  inLayer(
    'media-type-null',
    'descriptor.media-type.is-string',
    'null as a mediaType',
    having({ mediaType: null }),
  ),
  inLayer(
    'media-type-bare',
    'descriptor.media-type.rfc6838',
    'a media type without a slash',
    having({ mediaType: 'text' }),
  ),
  inLayer(
    'media-type-empty',
    'descriptor.media-type.rfc6838',
    'an empty media type',
    having({ mediaType: '' }),
  ),
  inLayer(
    'media-type-with-parameter',
    'descriptor.media-type.rfc6838',
    'a media type with a parameter',
    having({ mediaType: 'text/plain; charset=utf-8' }),
  ),
  inLayer('layer-without-size', 'descriptor.size.exists', 'a layer without a size', without('size')),
  inLayer('size-string', 'descriptor.size.is-integer', 'a size that is a string', having({ size: '7' })),
  inLayer('size-fraction', 'descriptor.size.is-integer', 'a size that is a fraction', having({ size: 7.5 })),
  inLayer('size-huge', 'descriptor.size.is-integer', 'a size beyond 64 bits', having({ size: 1e30 })),
  inLayer(
    'size-negative',
    'descriptor.size.not-negative',
    'a negative size of content that is elsewhere',
    having({
      size: -1,
      digest: `sha256:${'1'.repeat(64)}`,
      urls: ['https://example.com/x'],
    }),
    { spec: 'dev' },
  ),
  inLayer(
    'urls-string',
    'descriptor.urls.is-string-array',
    'urls that are a string',
    having({ urls: 'https://example.com' }),
  ),
  inLayer('urls-of-numbers', 'descriptor.urls.is-string-array', 'urls of numbers', having({ urls: [1] })),
  inLayer('urls-relative', 'descriptor.urls.rfc3986', 'a relative URL', having({ urls: ['layers/x'] })),
  inLayer('urls-ftp', 'descriptor.urls.http', 'a URL of ftp', having({ urls: ['ftp://example.com/x'] })),
  inLayer(
    'data-in-1.0',
    'descriptor.data.reserved',
    'embedded data under 1.0',
    having({ data: 'YSB0aGluZw==' }),
    {
      spec: '1.0',
      verdict: 'warn',
      make: (layout) => void layout.image({ entry: (entry) => void (entry['data'] = 'YSB0aGluZw==') }),
    },
  ),
  inLayer('data-object', 'descriptor.data.is-string', 'data that is an object', having({ data: {} })),
  inLayer('data-unpadded', 'descriptor.data.base64', 'data without padding', having({ data: 'YSB0aGluZw' })),
  inLayer(
    'data-not-base64',
    'descriptor.data.base64',
    'data that is not Base64',
    having({ data: 'a thing!' }),
  ),
  inLayer(
    'artifact-type-number',
    'descriptor.artifact-type.is-string',
    'an artifactType that is a number',
    having({ artifactType: 1 }),
  ),
  inLayer(
    'artifact-type-bare',
    'descriptor.artifact-type.rfc6838',
    'an artifactType without a slash',
    having({ artifactType: 'thing' }),
  ),
  {
    id: 'artifact-type-of-another',
    violates: 'descriptor.artifact-type.agrees',
    title: 'an artifactType that the manifest does not have',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          entry: (entry) => ({ ...entry, artifactType: 'application/vnd.example.other' }),
        }),
      ),
  },
  {
    id: 'artifact-type-of-another-index',
    violates: 'descriptor.artifact-type.agrees',
    title: 'an artifactType that the index does not have',
    make(layout) {
      const typed = indexOf(layout, [], (index) => void (index['artifactType'] = 'text/x.one'))
      layout.entries.push({ ...typed, artifactType: 'text/x.two' })
    },
  },
]
