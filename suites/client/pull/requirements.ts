import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { must, should } from '../../../src/engine/requirement.ts'

/** What clients do with manifests and blobs that they pull (distribution specification, Pull). */
export const requirements = defineRequirements([
  {
    id: 'client.pull.accept',
    title: 'names the manifest types that it supports in Accept',
    section: 'pulling-manifests',
    at: { '1.0': should(143), '1.1': should(168), dev: should(162) },
    impact: 'A registry that converts manifests returns a schema 1 manifest, or 404 for an index.',
  },
  {
    id: 'client.pull.content-type-parameters',
    title: 'ignores parameters of the Content-Type of a manifest',
    section: 'pulling-manifests',
    at: { '1.1': should(171), dev: should(165) },
    impact: 'Pulls fail behind a proxy that adds a charset.',
  },
  {
    id: 'client.pull.type-mismatch',
    title: 'rejects a manifest whose mediaType differs from its Content-Type',
    section: 'pulling-manifests',
    at: { '1.0': should(146), '1.1': should(173), dev: should(167) },
    impact: 'One digest leads to two images, depending on which of the two types a client believes.',
  },
  {
    id: 'client.pull.digest-header',
    title: 'does not use a Docker-Content-Digest that differs from the manifest',
    section: 'pulling-manifests',
    at: { '1.0': must(155), '1.1': must(182), dev: must(176) },
    ruling:
      'The header is used where the client prints it, or requests something by it. A client that ignores it passes.',
    impact: 'A deployment is pinned to a digest that was not verified.',
  },
  {
    id: 'client.pull.manifest-digest',
    title: 'verifies a manifest that it requested by digest',
    section: 'pulling-manifests',
    at: { '1.1': should(183), dev: should(177) },
    impact:
      'An attacker who controls the registry or a cache replaces an image that is pinned by its digest.',
  },
  {
    id: 'client.pull.blob-digest-header',
    title: 'does not use a Docker-Content-Digest that differs from the blob',
    section: 'pulling-blobs',
    at: { '1.1': must(197), dev: must(191) },
    ruling: 'The header is used where the client prints it. A client that ignores it passes.',
  },
  {
    id: 'client.pull.blob-digest',
    title: 'verifies that a blob matches the digest that it requested',
    section: 'pulling-blobs',
    at: { '1.1': should(198), dev: should(192) },
    dependsOn: ['client.verify.sha256'],
    impact: 'Altered layers are unpacked and run.',
  },
])
