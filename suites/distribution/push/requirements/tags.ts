import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, should, table } from '../../../../src/engine/requirement.ts'

/** Tags that are valid, and tags as parameters of a push by digest. */
export const tags = defineRequirements([
  {
    id: 'push.tag.characters',
    title: 'accepts every character that the tag grammar allows',
    section: 'pulling-manifests',
    at: { '1.1': derived('MUST', '164:2'), dev: derived('MUST', '158:2') },
    reasoning:
      'Tags must match the grammar, and a tag of these characters does, so a push must not be rejected for it.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-tag'],
  },
  {
    id: 'push.tag.longest',
    title: 'accepts a tag of 128 characters',
    section: 'pulling-manifests',
    at: { '1.1': derived('MUST', '164:1,2'), dev: derived('MUST', '158:1,2') },
    reasoning:
      'Tags must have at most 128 characters, and this tag does, so a push must not be rejected for it.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-tag'],
    impact: 'Referrers tags of sha512 and signature tags are long.',
  },
  {
    id: 'push.tag.too-long',
    title: 'rejects a tag of 129 characters',
    section: 'pulling-manifests',
    at: { '1.1': derived('MUST', '164:1'), dev: derived('MUST', '158:1') },
    reasoning:
      'A tag must have at most 128 characters, so a longer reference is not a tag and a push to it must not succeed.',
    dependsOn: ['push.manifest.by-tag'],
    ruling: '400 and 404 pass, other 4xx warn, 2xx and 5xx fail.',
  },
  {
    id: 'push.tag.invalid',
    title: 'rejects a tag with characters that the grammar does not allow',
    section: 'pulling-manifests',
    at: { '1.1': derived('MUST', '164:2'), dev: derived('MUST', '158:2') },
    reasoning:
      'A tag must match the grammar, so a reference outside of it is not a tag and a push to it must not succeed.',
    dependsOn: ['push.manifest.by-tag'],
    ruling: '400 and 404 pass, other 4xx warn, 2xx and 5xx fail.',
  },
  {
    id: 'push.tag-parameters.supported',
    title: 'creates the tags that a push by digest specifies as query parameters',
    section: 'pushing-manifests',
    at: { dev: may(515) },
    dependsOn: ['push.manifest.by-digest'],
  },
  {
    id: 'push.tag-parameters.created',
    title: 'returns 201 for the push of a manifest with tag parameters',
    section: 'endpoints',
    at: { dev: table('MUST', 850) },
    dependsOn: ['push.manifest.by-digest'],
    ruling: 'A registry that does not know the parameters ignores them and returns 201 too.',
  },
  {
    id: 'push.tag-parameters.header',
    title: 'lists each tag created from a parameter in OCI-Tag',
    section: 'pushing-manifests',
    at: { dev: must(520) },
    dependsOn: ['push.tag-parameters.created'],
    impact: 'Without it a client cannot know whether the parameters were ignored.',
  },
  {
    id: 'push.tag-parameters.header-honest',
    title: 'serves the manifest under each tag listed in OCI-Tag',
    section: 'pushing-manifests',
    at: { dev: derived('MUST', 534) },
    reasoning:
      'The header is sent for each accepted tag, and the example reads it as the list of the tags that were created.',
    dependsOn: ['push.tag-parameters.created', 'pull.manifest.exact-bytes', 'pull.manifest.by-tag'],
  },
  {
    id: 'push.tag-parameters.ten',
    title: 'creates ten tags with one push',
    section: 'pushing-manifests',
    at: { dev: should(518) },
    dependsOn: [
      'push.tag-parameters.header',
      'push.tag-parameters.header-honest',
      'pull.manifest.head.by-tag',
    ],
  },
  {
    id: 'push.tag-parameters.too-many',
    title: 'returns 414 for more tag parameters than it supports',
    section: 'pushing-manifests',
    at: { dev: may(519) },
    dependsOn: ['push.tag-parameters.header'],
    ruling: '414, 431 and other 4xx pass, and so does accepting all of them.',
  },
])
