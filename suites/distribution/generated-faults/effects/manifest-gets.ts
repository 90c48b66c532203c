import { falseDigest } from '../../../../src/reference/effects/alter.ts'
import { withBody, withHeader } from '../../../../src/reference/reply.ts'
import type { BaseEffect } from '../base-effect.ts'
import { formsOfManifest, kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { acceptForms } from '../conditions/requests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import { served } from './families.ts'
import { altering, bitFlipped, failing, lacking, onSuccess, refusing, rewriting } from './replies.ts'

const operations = ['manifest-get'] as const
const on = { operations, present: true } as const

/** A manifest is pulled, and what comes is not what was pushed. */
export const manifestGets: readonly BaseEffect[] = [
  {
    ...on,
    id: 'get-404',
    title: 'returns 404 for a GET of an existing manifest',
    violates: served,
    conditions: [...addressing, ...kindsOfManifest, ...tagForms, ...repositories],
    make: refusing('manifest-unknown'),
  },
  {
    ...on,
    id: 'get-500',
    title: 'returns 500 for a GET of a manifest',
    violates: served,
    conditions: [...addressing, ...shapesOfManifest, ...acceptForms],
    make: failing(500),
  },
  {
    ...on,
    id: 'get-empty',
    title: 'returns 200 without a body for a GET of a manifest',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...formsOfManifest],
    make: onSuccess((reply) => withBody(reply, '')),
  },
  {
    ...on,
    id: 'get-changed',
    title: 'serves a manifest with one byte changed',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...kindsOfManifest, ...formsOfManifest],
    make: rewriting(bitFlipped),
  },
  {
    ...on,
    id: 'get-reformatted',
    title: 'serves a manifest written anew with other white space',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...shapesOfManifest, ...tagForms],
    make: rewriting((bytes) => {
      const text = Buffer.from(bytes).toString('utf8')
      const document: unknown = JSON.parse(text)
      const compact = JSON.stringify(document)
      return compact === text ? JSON.stringify(document, undefined, 2) : compact
    }),
  },
  {
    ...on,
    id: 'get-newline-added',
    title: 'serves a manifest with a newline appended',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...formsOfManifest, ...repositories],
    make: rewriting((bytes) => Buffer.concat([bytes, Buffer.from('\n')])),
  },
  {
    ...on,
    id: 'get-digest-false',
    title: 'sends a wrong Docker-Content-Digest with a GET of a manifest',
    violates: ['pull.manifest.digest-header-value', 'push.sha512.manifest'],
    conditions: [...addressing, ...kindsOfManifest, ...acceptForms],
    make: altering('docker-content-digest', falseDigest),
  },
  {
    ...on,
    id: 'get-digest-missing',
    title: 'omits Docker-Content-Digest with a GET of a manifest',
    violates: ['pull.manifest.digest-header'],
    conditions: [...addressing, ...formsOfManifest, ...tagForms],
    make: lacking('docker-content-digest'),
  },
  {
    ...on,
    id: 'get-type-json',
    title: 'sends plain JSON as the type of a manifest',
    violates: ['pull.manifest.content-type'],
    conditions: [...addressing, ...shapesOfManifest, ...acceptForms],
    make: altering('content-type', () => 'application/json'),
  },
  {
    ...on,
    id: 'get-type-swapped',
    title: 'sends the type of Docker for that of OCI and the other way round',
    violates: ['pull.manifest.content-type'],
    conditions: [...addressing, ...kindsOfManifest],
    make: altering('content-type', (type) =>
      type.includes('docker')
        ? 'application/vnd.oci.image.manifest.v1+json'
        : 'application/vnd.docker.distribution.manifest.v2+json',
    ),
  },
  {
    ...on,
    id: 'get-type-missing',
    title: 'omits Content-Type with a GET of a manifest',
    violates: ['pull.manifest.content-type-present', 'pull.manifest.content-type'],
    conditions: [...addressing, ...formsOfManifest, ...repositories],
    make: lacking('content-type'),
  },
  {
    ...on,
    id: 'get-other-manifest',
    title: 'serves another manifest of the repository',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...tagForms, ...shapesOfManifest],
    make: onSuccess((reply, { ctx, repository, manifest }) => {
      const other = [...(ctx.store.find(repository)?.manifests.values() ?? [])].find(
        ({ digest }) => digest !== manifest?.digest,
      )
      if (other === undefined) return undefined
      const typed = withHeader(reply, 'Content-Type', other.mediaType)
      return withBody(withHeader(typed, 'Docker-Content-Digest', other.digest), other.bytes)
    }),
  },
]
