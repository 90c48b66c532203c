import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'

const section = 'checking-if-content-exists-in-the-registry'

/** Looking for manifests with HEAD. */
export const manifestHead = defineRequirements([
  {
    id: 'pull.manifest.head.by-tag',
    title: 'returns 200 for a HEAD of an existing tag',
    section,
    at: { '1.0': must('181:1'), '1.1': must(212), dev: must(206) },
    impact: 'Deployment controllers check for new versions with HEAD and find none.',
    essential: true,
  },
  {
    id: 'pull.manifest.head.by-digest',
    title: 'returns 200 for a HEAD of an existing manifest digest',
    section,
    at: { '1.0': must('181:1'), '1.1': must(212), dev: must(206) },
    essential: true,
  },
  {
    id: 'pull.manifest.head.unknown-tag',
    title: 'returns 404 for a HEAD of a tag that does not exist',
    section,
    at: { '1.0': must(184), '1.1': must(216), dev: must(214) },
  },
  {
    id: 'pull.manifest.head.unknown-digest',
    title: 'returns 404 for a HEAD of a manifest digest that does not exist',
    section,
    at: { '1.0': must(184), '1.1': must(216), dev: must(214) },
    impact: 'A client that finds a manifest that does not exist leaves it out of the push.',
  },
  {
    id: 'pull.manifest.head.digest-header',
    title: 'includes Docker-Content-Digest in the response to a manifest HEAD',
    section,
    at: { '1.0': should('181:2'), '1.1': should(213), dev: must(207) },
    dependsOn: ['pull.manifest.head.by-digest'],
    impact: 'Resolving a tag without pulling is then impossible.',
  },
  {
    id: 'pull.manifest.head.digest-header-value',
    title: 'returns a Docker-Content-Digest that matches the manifest for a HEAD',
    section,
    at: { '1.0': derived('MUST', 152), '1.1': derived('MUST', 179), dev: derived('MUST', 173) },
    reasoning:
      'HEAD returns the header fields of GET (RFC 9110), and there the header is defined as the digest of the content.',
    dependsOn: ['pull.manifest.head.by-digest'],
  },
  {
    id: 'pull.manifest.head.content-length',
    title: 'includes Content-Length in the response to a manifest HEAD',
    section,
    at: { '1.1': should(214), dev: must(208) },
    dependsOn: ['pull.manifest.head.by-digest'],
    impact: 'Clients build a descriptor from HEAD; without the size they fall back to GET or fail.',
  },
  {
    id: 'pull.manifest.head.content-length-value',
    title: 'returns the size of the manifest as Content-Length for a HEAD',
    section,
    at: { '1.0': derived('MUST', 493), '1.1': derived('MUST', 214), dev: must(208) },
    reasoning:
      'HTTP, over which the API operates, defines Content-Length of a HEAD response as the length of the content that GET returns, so another value is false.',
    dependsOn: ['pull.manifest.head.by-digest'],
    ruling:
      'A missing header is judged by its own requirement; a wrong size violates HTTP itself in every version. Where a GET returns other bytes than were pushed, that alone is reported.',
  },
  {
    id: 'pull.manifest.head.content-type',
    title: 'returns the same Content-Type for HEAD and GET of a manifest',
    section: 'pulling-manifests',
    at: {
      '1.0': derived('SHOULD', '145:1'),
      '1.1': derived('SHOULD', '172:1'),
      dev: derived('SHOULD', '166:1'),
    },
    reasoning:
      'HEAD returns the header fields of GET (RFC 9110), and for GET the type should match the pushed one.',
    dependsOn: ['pull.manifest.head.by-digest', 'pull.manifest.content-type'],
    impact: 'A proxy cache left it out, and clients could not build a descriptor from the response.',
  },
])
