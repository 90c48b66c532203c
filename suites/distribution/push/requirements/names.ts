import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived } from '../../../../src/engine/requirement.ts'

const section = 'pulling-manifests'
/** The sentence that has the grammar. */
const grammar = {
  '1.0': derived('MUST', '139:2'),
  '1.1': derived('MUST', '155:1'),
  dev: derived('MUST', '149:1'),
}
const inGrammar =
  'Names must match the grammar, and names of this form do, so a push must not be rejected for its name.'
const notPermitted =
  'A registry that does not allow repositories below the selected one is not evaluated, and the run is incomplete.'

/** Repository names. */
export const names = defineRequirements([
  {
    id: 'push.name.nested',
    title: 'accepts a repository name with several path components',
    section,
    at: grammar,
    reasoning: inGrammar,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.by-digest'],
    ruling: notPermitted,
  },
  {
    id: 'push.name.many-components',
    title: 'accepts a repository name of six and more path components',
    section,
    at: grammar,
    reasoning: inGrammar,
    dependsOn: ['push.session.start', 'push.name.nested'],
    ruling: `The grammar limits neither their number nor their depth. ${notPermitted}`,
    impact: 'Names that mirror the folders of a project or of another registry cannot be pushed.',
  },
  {
    id: 'push.name.endpoint-words',
    title: 'accepts path components named tags, blobs, manifests and uploads',
    section,
    at: grammar,
    reasoning: inGrammar,
    dependsOn: ['push.session.start', 'push.name.nested', 'push.name.many-components'],
    ruling: `A path leads to the endpoint at its end. ${notPermitted}`,
    impact: 'A router that reads paths from their start takes a part of the name for the endpoint.',
  },
  {
    id: 'push.name.long',
    title: 'accepts a repository name of 180 characters',
    section,
    at: grammar,
    reasoning: inGrammar,
    dependsOn: ['push.session.start'],
    ruling:
      'The grammar has no limit. From 1.1 on the text mentions that of many clients, 255 characters with the registry and a slash, which such a name keeps.',
    impact: 'Databases and proxies with shorter fields refuse names that clients accept.',
  },
  {
    id: 'push.name.separators',
    title: 'accepts dots, underscores and dashes within a repository name',
    section,
    at: grammar,
    reasoning: inGrammar,
    dependsOn: ['push.name.nested', 'pull.manifest.by-digest'],
    ruling: 'Double underscores and runs of dashes are new in 1.1; under 1.0 neither answer fails.',
    impact: 'Names with two underscores or two dashes are rejected by patterns taken from 1.0.',
  },
  {
    id: 'push.name.distinct',
    title: 'keeps apart repositories whose names differ only in their separators',
    section,
    at: { '1.1': derived('MUST', 185), dev: derived('MUST', 179) },
    reasoning:
      'Another name is that of another repository, and what is not found in a repository must not be served from it.',
    dependsOn: ['push.name.separators', 'pull.manifest.other-repository'],
    ruling: '1.0 covers the whole registry, so it is not tested there. Any response but a success passes.',
    impact: 'One project overwrites the tags of another one, and reads its content.',
  },
  {
    id: 'push.name.invalid',
    title: 'rejects the push to a repository name with uppercase letters',
    section,
    at: grammar,
    reasoning:
      'A repository name must match the grammar, so no repository has a name outside of it, and a push to it must not succeed.',
    dependsOn: ['push.session.start'],
    ruling: 'Every 4xx passes, 2xx and 5xx fail; where access is denied it is not evaluated.',
    impact:
      'Two names that differ only in case are one repository here and two in another registry, and other clients refuse both.',
  },
])
