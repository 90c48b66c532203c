import { falseDigest } from '../../../../src/reference/effects/alter.ts'
import type { BaseEffect } from '../base-effect.ts'
import { formsOfManifest, kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { acceptForms } from '../conditions/requests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import { found } from './families.ts'
import { altering, failing, lacking, refusing } from './replies.ts'

const operations = ['manifest-head'] as const
const on = { operations, present: true } as const

/** A manifest is looked for by HEAD, and what is answered is not what GET would. */
export const manifestHeads: readonly BaseEffect[] = [
  {
    ...on,
    id: 'head-404',
    title: 'returns 404 for a HEAD of an existing manifest',
    violates: found,
    conditions: [...addressing, ...kindsOfManifest, ...tagForms, ...repositories],
    make: refusing('manifest-unknown'),
  },
  {
    ...on,
    id: 'head-500',
    title: 'returns 500 for a HEAD of a manifest',
    violates: found,
    conditions: [...addressing, ...shapesOfManifest, ...acceptForms],
    make: failing(500),
  },
  {
    ...on,
    id: 'head-digest-false',
    title: 'sends a wrong Docker-Content-Digest with a HEAD of a manifest',
    violates: ['pull.manifest.head.digest-header-value', 'push.manifest.tag-moves'],
    conditions: [...addressing, ...kindsOfManifest, ...formsOfManifest],
    make: altering('docker-content-digest', falseDigest),
  },
  {
    ...on,
    id: 'head-digest-missing',
    title: 'omits Docker-Content-Digest with a HEAD of a manifest',
    violates: ['pull.manifest.head.digest-header'],
    conditions: [...addressing, ...tagForms, ...shapesOfManifest],
    make: lacking('docker-content-digest'),
  },
  {
    ...on,
    id: 'head-length-false',
    title: 'counts one byte too many in a HEAD of a manifest',
    violates: ['pull.manifest.head.content-length-value'],
    conditions: [...addressing, ...formsOfManifest, ...acceptForms],
    make: altering('content-length', (length) => String(Number(length) + 1)),
  },
  {
    ...on,
    id: 'head-length-zero',
    title: 'sends Content-Length: 0 with a HEAD of a manifest',
    violates: ['pull.manifest.head.content-length-value'],
    conditions: [...addressing, ...kindsOfManifest, ...repositories],
    make: altering('content-length', () => '0'),
  },
  {
    ...on,
    id: 'head-length-missing',
    title: 'omits Content-Length with a HEAD of a manifest',
    violates: ['pull.manifest.head.content-length'],
    conditions: [...addressing, ...shapesOfManifest, ...formsOfManifest],
    make: lacking('content-length'),
  },
  {
    ...on,
    id: 'head-type-json',
    title: 'sends plain JSON as the type with a HEAD of a manifest',
    violates: ['pull.manifest.head.content-type'],
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    make: altering('content-type', () => 'application/json'),
  },
]
